"""An entry of a group's forward plan: what is to come to a meeting of it (ToR 3.7).

Besides the standing topics, which are the group's data, the plan holds when the chair attends the
Executive (5.4), and what is the Independent Scrutineer's own.
"""

from __future__ import annotations

from enum import StrEnum

from domain.groups.group import Group
from domain.groups.speaking import by_its_own_group, must_be_of_its_own
from domain.groups.vocabulary import GroupKind
from domain.kernel.errors import DomainError
from domain.kernel.item import long_date, post_of, still_open
from domain.kernel.mending.correcting import Correctable, Fact
from domain.kernel.moves import move
from domain.kernel.terms import Actor, AgencyNames, Occasion
from domain.kernel.vocabulary import Spoken
from domain.kernel.words import Code, Day, Ref, Words
from domain.meetings.planning import PlannedMeeting
from domain.partnership.agency import Agency


class Kind(StrEnum):
    """What an entry is."""

    TOPIC = "topic"
    SCRUTINEER = "scrutineer"
    CHAIR_ATTENDS = "chair_attends"
    OTHER = "other"


KINDS = Spoken(
    {
        Kind.TOPIC: "A standing topic",
        Kind.SCRUTINEER: "An item of the Independent Scrutineer",
        Kind.CHAIR_ATTENDS: "The chair attends {executive}",
        Kind.OTHER: "Something else",
    }
)


class Status(StrEnum):
    """How far it has come."""

    PLANNED = "planned"
    ON_AGENDA = "on_agenda"
    WITHDRAWN = "withdrawn"


STATUSES = {
    Status.PLANNED: "Planned",
    Status.ON_AGENDA: "On the agenda",
    Status.WITHDRAWN: "Withdrawn",
}


