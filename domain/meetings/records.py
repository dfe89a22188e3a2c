"""What a meeting holds: items, papers, those who take part, what was said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.groups.vocabulary import Office
from domain.kernel.deciding.files import File
from domain.kernel.item import long_date, post_of
from domain.meetings.quorum import Judged
from domain.meetings.vocabulary import (
    THERE,
    Amended,
    AskedTo,
    CaptureKind,
    How,
    InterestKind,
    Quorate,
    StatementKind,
)
from domain.partnership.agency import AgencyKind


@dataclass(frozen=True)
class Written:
    """What was written down of a meeting before this ledger was kept: who chaired, was there, sent
    apologies, was absent or substituted, whether it was said to be quorate and in which words. ""
    where nothing was."""

    chaired_by: str
    present: str
    apologies: str
    absent: str
    substitutes: str
    quorate: Quorate
    quorum: str


KEEPERS, SCRUTINEER = frozenset({"|keepers"}), frozenset({"|scrutineer"})
"""Who reads restricted items, besides agencies by their references: whoever keeps or checks the
minutes, and the Independent Scrutineer."""


@dataclass(frozen=True)
class AgendaItem:
    """One item of the agenda; `place` is its order. `circulation` are the agencies whose people
    may read one that is restricted, `about_scrutineer`: the Independent Scrutineer may not."""

    number: int
    title: str
    asked: AskedTo
    place: int
    minutes: int = 0
    presenter_role: str = ""
    presenter_agency: str = ""
    restricted: bool = False
    about_scrutineer: bool = False
    circulation: Sequence[str] = ()
    linked: str = ""
    plan: str = ""
    withdrawn: bool = False

    @property
    def readers(self) -> frozenset[str]:
        """Who may read it where it is restricted: whoever keeps or checks the minutes, the agencies
        in its circulation, and the Independent Scrutineer unless it is about them. Empty: all."""
        if not self.restricted:
            return frozenset()
        scrutineer = frozenset() if self.about_scrutineer else SCRUTINEER
        return KEEPERS | scrutineer | {*self.circulation}

    @property
    def public_title(self) -> str:
        """What everybody may know of it."""
        return "a restricted item" if self.restricted else self.title


@dataclass(frozen=True)
class Paper:
    """A paper that was sent, for an item (0: one that was withdrawn) or the agenda.

    `late`: after the day by which it was due; `accepted`: the reason for which the chair took it
    all the same. It can be read where the `link` leads or in the `file`, if either is kept here.
    """

    number: int
    item: int
    title: str
    sent_on: str
    late: bool
    after: bool
    is_agenda: bool = False
    accepted: str = ""
    link: str = ""
    file: File | None = None
    restricted: bool = False

    @property
    def state(self) -> str:
        """Whether it came in time."""
        if self.after:
            return "circulated after the meeting"
        if not self.late:
            return "in time"
        return f"late, accepted by the chair: {self.accepted}" if self.accepted else "late"


@dataclass(frozen=True)
class SeatThen:
    """A seat of the group as it was on the day of the meeting."""

    number: int
    agency: str
    agency_name: str
    kind: AgencyKind | None
    role: str
    member: bool
    office: Office
    vacant: bool
    person: str = ""

    @property
    def in_words(self) -> str:
        """Whose it is."""
        return post_of(self.role, self.agency_name)


def seat_then(content: Mapping[str, Any]) -> SeatThen:
    """A seat as an event holds it."""
    facts = dict(content)
    kind = AgencyKind(facts.pop("kind")) if facts["kind"] else facts.pop("kind") or None
    return SeatThen(kind=kind, office=Office(facts.pop("office")), **facts)


@dataclass(frozen=True)
class Substitute:
    """Who is to come, or came, in somebody's place, and what was judged of them by whom."""

    seat: int
    role: str
    judged: Judged
    judged_by: str
    reason: str
    beforehand: bool


