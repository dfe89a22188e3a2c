"""Reading one row of a register of past meetings: who met when, and what was written of it.

Nothing is judged of the past that was not written down: what a row does not say stays unsaid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import ClassVar, TypeVar

from application.importing.files.cells import shortened
from application.importing.files.headings import Row
from application.importing.gathered import Problems, group_in
from application.importing.importable import Known, Step
from application.importing.row_reading import RowReading
from application.nouns.meeting.before import LOAD_PAST
from domain.kernel.days.times import read_time
from domain.kernel.item import long_date
from domain.kernel.plain import normal
from domain.meetings.vocabulary import KINDS, MODES, QUORATE, Kind, Mode, Quorate

_Code = TypeVar("_Code", bound=StrEnum)
_KIND_WAYS = {
    Kind.ORDINARY: ("ordinary", "regular", "scheduled", "quarterly", "routine", "standard"),
    Kind.EXTRAORDINARY: ("extraordinary", "extra ordinary", "extraordinary meeting", "special",
                         "urgent", "emergency", "exceptional", "ad hoc"),
}  # fmt: skip
_MODE_WAYS = {
    Mode.IN_PERSON: ("face to face", "in person", "in the room", "physical", "f2f"),
    Mode.VIRTUAL: ("virtual", "online", "teams", "ms teams", "microsoft teams", "zoom", "remote",
                   "yes"),
    Mode.BOTH: ("hybrid", "both", "both at once", "in person and online", "mixed"),
}  # fmt: skip
_QUORATE_WAYS = {
    Quorate.SAID_YES: ("yes", "y", "quorate", "met", "achieved", "quorum met", "quorum achieved",
                       "true"),
    Quorate.SAID_NO: ("no", "n", "not quorate", "inquorate", "non quorate", "not met",
                      "not achieved", "quorum not met", "quorum not achieved", "false"),
}  # fmt: skip
_NOT_HELD = {"called off", "cancelled", "canceled", "not held", "postponed", "planned", "no", "n",
             "did not take place", "did not happen", "stood down"}  # fmt: skip
_NOTHING_SAID = {"", "not recorded", "quorum not recorded", "quorum not known", "not known",
                 "unknown", "not stated"}  # fmt: skip


class MeetingReading(RowReading):
    """Reads everything that a row says of a past meeting."""

    labels: ClassVar = {
        "cleared_on": "Minutes cleared",
        "circulated_on": "Minutes circulated",
        "confirmed_on": "Minutes confirmed",
        "met_on": "Date of the meeting",
        "mode": "How it was held",
        "starts": "Start",
    }
    instead: ClassVar[str] = "it has none"

    def __init__(self, row: Row, known: Known) -> None:
        super().__init__(row, known)
        self._problems = Problems()

    def load(self) -> Step:
        """The meeting, as far as it was written down. Raises RowRefusedError with all that is
        wrong."""
        group = self._group()
        met_on = self._met_on()
        if normal(self.cell("status")) in _NOT_HELD:
            self._problems.add(
                "status", f"By its status, “{shortened(self.cell('status'), 40)}”, it was not held."
            )
        self._problems.tell()
        assert met_on
        quorate, said = self._quorate()
        facts = {
            "group": group,
            "meets_on": met_on.isoformat(),
            "starts_at": self._starts(),
            "kind": self._code("kind", _KIND_WAYS, KINDS),
            "mode": self._code("mode", _MODE_WAYS, MODES),
            "place": self.line("place"),
            "chaired_by": self.line("chaired_by"),
            "present": self.cell("present"),
            "apologies": self.cell("apologies"),
            "absent": self.cell("absent"),
            "substitutes": self.cell("substitutes"),
            "quorate": quorate,
            "quorum": said,
            "cleared_on": self._of_minutes("cleared_on", met_on),
            "circulated_on": self._of_minutes("circulated_on", met_on),
            "confirmed_on": self._of_minutes("confirmed_on", met_on),
            "number": self.line("number"),
        }
        if normal(self.cell("status")) not in {"", "closed", "held", "yes", "y", "took place"}:
            self.keep("status")
        columns = {name: name for name in facts} | {"meets_on": "met_on", "starts_at": "starts"}
        return Step(LOAD_PAST, {**facts, "note": self.note()}, {**columns, "note": "note"})

    def _group(self) -> str:
        """Which group met."""
        words = self.cell("group")
        found = group_in(words, self.known.groups)
        if words and not found:
            self._problems.add(
                "group",
                f"“{shortened(words, 80)}” is no group here. Add the group, or say which group is "
                "meant.",
            )
        elif not words:
            self._problems.add("group", "The row does not say which group met.")
        return found

    def _met_on(self) -> date | None:
        """When they met; the last day that it may be, where it is only a month."""
        if not self.cell("met_on"):
            self._problems.add("met_on", "The row does not say when they met.")
            return None
        read = self.read_day("met_on")
        if read.end is None:
            why = read.wrong or "comes to no day"
            self._problems.add("met_on", f"“{shortened(read.words, 40)}” {why}.")
        elif read.day and read.day > self.known.today:
            self._problems.add(
                "met_on",
                f"{long_date(read.day.isoformat())} is to come. Plan that meeting on the site.",
            )
        else:
            return self.past_day("met_on")
        return None

    def _starts(self) -> str:
        words = self.cell("starts")
        start = read_time(words) if words else None
        if words and start is None:
            self.keep("starts")
            self.flag(f"Start “{shortened(words, 40)}” is no time of day; it is kept.")
        return f"{start:%H:%M}" if start else ""

    def _code(
        self, column: str, ways: Mapping[_Code, Sequence[str]], names: Mapping[_Code, str]
    ) -> str:
        """What a cell means; "" where it says nothing, or what nobody knows here."""
        words = normal(self.cell(column))
        for code, known in ways.items():
            if words in {*known, normal(names[code]), code.value}:
                return code.value
        if words and words not in _NOTHING_SAID:
            self.keep(column)
            shown = shortened(self.cell(column), 60)
            self.flag(f"{self.label(column)} “{shown}” is none of ours; its words are kept.")
        return ""

    def _quorate(self) -> tuple[str, str]:
        """Whether it was said to be quorate, and the words of it where they say more."""
        words, more = self.cell("quorate"), self.cell("quorum")
        for told in filter(None, (words, more)):
            for code, ways in _QUORATE_WAYS.items():
                if normal(told) in {*ways, normal(QUORATE[code]), code.value}:
                    return code.value, more if told is not more else ""
                first = normal(told.replace(".", ":").partition(":")[0])
                if ":" in told.replace(".", ":") and first in ways:
                    return code.value, more or told
        said = "\n".join(filter(None, [words, more]))
        if normal(said) in _NOTHING_SAID:
            return "", ""
        self.flag(
            f"“{shortened(said, 60)}” does not say whether it was quorate; its words are shown."
        )
        return "", said

    def _of_minutes(self, column: str, met_on: date) -> str:
        """A day of its minutes; none, with a flag, where it is before the meeting."""
        if not self.cell(column):
            return ""
        day = self.past_day(column)
        if day and day < met_on:
            self.keep(column)
            self.flag(f"{self.label(column)} before the meeting; that is kept in the note.")
            return ""
        return day.isoformat() if day else ""