class ForwardEntry(Correctable):
    """One entry of a forward plan."""

    word = "entry"
    prefix = "FWD"
    can_be_corrected = (Fact("title", "Title", required=True),)

    class Event(Correctable.Event):
        """Anything that happens to an entry."""

    class Planned(Event, Correctable.Created):
        """Something is to come to a group in a year, at a meeting or at one yet to be planned.

        `topic` is the standing topic that it covers, "" for none; `decider` the role that speaks
        for the group, "" where nobody who signs in does.
        """

        title: Words
        kind: Code
        group: Ref
        group_name: Words
        decider: Code
        topic: Words
        year: int
        meeting: Ref
        meets_on: Day
        presenter_role: Words
        presenter_agency: Ref

        def apply(self, aggregate: ForwardEntry) -> None:
            aggregate._start(self)

        def sentence(self, names: AgencyNames) -> str:
            when = f"{self.meeting}, {long_date(self.meets_on)}" if self.meeting else f"{self.year}"
            agency = names.get(self.presenter_agency, self.presenter_agency)
            who = post_of(self.presenter_role, agency)
            by = f", by {who}" if who else ""
            return f"planned for {self.group_name} ({when}){by}: {self.title}"

    class Moved(Event):
        """It comes to another meeting, or another year, for a reason."""

        year: int
        meeting: Ref
        meets_on: Day
        was: Words
        reason: Words

        def apply(self, aggregate: ForwardEntry) -> None:
            aggregate._date(self)
            aggregate.moves += 1

        def sentence(self, names: AgencyNames) -> str:
            return f"moved it from {self.was} to {_when(self)}"

    class MeetingRedated(Event):
        """The meeting that it comes to takes place on another day than was recorded."""

        year: int
        meeting: Ref
        meets_on: Day
        was: Day

        def apply(self, aggregate: ForwardEntry) -> None:
            aggregate._date(self)

        def sentence(self, names: AgencyNames) -> str:
            return f"dated it with its meeting, {_when(self)}, which was {long_date(self.was)}"

    class PutOnAgenda(Event):
        """It was put on the agenda of a meeting."""

        year: int
        meeting: Ref
        meets_on: Day

        def apply(self, aggregate: ForwardEntry) -> None:
            aggregate._date(self)
            aggregate.status = Status.ON_AGENDA

        def sentence(self, names: AgencyNames) -> str:
            return f"put it on the agenda of {_when(self)}"

    class TakenOff(Event):
        """It is no longer on the agenda of its meeting, or that does not take place, so it is to
        come again: at the meeting that takes the place of that one, or at one yet to be planned."""

        was: Words
        year: int
        meeting: Ref
        meets_on: Day
        reason: Words

        def apply(self, aggregate: ForwardEntry) -> None:
            aggregate._date(self)
            aggregate.status = Status.PLANNED

        def sentence(self, names: AgencyNames) -> str:
            return f"put it back into the plan, for {_when(self)}, where it was {self.was}"

    class Withdrawn(Event):
        """It is no longer planned."""

        reason: Words

        def apply(self, aggregate: ForwardEntry) -> None:
            aggregate.status = Status.WITHDRAWN

        def sentence(self, names: AgencyNames) -> str:
            return "took it out of the plan"

    def _start(self, event: Planned) -> None:
        self.title, self.kind = event.title, Kind(event.kind)
        self.group, self.group_name, self.topic = event.group, event.group_name, event.topic
        self.decider = event.decider
        self.presenter_role, self.presenter_agency = event.presenter_role, event.presenter_agency
        self.moves, self.status = 0, Status.PLANNED
        self._date(event)

    def _date(self, event: Planned | Moved | MeetingRedated | PutOnAgenda | TakenOff) -> None:
        self.year, self.meeting, self.meets_on = event.year, event.meeting, event.meets_on

    @property
    def when(self) -> str:
        """At which meeting or, where that is open, in which year."""
        return f"{self.meeting}, {long_date(self.meets_on)}" if self.meeting else str(self.year)

    def why_over(self) -> str | None:
        return "It was taken out of the plan." if self.status is Status.WITHDRAWN else None

    @classmethod
    @move()
    def plan(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        group: Group,
        kind: Kind,
        title: str,
        topic: str = "",
        year: int | None = None,
        meeting: PlannedMeeting | None = None,
        presenter_role: str = "",
        presenter_agency: Agency | None = None,
    ) -> ForwardEntry:
        """Plan something for a group: a standing topic of it, or something of another kind."""
        if kind is not Kind.CHAIR_ATTENDS:
            must_be_of_its_own(group, occasion)
        if kind is Kind.TOPIC and topic not in group.topics:
            raise DomainError(f"Select one of the standing topics of {group.short}.", field="topic")
        if kind is not Kind.TOPIC and topic:
            raise DomainError("Only a standing topic has one. Leave it empty.", field="topic")
        if kind is Kind.CHAIR_ATTENDS and group.kind is not GroupKind.EXECUTIVE:
            raise DomainError("Choose the Executive, which the chair attends.", field="group")
        return cls._begin(
            occasion,
            cls.Planned,
            reference=reference,
            title=title,
            kind=kind.value,
            group=group.reference,
            group_name=group.short,
            decider=group.decider,
            topic=topic,
            **_dated(year, meeting, group.reference),
            presenter_role=presenter_role,
            presenter_agency=presenter_agency.reference if presenter_agency else "",
        )

    def _by_its_own(self, by: Actor) -> str | None:
        """When the chair attends the Executive, the chair says (ToR 5.4)."""
        return None if self.kind is Kind.CHAIR_ATTENDS else by_its_own_group(self, by)

    def _is_planned(self) -> str | None:
        if self.status is Status.ON_AGENDA:
            return f"It is on the agenda of {self.meeting}. Take it off there first."
        return None

    @move(still_open, _is_planned, by=[_by_its_own])
    def move_to(
        self,
        occasion: Occasion,
        *,
        year: int | None = None,
        meeting: PlannedMeeting | None = None,
        reason: str,
    ) -> None:
        """Let it come to another meeting or another year; that of a meeting need not be said."""
        dated = _dated(year, meeting, self.group)
        if (dated["year"], dated["meeting"]) == (self.year, self.meeting):
            raise DomainError("That is when it is planned already.", field="year")
        self._record(occasion, self.Moved, **dated, was=self.when, reason=reason)

    def put_on(self, occasion: Occasion, meeting: PlannedMeeting) -> None:
        """Put it on the agenda of a meeting of its group: what the meeting does."""
        if reason := self.why_over() or self._is_planned():
            raise DomainError(reason, field="entry")
        dated = _dated(None, meeting, self.group)
        self._record(occasion, self.PutOnAgenda, **dated)

    def date_with(self, occasion: Occasion, meeting: PlannedMeeting) -> None:
        """Date it with its meeting, which was moved: what the meeting does."""
        dated = _dated(None, meeting, self.group)
        self._record(occasion, self.MeetingRedated, **dated, was=self.meets_on)

    def take_off(self, occasion: Occasion, *, meeting: PlannedMeeting | None, reason: str) -> None:
        """Put it back into the plan, for a meeting or for none yet: what its meeting does."""
        dated = _dated(None if meeting else self.year, meeting, self.group)
        self._record(occasion, self.TakenOff, was=self.when, **dated, reason=reason)

    @move(still_open, _is_planned, by=[_by_its_own])
    def withdraw(self, occasion: Occasion, *, reason: str) -> None:
        """Take it out of the plan."""
        self._record(occasion, self.Withdrawn, reason=reason)


def _dated(year: int | None, meeting: PlannedMeeting | None, group: str) -> dict[str, int | str]:
    if year is None:
        year = int(meeting.meets_on[:4]) if meeting else 0
    if not 2000 <= year <= 2100:
        raise DomainError("Give the year with four figures.", field="year")
    if meeting is None:
        return {"year": year, "meeting": "", "meets_on": ""}
    if meeting.group != group:
        raise DomainError(f"{meeting.reference} is a meeting of another group.", field="meeting")
    if reason := meeting.why_over():
        raise DomainError(reason, field="meeting")
    if meeting.meets_on[:4] != str(year):
        raise DomainError(
            f"{meeting.reference} is on {long_date(meeting.meets_on)}, in another year.",
            field="meeting",
        )
    return {"year": year, "meeting": meeting.reference, "meets_on": meeting.meets_on}


def _when(
    event: ForwardEntry.Moved
    | ForwardEntry.MeetingRedated
    | ForwardEntry.PutOnAgenda
    | ForwardEntry.TakenOff,
) -> str:
    return f"{event.meeting}, {long_date(event.meets_on)}" if event.meeting else str(event.year)
