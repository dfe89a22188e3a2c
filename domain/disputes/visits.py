"""The stays of a dispute at its stages, and the clock that runs at each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta

from domain.kernel.days.calendar import Calendar
from domain.kernel.days.when import (
    clocks_change,
    is_later,
    minute_after,
    moment_of,
    moment_text,
    start_of,
)
from domain.kernel.item import LONDON, long_date
from domain.kernel.plain import normal
from domain.procedure.rules import ClockStart, Rules, Stage


@dataclass(frozen=True)
class Clock:
    """When a stage must be done, how that was worked out, and when it is late from: days, or in an
    urgent case moments to the minute.

    All are "" where no clock runs, or where it waits for a date of the minutes (`working` says so).
    """

    due_on: str = ""
    working: str = ""
    late_from: str = ""

    @classmethod
    def of(
        cls,
        stage: Stage,
        rules: Rules,
        since: Mapping[ClockStart, date | None],
        *,
        first: bool,
        urgent_from: str,
        calendar: Calendar,
    ) -> Clock:
        """The clock of a stage by some rules; `since` holds the days that it may count from.

        Only the `first` stay counts from the meeting or its minutes. Where that day is not known
        yet, the clock waits for it. The clock of an urgent case waits for nothing: its hours count
        from `urgent_from`, a moment, or a day where no more is known; "": it is not urgent.
        """
        if stage.days is None:
            return cls()
        if urgent_from:
            return cls.in_hours(urgent_from, rules.urgent_hours)
        starts = stage.starts if first else ClockStart.ENTERED
        if starts is ClockStart.MINUTES:
            return cls._from_the_minutes(calendar, since, stage.days, rules.minutes_days)
        start = since[starts]
        if start is None:
            return cls(working=f"The clock starts when the minutes are {stage.starts.value}.")
        return cls.counted(calendar, start, stage.days)

    @classmethod
    def in_hours(cls, since: str, hours: int) -> Clock:
        """A clock of so many hours that pass, by day and night, from a moment; from the end of a
        day where no more is known."""
        start, named = moment_of(since), long_date(since)
        if start is None:
            start = start_of(date.fromisoformat(since) + timedelta(days=1))
            named = f"the end of {named}, as the time is not known"
        due = (start.astimezone(UTC) + timedelta(hours=hours)).astimezone(LONDON)
        unit = "hour" if hours == 1 else "hours"
        words = [f"{hours} {unit} from {named}", clocks_change(start, due)]
        due_on = moment_text(due)
        return cls(due_on, "; ".join(filter(None, words)), minute_after(due_on))

    @classmethod
    def _from_the_minutes(
        cls,
        calendar: Calendar,
        since: Mapping[ClockStart, date | None],
        days: int,
        minutes_days: int,
    ) -> Clock:
        """From when the minutes were circulated, at latest from when they should have been."""
        met, circulated = since[ClockStart.MEETING], since[ClockStart.CIRCULATED]
        assert met is not None  # every dispute has the date of its meeting
        latest = calendar.after(met, minutes_days)
        unit = "working day" if minutes_days == 1 else "working days"
        left_out = calendar.left_out(met, minutes_days)
        allowed = f"{minutes_days} {unit} after the meeting" + (
            f" ({left_out})" if left_out else ""
        )
        start, which = latest, allowed
        if circulated is None:
            which = f"at latest, {allowed}"
            besides = "sooner once it is known that the minutes were circulated before"
        elif circulated > latest:
            late = long_date(circulated.isoformat())
            besides = f"the minutes should have been circulated by then, and were on {late}"
        else:
            start, which = circulated, "when the minutes were circulated"
            besides = f"at latest from {long_date(latest.isoformat())}, {allowed}"
        return cls.counted(calendar, start, days, which=which, besides=besides)

    @classmethod
    def counted(
        cls, calendar: Calendar, start: date, days: int, *, which: str = "", besides: str = ""
    ) -> Clock:
        """A clock of so many working days from a day. `which` says what day that is, `besides`
        what else there is to say of it."""
        due = calendar.after(start, days)
        late_from = calendar.after(due, 1)
        working = calendar.working(start, days, which=which)
        words = "; ".join(filter(None, [working, besides]))
        return cls(due.isoformat(), words, late_from.isoformat())


@dataclass(frozen=True)
class Assent:
    """A Safeguarding Partner assented to a decision, on a date, and how that is known."""

    on: str
    decision: str
    known_by: str


@dataclass(frozen=True)
class Recusal:
    """Somebody stood aside from deciding, for the whole dispute unless that ended."""

    role: str
    agency: str
    reason: str
    on: str
    ended: str = ""
    """Why they no longer stand aside; "" while they do."""

    def covers(self, role: str, agency: str) -> bool:
        """Whether it keeps somebody out: everybody of the same agency, and the same role, or one
        that names the agency, where only one of the two says of which agency they are."""
        if self.agency and agency:
            return self.agency == agency
        words, name = f" {normal(role)} ", self.agency.replace("-", " ")
        return normal(self.role) == normal(role) or bool(name and f" {name} " in words)


@dataclass(frozen=True)
class Notification:
    """Somebody outside the partnership was told, when and under what reference."""

    told: str
    reference: str
    on: str


@dataclass(frozen=True)
class Reply:
    """What a party answered and when, and what was known to be due when it was recorded ("":
    nothing). What held as the reply came is asked of its visit."""

    agency: str
    on: str
    recorded_on: str
    words: str
    due_on: str
    version: int
    """Which event of the dispute's history it is."""
    written_down: bool = False
    """Whether the Business Team wrote it down for the agency."""


