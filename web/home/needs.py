"""What needs somebody: sections of the home page, by the roles that they hold today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.kernel.terms import Role
from projections.firsts import Firsts, Listed
from projections.questions import Remembered
from projections.register import UNCOUNTED
from projections.versioned import Row
from projections.view import View
from web.view import person

SHOWN = 5
"""How many lines a section has of one register at most; the rest is a link away, or comes up once
these are settled."""


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


Telling = Callable[[Row], NeedLine]


@dataclass(frozen=True)
class Wanted:
    """A section as it is asked for: its lists, each with how a row of it is told as a line."""

    title: str
    lists: Sequence[tuple[Listed, Telling]]
    href: str = ""
    why: str = ""


def needs(view: View, wanted: Sequence[Wanted | Need]) -> list[Need]:
    """The sections with something in them.

    What is `Wanted` is the same whenever the same person asks, so its queries are made once.
    """
    lists = [listed for each in wanted if isinstance(each, Wanted) for listed, _ in each.lists]
    firsts = _ASKED.get(
        (person(), view.now, view.sight), lambda: Firsts(lists, now=view.now, sight=view.sight)
    )
    pages = iter(firsts.of(view, most=SHOWN))
    found = []
    for section in wanted:
        if isinstance(section, Need):
            found += [section] if section.total else []
            continue
        lines: list[NeedLine] = []
        total = 0
        for (_, told), page in zip(section.lists, pages, strict=False):
            total = min(total + page.total, UNCOUNTED)
            lines += map(told, page.rows)
        if total:
            shown = lines[:SHOWN] if section.href else lines
            found.append(Need(section.title, section.why, shown, total, section.href))
    return found


_ASKED: Remembered[Firsts] = Remembered()


def roles() -> set[Role]:
    """The roles of whoever is signed in."""
    return {held.role for held in person().roles}


def agencies() -> list[str]:
    """The agencies that they hold a role for."""
    return sorted({held.agency for held in person().roles if held.agency})