@dataclass(frozen=True)
class Attendee:
    """Somebody at the meeting. `spans` are the items for which they are there: from one up to
    another that they are no longer there for (0: the first; 0: the end)."""

    number: int
    seat: int
    agency: str
    agency_name: str
    kind: AgencyKind | None
    role: str
    member: bool
    how: How
    spans: Sequence[tuple[int, int]] = ()
    substitute: Substitute | None = None
    office: Office = Office.NONE

    @property
    def in_words(self) -> str:
        """Who they are, by role."""
        return post_of(self.role, self.agency_name)

    @property
    def is_judged(self) -> bool:
        """Whether they are a substitute of whom somebody has judged what they can do."""
        return self.substitute is not None and self.substitute.judged != Judged()

    @property
    def stays(self) -> bool:
        """Whether they are there, and nobody has recorded that they left."""
        return self.how in THERE and bool(self.spans) and not self.spans[-1][1]


@dataclass(frozen=True)
class Interest:
    """An interest in an item that somebody declared."""

    attendee: int
    item: int
    kind: InterestKind
    words: str


@dataclass(frozen=True)
class Statement:
    """What stands whether or not the meeting was quorate."""

    number: int
    item: int
    kind: StatementKind
    agency: str
    words: str
    minute: str


@dataclass(frozen=True)
class Outcome:
    """What became of an item: the word, the words and the number of the minute."""

    word: str
    words: str
    minute: str
    decision: str = ""
    until: str = ""


@dataclass(frozen=True)
class Settled:
    """What took a quorum: a decision on an item or, where it `confirms`, the confirmation of an
    earlier one there. `judged` is what had been judged of each substitute by then; `wanting`: it
    has none, by what is known now of who was there."""

    decision: str
    item: int
    judged: Mapping[int, Judged]
    confirms: bool = False
    wanting: bool = False

    @property
    def key(self) -> tuple[str, int, bool]:
        """What tells it from the rest: what is confirmed anew at an item takes its place."""
        return self.decision, self.item, self.confirms


@dataclass(frozen=True)
class Chairing:
    """Who chairs from an item on; `silent`: chosen by the members, where the terms say nothing."""

    item: int
    attendee: int
    silent: bool = False


@dataclass(frozen=True)
class Deadline:
    """A day by which something should be done, with its sum."""

    day: str
    working: str

    def kept(self, day: str) -> str:
        """Whether it was done in time, in words."""
        if not day:
            return ""
        return "in time" if day <= self.day else f"late: it was due on {long_date(self.day)}"


@dataclass(frozen=True)
class Points:
    """The points and the challenge at an item, and the number of their minute."""

    minute: str
    words: str


@dataclass(frozen=True)
class Captured:
    """What was noted in a line at an item, to be recorded as an item of its own: `became` is its
    reference, the meeting's own for what an agency said, `dropped` why it is not recorded."""

    number: int
    item: int
    kind: CaptureKind
    minute: str
    words: str
    became: str = ""
    dropped: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be finished."""
        return not self.became and not self.dropped


@dataclass(frozen=True)
class HeldMeetings:
    """The meetings of a group that were held, by reference, each with its day and its start ("":
    not known), the earliest first."""

    of: Callable[[str], Sequence[tuple[str, str, str]]]

    def next_after(self, day: str, start: str, *, group: str) -> str:
        """The reference of the first that a group held after one; "" for none."""
        return next(
            (
                reference
                for reference, *held in self.of(group)
                if begins_later((held[0], held[1]), (day, start))
            ),
            "",
        )


def begins_later(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether one meeting begins after another, each by its day and its start. Of two on one day
    that is known only if the start of either is."""
    (day, start), (than_day, than_start) = one, other
    return day > than_day or (day == than_day and bool(than_start) and start > than_start)


@dataclass(frozen=True)
class RaisedDisputes:
    """The disputes that name a meeting, by its reference, as where they come from."""

    at: Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class PlannedEntries:
    """What a forward plan has for a meeting, by reference."""

    at: Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Amendment:
    """A correction of a minute that was asked for, and the answer; `after` are the disputes that
    had come of the minute by then."""

    number: int
    item: int
    minute: str
    asked_by: str
    words: str
    asked_on: str
    answer: Amended | None = None
    answered_on: str = ""
    answer_words: str = ""
    after: Sequence[str] = ()
