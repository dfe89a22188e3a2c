"""A meeting that was held before this ledger: nothing is known of it but what was written down."""

from __future__ import annotations

from datetime import date, time
from typing import Self

from domain.groups.group import Group
from domain.kernel.days.calendar import Calendar
from domain.kernel.errors import DomainError, all_at_once
from domain.kernel.item import as_day, long_date
from domain.kernel.mending.twice import likeness_of
from domain.kernel.moves import move
from domain.kernel.terms import Occasion
from domain.meetings.expected import ExpectedMeeting
from domain.meetings.planning import clock, due_days
from domain.meetings.vocabulary import SAID, Kind, Mode, Quorate, Status

_GONE = (Status.CALLED_OFF, Status.REARRANGED)


class PastMeeting(ExpectedMeeting):
    """A meeting that may have been held before this ledger."""

    alike_by = "the same group and day"

    @property
    def likeness(self) -> str:
        return likeness_of([self.group, self.meets_on])

    def is_like(self, other: PastMeeting) -> bool:
        """Two meetings of one group on one day are likely one, unless the other is not held."""
        return other.status not in _GONE and other.reference != self.predecessor

    @classmethod
    @move()
    def load_past(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        group: Group,
        meets_on: date,
        kind: Kind | None = None,
        mode: Mode | None = None,
        starts_at: time | None = None,
        place: str = "",
        chaired_by: str = "",
        present: str = "",
        apologies: str = "",
        absent: str = "",
        substitutes: str = "",
        quorate: Quorate | None = None,
        quorum: str = "",
        cleared_on: date | None = None,
        circulated_on: date | None = None,
        confirmed_on: date | None = None,
        number: str = "",
        note: str = "",
        calendar: Calendar,
    ) -> Self:
        """Record a meeting that was held before this ledger, as far as that was written down."""
        with all_at_once() as each:
            with each:
                if meets_on > occasion.on:
                    raise DomainError(
                        "A past meeting is not in the future. Plan it instead.", field="meets_on"
                    )
            days = {
                "cleared_on": cleared_on,
                "circulated_on": circulated_on,
                "confirmed_on": confirmed_on,
            }
            for name, day in days.items():
                with each:
                    _after_it_was_held(day, meets_on, occasion, field=name)
            with each:
                if quorate and quorate not in SAID:
                    raise DomainError(
                        "Whether it was quorate can only be what was said then.", field="quorate"
                    )
        due = due_days(meets_on, calendar)
        return cls._begin(
            occasion,
            cls.HeldBefore,
            reference=reference,
            group=group.reference,
            group_name=group.short,
            decider=group.decider,
            kind=(kind or Kind.NOT_RECORDED).value,
            mode=(mode or Mode.NOT_RECORDED).value,
            meets_on=meets_on.isoformat(),
            starts_at=clock(starts_at),
            place=place,
            chaired_by=chaired_by,
            present=present,
            apologies=apologies,
            absent=absent,
            substitutes=substitutes,
            quorate=(quorate or Quorate.NOT_RECORDED).value,
            quorum=quorum,
            minutes_due_on=due["minutes_due_on"],
            minutes_working=due["minutes_working"],
            cleared_on=as_day(cleared_on),
            circulated_on=as_day(circulated_on),
            confirmed_on=as_day(confirmed_on),
            number=number,
            note=note,
        )


def _after_it_was_held(day: date | None, meets_on: date, occasion: Occasion, *, field: str) -> None:
    """Raise DomainError for a day of the minutes that is before the meeting, or to come."""
    if day and day < meets_on:
        raise DomainError(
            f"The minutes of a meeting on {long_date(meets_on.isoformat())} have no day before it.",
            field=field,
        )
    if day and day > occasion.on:
        raise DomainError("What happened to past minutes is not in the future.", field=field)
