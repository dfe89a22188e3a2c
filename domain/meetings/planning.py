"""How a meeting is planned: when, about what, with which papers (ToR 2.3, 3.1 to 3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any, Self

from domain.groups.group import Group
from domain.groups.speaking import by_its_own_group, must_be_of_its_own
from domain.kernel.days.calendar import Calendar
from domain.kernel.deciding.files import File, filed
from domain.kernel.errors import DomainError
from domain.kernel.finder import Beside
from domain.kernel.item import Linkable, long_date, still_open
from domain.kernel.moves import move
from domain.kernel.terms import Occasion, Role
from domain.meetings.records import PlannedEntries
from domain.meetings.sitting_events import MeetingEvents
from domain.meetings.vocabulary import AskedTo, Kind, Mode, Quorate, Status

PAPERS_BEFORE = 7
"""Working days before the meeting by which agenda and papers are circulated (ToR 3.3)."""
MINUTES_AFTER = 10
"""Working days after it by which its minutes are (ToR 3.2)."""
LONGEST = 24 * 60
"""Minutes that a meeting may take."""


def not_closed(meeting: PlannedMeeting) -> str | None:
    """A guard: it is still to be held, or under way."""
    if meeting.closed_on:
        return f"{meeting.reference} was closed on {long_date(meeting.closed_on)}."
    return still_open(meeting)


def not_opened(meeting: PlannedMeeting) -> str | None:
    """A guard: it has not begun."""
    return f"{meeting.reference} has been opened." if meeting.opened_on else still_open(meeting)


def not_held(meeting: PlannedMeeting) -> str | None:
    """A guard: it has not begun, or it was opened and nobody was there and nothing came of it."""
    came = meeting.outcomes or meeting.statements or meeting.points or meeting.came_of
    if meeting.closed_on or meeting.somebody_was_there or came:
        return not_opened(meeting)
    return still_open(meeting)


def recorded_here(meeting: PlannedMeeting) -> str | None:
    """A guard: it was held while this ledger was kept."""
    if meeting.past:
        return f"{meeting.reference} was held before this ledger: its papers were not recorded."
    return still_open(meeting)


def has_items(meeting: PlannedMeeting) -> str | None:
    """A guard: there is something on the agenda."""
    return None if meeting.items else "There is nothing on its agenda yet."


def due_days(meets_on: date, calendar: Calendar) -> dict[str, str]:
    """The days by which papers and minutes are due, each with its sum."""
    return {
        "papers_due_on": calendar.after(meets_on, -PAPERS_BEFORE).isoformat(),
        "papers_working": calendar.working(meets_on, -PAPERS_BEFORE),
        "minutes_due_on": calendar.after(meets_on, MINUTES_AFTER).isoformat(),
        "minutes_working": calendar.working(meets_on, MINUTES_AFTER),
    }


class PlannedMeeting(MeetingEvents):
    """A meeting that can be planned."""

    def why_over(self) -> str | None:
        if self.status is Status.REARRANGED:
            return f"{self.reference} was rearranged; {self.successor} takes its place."
        return "It was called off." if self.status is Status.CALLED_OFF else None

    @classmethod
    @move()
    def plan(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        group: Group,
        kind: Kind,
        mode: Mode,
        meets_on: date,
        starts_at: time | None = None,
        minutes: int | None = None,
        place: str = "",
        reason: str = "",
        instead_of: PlannedMeeting | None = None,
        calendar: Calendar,
        beside: Beside,
        planned: PlannedEntries,
    ) -> Self:
        """Plan a meeting, in place of one that was not quorate or could not be held, if any.

        An extraordinary one says why it is called. A past one may be recorded too.
        """
        must_be_of_its_own(group, occasion)
        if kind is Kind.NOT_RECORDED or mode is Mode.NOT_RECORDED:
            raise DomainError("Say what kind of meeting it is, and where they meet.")
        if kind is Kind.EXTRAORDINARY and not reason:
            raise DomainError("Enter why an extraordinary meeting is called.", field="reason")
        if reason_over := group.why_over():
            raise DomainError(reason_over, field="group")
        meeting = cls._begin(
            occasion,
            cls.Planned,
            reference=reference,
            group=group.reference,
            group_name=group.short,
            decider=group.decider,
            kind=kind.value,
            mode=mode.value,
            meets_on=meets_on.isoformat(),
            starts_at=clock(starts_at),
            minutes=_length(minutes),
            place=place,
            reason=reason,
            instead_of=instead_of.reference if instead_of else "",
            **due_days(meets_on, calendar),
        )
        if instead_of:
            instead_of._give_way(occasion, meeting)
            if not instead_of.opened_on:
                instead_of._take_off(planned.at(instead_of.reference), occasion, beside, to=meeting)
        return meeting

    def _give_way(self, occasion: Occasion, successor: PlannedMeeting) -> None:
        if self.group != successor.group:
            raise DomainError(
                f"{self.reference} is a meeting of {self.group_name}.", field="instead_of"
            )
        if reason := self.why_over():
            raise DomainError(reason, field="instead_of")
        if self.status is Status.UNDER_WAY:
            raise DomainError(
                f"{self.reference} is still under way. Close it first.", field="instead_of"
            )
        if self.opened_on and self.quorate not in {Quorate.NO, Quorate.PARTLY}:
            raise DomainError(
                f"{self.reference} took place and was not without a quorum.", field="instead_of"
            )
        self._record(
            occasion,
            self.Rearranged,
            successor=successor.reference,
            meets_on=successor.meets_on,
        )

    @move(not_opened, by=[by_its_own_group])
    def move_date(
        self,
        occasion: Occasion,
        *,
        meets_on: date,
        starts_at: time | None = None,
        reason: str,
        calendar: Calendar,
        beside: Beside,
        planned: PlannedEntries,
    ) -> None:
        """Let it take place on another day; the days by which papers and minutes are due follow,
        and what is planned for it."""
        start = clock(starts_at) or self.starts_at
        if (meets_on.isoformat(), start) == (self.meets_on, self.starts_at):
            raise DomainError("That is when it takes place already.", field="meets_on")
        self._record(
            occasion,
            self.Moved,
            meets_on=meets_on.isoformat(),
            starts_at=start,
            was=self.meets_on,
            **due_days(meets_on, calendar),
            reason=reason,
        )
        self._date_what_is_planned(occasion, beside, planned)

    def _date_what_is_planned(
        self, occasion: Occasion, beside: Beside, planned: PlannedEntries
    ) -> None:
        """Let what a forward plan has for it be dated with it (meeting.py)."""

    def _take_off(
        self,
        entries: Sequence[str],
        occasion: Occasion,
        beside: Beside,
        *,
        to: PlannedMeeting | None = None,
        reason: str = "",
    ) -> None:
        """Let what a forward plan has for it come again: to another meeting, or to none yet
        (meeting.py)."""

    @move(not_held, by=[by_its_own_group])
    def call_off(
        self, occasion: Occasion, *, reason: str, beside: Beside, planned: PlannedEntries
    ) -> None:
        """Record that it does not take place, also where it was opened and nobody came; what was
        planned for it is to come again."""
        self._record(occasion, self.CalledOff, reason=reason)
        self._take_off(planned.at(self.reference), occasion, beside, reason=reason)

    # ------------------------------------------------------------------ the agenda

    @move(not_closed, by=[by_its_own_group])
    def add_item(
        self,
        occasion: Occasion,
        *,
        title: str,
        asked: AskedTo,
        minutes: int | None = None,
        presenter_role: str = "",
        presenter_agency: str = "",
        restricted: bool = False,
        about_scrutineer: bool | None = None,
        circulation: Sequence[str] = (),
        linked: Linkable | None = None,
    ) -> None:
        """Put an item on the agenda; the items that it is about are linked.

        A restricted one has a circulation and a minute of its own. The Independent Scrutineer sees
        it, unless it is about them.
        """
        if not restricted and (about_scrutineer or circulation):
            raise DomainError(
                "Only a restricted item has a circulation of its own. Say that it is restricted, "
                "or leave that empty.",
                field="restricted",
            )
        self._put_on_the_agenda(
            occasion,
            title=title,
            asked=asked.value,
            minutes=_length(minutes),
            presenter_role=presenter_role,
            presenter_agency=presenter_agency,
            restricted=restricted,
            about_scrutineer=bool(about_scrutineer),
            circulation=list(circulation),
            linked=linked.reference if linked else "",
            plan="",
        )
        if linked and linked.reference not in self.links:
            self.link(occasion, other=linked, reason="It is on the agenda.")

    def _put_on_the_agenda(self, occasion: Occasion, **facts: Any) -> None:
        number = max(self.agenda, default=0) + 1
        place = max((each.place for each in self.items), default=0) + 1
        self._record(
            occasion, self.ItemAdded, item=number, place=number if self.opened_on else place,
            **facts,
        )  # fmt: skip

    @move(not_opened, has_items, by=[by_its_own_group])
    def change_item(
        self,
        occasion: Occasion,
        *,
        item: int,
        title: str = "",
        asked: AskedTo,
        minutes: int | None = None,
        presenter_role: str = "",
        presenter_agency: str = "",
        place: int | None = None,
    ) -> None:
        """Change what an item is called, who presents it, how long it takes, or its place: those
        from that place on move down.

        What is left empty stays, as do its restriction and its circulation.
        """
        was = self._item(item)
        if place and place > len(self.items):
            raise DomainError(
                f"The last place on the agenda is {len(self.items)}. Enter that or an earlier one.",
                field="place",
            )
        self._record(
            occasion,
            self.ItemChanged,
            item=item,
            title=title or was.title,
            asked=asked.value,
            place=place or was.place,
            minutes=_length(minutes) or was.minutes,
            presenter_role=presenter_role or was.presenter_role,
            presenter_agency=presenter_agency or was.presenter_agency,
            restricted=was.restricted,
        )

    @move(not_opened, has_items, by=[by_its_own_group])
    def withdraw_item(self, occasion: Occasion, *, item: int, reason: str, beside: Beside) -> None:
        """Take an item off the agenda; what comes from the forward plan is there again."""
        was = self._item(item)
        self._record(
            occasion,
            self.ItemWithdrawn,
            item=item,
            title=was.title,
            restricted=was.restricted,
            reason=reason,
        )
        if was.plan:
            self._take_off([was.plan], occasion, beside, reason=reason)

    def _item(self, number: int, *, field: str = "item") -> Any:
        found = self.agenda.get(number)
        if found is None or found.withdrawn:
            raise DomainError("There is no item of that number on the agenda.", field=field)
        return found

    def _agenda_not_agreed(self) -> str | None:
        """A guard: the chair has not agreed it as it stands."""
        return "The agenda has been agreed." if self.agreed_on and not self.since_agreed else None

    @move(not_closed, has_items, _agenda_not_agreed, by=[by_its_own_group])
    def agree_agenda(self, occasion: Occasion, *, known_by: str = "") -> None:
        """Record that the chair agrees the agenda (ToR 2.3), anew where it has changed since."""
        if occasion.by.role is Role.BUSINESS_TEAM and not known_by:
            raise DomainError(
                "Enter how it is known that the chair agreed, for example by whose e-mail of which "
                "date.",
                field="known_by",
            )
        self._record(occasion, self.AgendaAgreed, known_by=known_by)

    # ------------------------------------------------------------------ papers

    @move(recorded_here)
    def send_paper(
        self,
        occasion: Occasion,
        *,
        title: str,
        item: int | None = None,
        link: str = "",
        file: File | None = None,
    ) -> None:
        """Record that the agenda, or a paper for an item, was sent, on the day of the occasion.

        One that was sent on the day of the meeting or after is kept as circulated after it.
        """
        found = self._item(item) if item else None
        day = occasion.on.isoformat()
        self._record(
            occasion,
            self.PaperSent,
            paper=max(self.papers, default=0) + 1,
            item=item or 0,
            title=title,
            restricted=bool(found and found.restricted),
            due_on=self.papers_due.day,
            late=day > self.papers_due.day,
            after=day > self.meets_on,
            **filed(link=link, file=file),
        )

    def _has_late_papers(self) -> str | None:
        late = [each for each in self.papers.values() if each.late and not each.accepted]
        return None if late else "No paper came late that has not been accepted."

    @move(still_open, _has_late_papers, by=[by_its_own_group])
    def accept_late_paper(
        self, occasion: Occasion, *, paper: int, reason: str, known_by: str = ""
    ) -> None:
        """Record that the chair accepts a paper that came late, and why."""
        found = self.papers.get(paper)
        if found is None or not found.late or found.accepted:
            raise DomainError("No such paper came late and waits to be accepted.", field="paper")
        if occasion.by.role is Role.BUSINESS_TEAM and not known_by:
            raise DomainError(
                "Enter how it is known that the chair accepted it, for example by whose e-mail of "
                "which date.",
                field="known_by",
            )
        words = f"{reason} (known by {known_by})" if known_by else reason
        restricted = bool(found.item and self.agenda[found.item].restricted)
        self._record(
            occasion, self.LatePaperAccepted, paper=paper, reason=words, restricted=restricted
        )


def clock(start: time | None) -> str:
    """A time of day as 14:00; "" for none."""
    return f"{start:%H:%M}" if start else ""


def _length(minutes: int | None) -> int:
    if minutes and minutes > LONGEST:
        raise DomainError("That is longer than a day.", field="minutes")
    return minutes or 0
