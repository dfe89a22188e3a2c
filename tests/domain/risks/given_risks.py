"""A second risk, and the bodies that decide about one."""

from __future__ import annotations

from dataclasses import replace

from domain.kernel.terms import Actor, Role
from domain.risks.risk import Risk
from tests.examples import NOW, Happened, given

OTHER = "RSK-2026-002"
EXECUTIVE = replace(NOW, by=Actor("e5ec", Role.EXECUTIVE))
LSP = replace(NOW, by=Actor("15b0", Role.LSP))


def another(*events: Happened) -> Risk:
    """A second risk to which these events have happened since it was recorded."""
    return given(Risk.Recorded, *events, reference=OTHER)
