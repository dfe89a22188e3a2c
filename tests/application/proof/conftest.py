"""A ledger with some events, and a key that signs its checkpoints."""

from __future__ import annotations

from pathlib import Path

import pytest

from application.ledger.ledger import Ledger
from application.proof.keys import KeyFile, make_key
from domain.kernel.terms import Actor, Role
from tests.acts import record

ADMINISTRATOR = Actor("somebody", Role.ADMINISTRATOR)


@pytest.fixture
def key(tmp_path: Path) -> KeyFile:
    """Where a key would be; there is none yet."""
    return KeyFile(tmp_path / "key")


@pytest.fixture
def signing(ledger: Ledger, key: KeyFile) -> Ledger:
    """A ledger of three risks, with a key."""
    for _ in range(3):
        record(ledger)
    make_key(ledger, key, by=ADMINISTRATOR)
    return ledger
