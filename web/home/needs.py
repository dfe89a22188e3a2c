"""What needs somebody: sections of the home page, by the roles that they hold today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.kernel.terms import Role
from web.view import person

SHOWN = 5
"""How many lines a section has at most; the rest is a link away."""


@dataclass(frozen=True)
class NeedLine:
    """One item that wants something: what to call it, where it is, and how late it is."""

    reference: str
    title: str
    href: str
    note: str
    band: str | None = None
    figure: int | None = None
    late: bool = False


@dataclass(frozen=True)
class Need:
    """Some items that want something of the reader, and where all of them are listed."""

    title: str
    why: str
    lines: Sequence[NeedLine]
    total: int
    href: str


def need(title: str, lines: Sequence[NeedLine], href: str, why: str = "") -> Need:
    """A section with the first of the lines."""
    return Need(title, why, lines[:SHOWN], len(lines), href)


def roles() -> set[Role]:
    """The roles of whoever is signed in."""
    return {held.role for held in person().roles}


def agencies() -> list[str]:
    """The agencies that they hold a role for."""
    return sorted({held.agency for held in person().roles if held.agency})
