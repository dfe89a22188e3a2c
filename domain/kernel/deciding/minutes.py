"""Where it is written down that a group decided: one value for every noun.

Decisions are taken in meetings, and minuted (ToR 3.2, 3.4). Between meetings the ToR give no power:
what a group decided outside one says by which power it did, or that none was found.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.kernel.errors import DomainError
from domain.kernel.item import as_day, london_date, long_date
from domain.kernel.plain import normal
from domain.kernel.terms import Occasion
from domain.kernel.words import Day, Ref, Words

NONE_FOUND = "None found"
"""What is written where a group decided outside a meeting and no rule was found that lets it."""
_NONE = frozenset(map(normal, (NONE_FOUND, "None", "No power found", "No power", "None was found")))
_OF_A_MEETING = re.compile(r"MTG-\d{4}-\d{3,}")


@dataclass(frozen=True)
class Minute:
    """The minute of a decision: `number` in the minutes of the meeting of `date`, an ISO date.

    `meeting` is what people call it, `reference` its own where it is kept here (MTG-2026-004).
    Decided outside a meeting, there is none of these, but the `power` that was used. Of a meeting
    that is kept here `group`, its kind and its name tell who met; they are on record there.
    """

    meeting: str = ""
    reference: str = ""
    number: str = ""
    date: str = ""
    power: str = ""
    group: str = dataclasses.field(default="", compare=False)
    group_kind: str = dataclasses.field(default="", compare=False)
    group_name: str = dataclasses.field(default="", compare=False)

    @classmethod
    def of(
        cls,
        *,
        meeting: str = "",
        minute: str = "",
        minuted_on: datetime.date | None = None,
        power: str = "",
    ) -> Minute | None:
        """The minute of what somebody said of it; None where nobody said anything.

        A meeting may be named by its reference.
        """
        said = meeting.strip()
        reference = said.upper() if _OF_A_MEETING.fullmatch(said.upper()) else ""
        if normal(power) in _NONE:
            power = NONE_FOUND
        found = cls("" if reference else said, reference, minute, as_day(minuted_on), power)
        return found if found != NO_MINUTE else None

    @property
    def outside(self) -> bool:
        """Whether it was decided outside a meeting."""
        return bool(self.power)

    @property
    def words(self) -> str:
        """Where it is written down, within a sentence; "" where nothing is known of it."""
        if self.power == NONE_FOUND:
            return "outside a meeting, no power for it found"
        if self.power:
            return f"outside a meeting, by this power: {self.power}"
        number = f"minute {self.number}" if self.number else ""
        dated = long_date(self.date)
        if normal(dated) in normal(self.meeting):
            dated = ""
        where = ", ".join(filter(None, [self.meeting or self.reference, dated]))
        return " of ".join(filter(None, [number, where]))

    def faults(self) -> Iterator[tuple[str, str]]:
        """What is wrong with it, each with the field that is: all at once."""
        in_a_meeting = self.meeting or self.reference
        if self.power:
            if in_a_meeting or self.number or self.date:
                yield (
                    "power",
                    "Say in which meeting it was decided or, if it was outside one, by which "
                    "power. It cannot be both.",
                )
            return
        if not in_a_meeting:
            yield "meeting", "Enter the meeting."
        if not self.number:
            yield "minute", "Enter the number of the minute."
        if not self.date:
            yield "minuted_on", "Enter the date of the meeting."

    @property
    def facts(self) -> dict[str, str]:
        """It as the fields of an event hold it (Minuted)."""
        return {
            "meeting": self.meeting,
            "meeting_reference": self.reference,
            "minute": self.number,
            "minuted_on": self.date,
            "power": self.power,
        }


NO_MINUTE = Minute()
"""Where nobody knows, or nobody has to say, where it is written down."""


@dataclass(frozen=True)
class Minuted:
    """What an event holds of the minute of a decision."""

    meeting: Words
    meeting_reference: Ref
    minute: Words
    minuted_on: Day
    power: Words

    # Without an annotation: eventsourcing would make a field of it.
    by_power = False
    """Whether it is decided outside a meeting only by a power that is on record."""

    @property
    def minuted(self) -> Minute:
        """Where it is written down."""
        return Minute(
            self.meeting, self.meeting_reference, self.minute, self.minuted_on, self.power
        )

    @property
    def in_minutes(self) -> str:
        """The same in brackets, for a sentence that it stands within; "" where that is unknown."""
        words = self.minuted.words
        return f" ({words})" if words else ""


def must_be_minuted(
    who: str, occasion: Occasion, minute: Minute | None, *, by_power: bool = False
) -> Minute:
    """The minute of what a group decided. Raises DomainError where it lacks something.

    `who` is the group, within a sentence; `by_power`: outside a meeting only by a power that is on
    record.
    """
    if minute is None:
        none_found = "" if by_power else f", or “{NONE_FOUND.lower()}”"
        raise DomainError(
            f"Enter the meeting, number and date of the minute in which {who} decided this. If it "
            f"was outside a meeting, enter by which power{none_found}.",
            field="meeting",
        )
    if by_power and minute.power == NONE_FOUND:
        raise DomainError(
            f"Outside a meeting {who} can say this only by a power that is on record. Quote it, or "
            "give the minute of a meeting.",
            field="power",
        )
    for field, sentence in minute.faults():
        raise DomainError(sentence, field=field)
    if minute.date > london_date(occasion.at).isoformat():
        raise DomainError("The meeting is dated in the future.", field="minuted_on")
    if minute.date > occasion.on.isoformat():
        raise DomainError(
            "The meeting is dated after the day on which it was decided.", field="minuted_on"
        )
    return minute


def must_be_of_its_meeting(minute: Minute | None, group: str, *, name: str) -> None:
    """Raise DomainError where the minute is that of a meeting of another group than decided."""
    if minute and group and minute.group and minute.group != group:
        raise DomainError(
            f"{minute.reference} was a meeting of {minute.group_name}. Enter the meeting at which "
            f"{name} decided.",
            field="meeting",
        )
