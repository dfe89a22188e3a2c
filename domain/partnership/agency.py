"""A member agency: its events first, then its rules.

Agencies change over time (mergers of health boards, local government reorganisation), so every
change has its date and the history keeps the name an agency had.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from domain.kernel.errors import DomainError, NotFoundError
from domain.kernel.finder import Finder
from domain.kernel.item import Item, long_date, still_open
from domain.kernel.mending.correcting import parts_of
from domain.kernel.moves import move
from domain.kernel.plain import normal
from domain.kernel.terms import AgencyNames, Occasion
from domain.kernel.words import Code, Ref, Words


class AgencyKind(StrEnum):
    """The three Safeguarding Partners of the statutory guidance, and everybody else."""

    LOCAL_AUTHORITY = "local_authority"
    HEALTH = "health"
    POLICE = "police"
    RELEVANT = "relevant"


AGENCY_KINDS = {
    AgencyKind.LOCAL_AUTHORITY: "Safeguarding Partner: Local Authority",
    AgencyKind.HEALTH: "Safeguarding Partner: Health",
    AgencyKind.POLICE: "Safeguarding Partner: Police",
    AgencyKind.RELEVANT: "Relevant Agency",
}


SAFEGUARDING_PARTNERS = frozenset(
    {AgencyKind.LOCAL_AUTHORITY, AgencyKind.HEALTH, AgencyKind.POLICE}
)
"""They are equal, and jointly responsible, by the statutory guidance (guidance.py)."""


class KnownAgencies(tuple["Agency", ...]):
    """Every agency that there is or was."""

    __slots__ = ()

    def must_not_know(self, name: str, *, field: str, but: str = "") -> None:
        """Refuse a name by which another agency than `but` is known, however it is spelt.

        Raises DomainError.
        """
        for each in self:
            if each.reference != but and each.is_called(name):
                raise DomainError(f"There is already an agency {each.name}.", field=field)


_NONE = KnownAgencies()


class Agency(Item):
    """One member agency of the partnership. Its reference is made of its first name."""

    word = "agency"

    @staticmethod
    def spelt(reference: str) -> str:
        return reference.lower()

    class Event(Item.Event):
        """Anything that happens to an agency."""

    class Joined(Event, Item.Created):
        """An agency became a member of the partnership on the date `on`."""

        name: Words
        kind: Code

        def apply(self, aggregate: Agency) -> None:
            aggregate._start(self)

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {self.name} joined ({AGENCY_KINDS[AgencyKind(self.kind)]})"

    class Renamed(Event):
        """The agency goes by another name from the date `on`; the old one stays an alias."""

        name: Words
        was: Words
        reason: Words

        def apply(self, aggregate: Agency) -> None:
            aggregate._also_known_as(self.was)
            aggregate.name, aggregate.changed_on = self.name, self.on
            aggregate.named = [*aggregate.named, (self.on, self.name)]

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {self.was} is now called {self.name}"

    class AliasAdded(Event):
        """Another name that people and published documents use for the agency."""

        alias: Words

        def apply(self, aggregate: Agency) -> None:
            aggregate._also_known_as(self.alias)

        def sentence(self, names: AgencyNames) -> str:
            return f"added the alias {self.alias}"

    class KeyNamed(Event):
        """The Safeguarding Partner countersigns checkpoints of the log by this key from now on."""

        verifier: Code
        was: Code

        def apply(self, aggregate: Agency) -> None:
            aggregate.verifier = self.verifier

        def sentence(self, names: AgencyNames) -> str:
            instead = f", in the place of {self.was}" if self.was else ""
            return f"named the key by which it countersigns: {self.verifier}{instead}"

    class Merged(Event):
        """The agency became part of another one on the date `on`."""

        name: Words
        into: Ref
        reason: Words

        def apply(self, aggregate: Agency) -> None:
            aggregate.left_on = aggregate.changed_on = self.on
            aggregate.merged_into = self.into

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {self.name} merged into {names.get(self.into, self.into)}"

    class Left(Event):
        """The agency stopped being a member on the date `on`."""

        name: Words
        reason: Words

        def apply(self, aggregate: Agency) -> None:
            aggregate.left_on = aggregate.changed_on = self.on

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {self.name} left"

    def _start(self, event: Joined) -> None:
        self.name, self.kind = event.name, AgencyKind(event.kind)
        self.aliases: list[str] = []
        self.named = [(event.on, event.name)]
        self.joined_on, self.changed_on = event.on, event.on
        self.left_on = self.merged_into = self.verifier = ""

    def _also_known_as(self, name: str) -> None:
        if name not in self.aliases:
            self.aliases.append(name)

    def is_called(self, name: str) -> bool:
        """Whether it is known by that name, however it is spelt."""
        return normal(name) in map(normal, (self.name, *self.aliases))

    def name_on(self, day: str) -> str:
        """What it was called on a day; before it joined, as when it did."""
        had = [name for start, name in self.named if start <= day]
        return had[-1] if had else self.named[0][1]

    @property
    def left(self) -> bool:
        """Whether it is no longer a member."""
        return self.left_on != ""

    def was_member(self, on: date) -> bool:
        """Whether it was a member on a day. On the day that it left it still was."""
        day = on.isoformat()
        return self.joined_on <= day and not (self.left and self.left_on < day)

    def why_over(self) -> str | None:
        return f"{self.name} is no longer a member." if self.left else None

    @classmethod
    @move()
    def join(
        cls,
        occasion: Occasion,
        *,
        name: str,
        kind: AgencyKind,
        find: Finder,
        known: KnownAgencies = _NONE,
    ) -> Agency:
        """Make an agency a member from the date of the occasion.

        Its reference is made of its name, and no two agencies share one, or a name.
        """
        reference = agency_reference(name)
        known.must_not_know(name, field="name")
        try:
            other = find(Agency, reference)
        except NotFoundError:
            return cls._begin(occasion, cls.Joined, reference=reference, name=name, kind=kind.value)
        raise DomainError(f"There is already an agency {other.name}.", field="name")

    @move(still_open)
    def rename(
        self, occasion: Occasion, *, name: str, reason: str, known: KnownAgencies = _NONE
    ) -> None:
        """Give it another name. What was recorded under the old name keeps that name."""
        known.must_not_know(name, field="name", but=self.reference)
        self._must_follow(occasion)
        if name == self.name:
            raise DomainError("That is its name already.", field="name")
        self._record(occasion, self.Renamed, name=name, was=self.name, reason=reason)

    @move()
    def add_alias(self, occasion: Occasion, *, alias: str, known: KnownAgencies = _NONE) -> None:
        """Add a name under which documents may mention it."""
        known.must_not_know(alias, field="alias", but=self.reference)
        if alias in (self.name, *self.aliases):
            raise DomainError("It is known by that name already.", field="alias")
        self._record(occasion, self.AliasAdded, alias=alias)

    def _is_partner(self) -> str | None:
        if self.kind in SAFEGUARDING_PARTNERS:
            return None
        return "Only a Safeguarding Partner countersigns the log."

    @move(still_open, _is_partner)
    def name_key(self, occasion: Occasion, *, verifier: str) -> None:
        """Name the public key by which it countersigns; what it has countersigned stays so."""
        if verifier == self.verifier:
            raise DomainError("That is its key already.", field="verifier")
        self._record(occasion, self.KeyNamed, verifier=verifier, was=self.verifier)

    @move(still_open)
    def merge(self, occasion: Occasion, *, into: Agency, reason: str) -> None:
        """Make it part of another member agency."""
        self._must_follow(occasion)
        if into.id == self.id:
            raise DomainError("An agency cannot merge into itself.", field="into")
        if into.left:
            raise DomainError(f"{into.name} is no longer a member.", field="into")
        self._record(occasion, self.Merged, name=self.name, into=into.reference, reason=reason)

    @move(still_open)
    def leave(self, occasion: Occasion, *, reason: str) -> None:
        """End its membership."""
        self._must_follow(occasion)
        self._record(occasion, self.Left, name=self.name, reason=reason)

    def _must_follow(self, occasion: Occasion) -> None:
        if occasion.on.isoformat() < self.changed_on:
            raise DomainError(
                "The date is before the last change of this agency, on "
                f"{long_date(self.changed_on)}.",
                field="on",
            )


_LETTERS = re.compile(r"[a-z0-9]+")


def agency_reference(name: str) -> str:
    """The reference of an agency called `name`: its words in lower case, joined by hyphens."""
    reference = "-".join(_LETTERS.findall(name.lower()))
    if not reference:
        raise DomainError("The name must have letters in it.", field="name")
    return reference


class NamesOverTime:
    """The names that the agencies had after each event of the log, told from their own events."""

    def __init__(self, events: Iterable[tuple[int, Item.Event]]) -> None:
        self._positions: list[int] = []
        self._names: list[dict[str, str]] = [{}]
        for position, event in events:
            if isinstance(event, Agency.Joined | Agency.Renamed):
                self._positions.append(position)
                self._names.append({**self._names[-1], event.reference: event.name})

    def at(self, position: int) -> AgencyNames:
        """The names just after the event at a position of the log."""
        return self._names[bisect_right(self._positions, position)]


class Partners(tuple[Agency, ...]):
    """The Safeguarding Partners on a date, by the agencies that they are."""

    __slots__ = ()

    @property
    def names(self) -> dict[str, str]:
        """What each is called, by its reference."""
        return {each.reference: each.name for each in self}


def named_agencies(references: str, find: Finder) -> dict[str, str]:
    """The names of the agencies of a correction, by reference. Raises NotFoundError."""
    return {each: find(Agency, each).name for each in parts_of(references)}