@dataclass(frozen=True)
class MoreTime:
    """A due date was moved: when that was agreed, and why."""

    on: str
    was: str
    due_on: str
    reason: str


@dataclass(frozen=True)
class Visit:
    """One time that a dispute was at a stage.

    `came` names the event that brought it there, `reason` says why; `skipped` are the stages that
    it passed over on the way. `first_due_on` is the due date before any extension; `asked` are the
    parties that have to reply; `records` holds what is on record by the words that the procedure
    asks for; `assents` those of the Safeguarding Partners so far; `overdue_on` the day from which
    it was recorded as overdue, `overdue_before` the day from which that was so until somebody
    recorded what had happened in time. `outcome` names the event by which it left, or the ending.
    `convener_version` tells which event of its history named the convener. `known_on` is the day on
    which its clock, as it is, was recorded. Where the clock runs in hours, what says when something
    was due, late or recorded is a moment, and `entered_at` and `left_at` are the moments at which
    it came and left, as far as they are known.
    """

    stage: str = ""
    name: str = ""
    number: int = 0
    decided_by: str = ""
    came: str = ""
    reason: str = ""
    automatic: bool = False
    skipped: tuple[str, ...] = ()
    entered_on: str = ""
    entered_at: str = ""
    due_on: str = ""
    working: str = ""
    late_from: str = ""
    first_due_on: str = ""
    first_working: str = ""
    more_time: tuple[MoreTime, ...] = ()
    asked: tuple[str, ...] = ()
    answers: tuple[Reply, ...] = ()
    records: Mapping[str, str] = field(default_factory=dict)
    recusals: tuple[Recusal, ...] = ()
    assents: Mapping[str, Assent] = field(default_factory=dict)
    convener_role: str = ""
    convener_agency: str = ""
    convener_version: int = 0
    overdue_on: str = ""
    overdue_before: str = ""
    left_on: str = ""
    left_at: str = ""
    outcome: str = ""
    known_on: str = ""

    @property
    def extensions(self) -> int:
        """How often it got more time."""
        return len(self.more_time)

    @property
    def replies(self) -> dict[str, str]:
        """When each party first replied, in whatever order that was recorded."""
        latest_first = sorted(self.answers, key=lambda each: each.on, reverse=True)
        return {each.agency: each.on for each in latest_first}

    def is_first(self, reply: Reply) -> bool:
        """Whether a reply is the first of its party; of several of a day, the first recorded."""
        of_that_day = [
            each
            for each in self.answers
            if (each.agency, each.on) == (reply.agency, self.replies[reply.agency])
        ]
        return reply is of_that_day[0]

    @property
    def in_hours(self) -> bool:
        """Whether its clock runs in hours, as that of an urgent case does."""
        return moment_of(self.due_on) is not None

    @property
    def first_in_hours(self) -> bool:
        """Whether its clock ran in hours from the first."""
        return moment_of(self.first_due_on) is not None

    @property
    def entered(self) -> str:
        """When it came there, as far as that is known."""
        return self.entered_at or self.entered_on

    def due_when(self, when: str) -> str:
        """The due date that held then: by the extensions that had been agreed by then."""
        agreed = [each.due_on for each in self.more_time if not is_later(each.on, when)]
        return agreed[-1] if agreed else self.first_due_on

    def is_late(self, reply: Reply) -> bool:
        """Whether a reply came after what was due on its day."""
        return bool(reply.due_on) and is_later(reply.on, self.due_when(reply.on))

    @property
    def awaited(self) -> list[str]:
        """The parties that have to reply and have not."""
        return [agency for agency in self.asked if agency not in self.replies]


NOWHERE = Visit()
"""Where a dispute is until it has been started."""
