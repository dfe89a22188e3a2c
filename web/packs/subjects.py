"""What a pack is of: an item with its own, a report with its recommendations, or a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select

from application.ledger.ledger import Ledger
from application.proof.packs.packing import Held, held, held_between
from domain.kernel.errors import DomainError, NotFoundError
from domain.kernel.item import Item
from domain.partnership.proof import PackOf
from domain.recommendations.recommendation import Recommendation
from projections.recommendations.follow_up import FOLLOW_UP
from projections.view import View
from web.items.story import story_of
from web.moments import look_back
from web.noun import noun_called, nouns

MOST = 10_000
"""Events that a pack of a period holds at the most."""
_OF = {"agencies": "owner_agency", "meetings": "meeting"}
"""The column of other registers that says whose an item is, by what the pack is of."""
_REPORT = ("source", "title", "publisher", "published")
"""What recommendations of one report have in common."""


@dataclass(frozen=True)
class Subject:
    """What a pack holds: whole items, the first of which it is called by; or every event after
    `since`. `name` is what people call it, `folder` what it is unpacked to."""

    of: PackOf
    items: Sequence[str]
    since: int
    upto: int
    name: str
    folder: str

    def held(self, ledger: Ledger) -> list[Held]:
        """Its events, in the order of the log."""
        if self.of is PackOf.PERIOD:
            return held_between(ledger, after=self.since, upto=self.upto)
        return held(ledger, self.items, upto=self.upto)

    @property
    def others(self) -> Sequence[str]:
        """The items that are with the one it is called by, because they are its own."""
        return self.items[1:] if self.of is PackOf.ITEM else ()

    @property
    def first(self) -> int:
        """The first position of a period."""
        return self.since + 1


class Wish(Protocol):
    """What somebody wants a pack of. Raises NotFoundError or DomainError where there is none."""

    def __call__(self, ledger: Ledger, view: View, /) -> Subject: ...


def item(reference: str) -> Wish:
    """An item, and what was its own at the moment, even if it was recorded in error."""

    def found(ledger: Ledger, view: View) -> Subject:
        _must_be_there(ledger, reference, view)
        items = [reference, *_owned(reference, view)]
        folder = _folder(reference, view)
        return Subject(PackOf.ITEM, items, 0, view.position, reference, folder)

    return found


def report(reference: str) -> Wish:
    """The report that a recommendation is of, with all its recommendations at the moment, even
    those that were recorded in error."""

    def found(ledger: Ledger, view: View) -> Subject:
        _must_be_there(ledger, reference, view)
        title, items = of_report(reference, view)
        if not items:
            raise DomainError(
                f"{reference} is no recommendation. Name one of those that are in the report."
            )
        name, folder = f"the report “{title}”", _folder(f"report-{items[0]}", view)
        return Subject(PackOf.REPORT, items, 0, view.position, name, folder)

    return found


def period(since: str) -> Wish:
    """Everything that was recorded after a moment, as people write it."""

    def found(ledger: Ledger, view: View) -> Subject:
        after, upto = look_back(view, since).position, view.position
        if after >= upto:
            raise DomainError("Nothing was recorded between those two moments.")
        if upto - after > MOST:
            raise DomainError(
                f"{upto - after:,} events were recorded between those two moments, and a pack "
                f"holds {MOST:,} at the most. Make several of shorter periods: the one goes on "
                "where the other ends."
            )
        name = f"events {after + 1:,} to {upto:,} of the log"
        return Subject(PackOf.PERIOD, (), after, upto, name, _folder(f"from-{after + 1}", view))

    return found


def of_report(reference: str, view: View) -> tuple[str, list[str]]:
    """What the report of a recommendation is called, and all that is recorded of it, in order;
    nothing for what is no recommendation."""
    if not reference.startswith(f"{Recommendation.prefix}-"):
        return "", []
    row = FOLLOW_UP.one_row(view, reference)
    if row is None:
        return "", []
    same = [FOLLOW_UP.c[name] == row[name] for name in _REPORT]
    query = select(FOLLOW_UP.c.reference).where(*same)
    found = view.connection.scalars(FOLLOW_UP.narrowed(query, view, with_errors=True))
    return str(row["title"]), sorted({*found, reference})


def _must_be_there(ledger: Ledger, reference: str, view: View) -> None:
    if noun_called(reference) is None:
        raise NotFoundError(f"There is no {reference}.")
    story_of(ledger, Item, reference, view)


def _owned(reference: str, view: View) -> list[str]:
    noun = noun_called(reference)
    column = _OF.get(noun.name) if noun else None
    found = set[str]()
    for register in [each.register for each in nouns() if each.register] if column else []:
        whose = register.c.get(column)
        if whose is not None:
            query = select(register.c.reference).where(whose == reference)
            found |= set(view.connection.scalars(register.narrowed(query, view, with_errors=True)))
    return sorted(found - {reference})


def _folder(name: str, view: View) -> str:
    plain = (each if each.isascii() and each.isalnum() else "-" for each in name)
    return f"{''.join(plain)}-position-{view.position}"
