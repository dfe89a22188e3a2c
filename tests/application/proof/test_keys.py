"""The key that signs: one for a ledger, its owner's alone, never overwritten."""

from __future__ import annotations

from stat import S_IMODE

import pytest

from application.ledger.ledger import Ledger
from application.proof import keys
from application.proof.keys import (
    AnothersKeyError,
    KeyFile,
    KeyFileError,
    key_file,
    make_key,
    proof_of,
    rotate_key,
    signer_of,
    verifiers_of,
)
from application.proof.notes import Signer
from domain.kernel.errors import DomainError
from tests.application.proof.conftest import ADMINISTRATOR


def test_a_key_is_kept_for_its_owner_alone_and_named_after_the_ledger(
    ledger: Ledger, key: KeyFile
) -> None:
    verifier = make_key(ledger, key, by=ADMINISTRATOR)
    assert S_IMODE(key.path.stat().st_mode) == 0o600
    assert verifier.name == ledger.origin
    assert verifiers_of(proof_of(ledger)) == [verifier]
    signer = signer_of(ledger, key)
    assert signer is not None
    assert signer.verifier == verifier


def test_no_key_is_ever_overwritten(signing: Ledger, key: KeyFile) -> None:
    before = key.path.read_bytes()
    with pytest.raises(KeyFileError, match="never overwritten"):
        make_key(signing, key, by=ADMINISTRATOR)
    key.path.rename(f"{key.path}-away")
    with pytest.raises(DomainError, match="The ledger has a key"):
        make_key(signing, key, by=ADMINISTRATOR)
    assert not key.is_there()  # what was written is gone with what was refused
    assert KeyFile(key.path.with_name("key-away")).path.read_bytes() == before


def test_a_rotated_key_leaves_the_old_one_valid_for_what_it_signed(
    signing: Ledger, key: KeyFile
) -> None:
    old = signer_of(signing, key)
    size = signing.position()
    new = rotate_key(signing, key, by=ADMINISTRATOR, reason="Somebody has left.")
    proof, now = proof_of(signing), signer_of(signing, key)
    assert proof is not None
    assert old is not None
    assert now is not None
    assert now.verifier == new != old.verifier
    assert [each.until for each in proof.keys] == [size, None]
    assert verifiers_of(proof) == [old.verifier, new]
    assert list(key.path.parent.glob("key*")) == [key.path]


def test_the_key_of_another_ledger_is_not_overwritten_by_a_rotation(
    signing: Ledger, key: KeyFile
) -> None:
    another = f"{Signer.new('scrutiny-ledger/another').secret}\n"
    key.path.write_text(another)
    with pytest.raises(AnothersKeyError, match="of scrutiny-ledger/another, which is another"):
        rotate_key(signing, key, by=ADMINISTRATOR, reason="")
    assert key.path.read_text() == another
    key.path.write_text("cut")
    rotate_key(signing, key, by=ADMINISTRATOR, reason="")
    assert signer_of(signing, key) is not None


def test_a_rotation_that_fails_leaves_the_key_as_it_was(ledger: Ledger, key: KeyFile) -> None:
    with pytest.raises(DomainError, match="no key yet"):
        rotate_key(ledger, key, by=ADMINISTRATOR, reason="")
    assert list(key.path.parent.iterdir()) == []


def test_a_program_that_ended_between_the_log_and_the_file_is_followed_up(
    signing: Ledger, key: KeyFile
) -> None:
    before = key.path.read_bytes()
    new = rotate_key(signing, key, by=ADMINISTRATOR, reason="")
    key.path.rename(f"{key.path}-next")
    key.path.write_bytes(before)
    key.path.chmod(0o600)
    signer = signer_of(signing, key)
    assert signer is not None
    assert signer.verifier == new


def test_a_ledger_without_a_key_signs_nothing_and_says_nothing(
    ledger: Ledger, key: KeyFile
) -> None:
    assert signer_of(ledger, key) is None
    assert signer_of(ledger, None) is None


def test_a_key_that_is_not_the_ledgers_signs_nothing(signing: Ledger, key: KeyFile) -> None:
    key.path.unlink()
    with pytest.raises(KeyFileError, match="is not"):
        signer_of(signing, key)
    with key.kept(Signer.new(signing.origin)):
        pass
    with pytest.raises(KeyFileError, match="but the ledger’s is"):
        signer_of(signing, key)
    with pytest.raises(KeyFileError, match="SCRUTINY_SIGNING_KEY"):
        signer_of(signing, None)


@pytest.mark.parametrize("content", [b"", b"no key", b"\xff\xfe", b"PRIVATE+KEY+x+0+AA=="])
def test_a_file_that_holds_no_key_is_told_by_its_name(
    signing: Ledger, key: KeyFile, content: bytes
) -> None:
    key.path.write_bytes(content)
    with pytest.raises(KeyFileError, match="holds no key"):
        signer_of(signing, key)


def test_a_key_that_others_may_read_is_not_used(signing: Ledger, key: KeyFile) -> None:
    key.path.chmod(0o640)
    with pytest.raises(KeyFileError, match="Others may read"):
        signer_of(signing, key)


def test_the_key_stands_beside_a_sqlite_database_unless_another_file_is_named(
    ledger: Ledger,
) -> None:
    beside = key_file(ledger.engine)
    assert beside is not None
    assert str(beside.path) == f"{ledger.engine.url.database}{keys.SUFFIX}"
    named = key_file(ledger.engine, named="/etc/scrutiny/key")
    assert named is not None
    assert str(named.path) == "/etc/scrutiny/key"


def test_on_postgresql_the_file_has_to_be_named(postgresql_database_url: str) -> None:
    from web.running.startup import open_ledger

    ledger = open_ledger(postgresql_database_url)
    try:
        assert key_file(ledger.engine) is None
        with pytest.raises(KeyFileError, match="On PostgreSQL"):
            make_key(ledger, None, by=ADMINISTRATOR)
    finally:
        ledger.close()
