"""Reading one row of a log of past disputes: what it says of one, and what is odd."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import ClassVar

from application.doing.intents import Intent
from application.importing.files.cells import shortened
from application.importing.files.headings import Row
from application.importing.importable import Known, RowRefusedError, Step
from application.importing.published.endings import Standing, read_ending, read_kind, read_urgent
from application.importing.published.owners import read_owner
from application.importing.row_reading import RowReading
from application.nouns.catalogue import CATALOGUE
from application.nouns.disputes_recorded import LOAD_PAST, REPORT_ENDING, REPORT_STAGE
from domain.disputes.vocabulary import Kind
from domain.kernel.days.dates import read_date
from domain.kernel.days.times import read_moment
from domain.kernel.days.when import moment_of
from domain.kernel.item import long_date
from domain.kernel.plain import normal
from domain.procedure.rules import ENDINGS, Ending

NOTE_LEARNING = CATALOGUE["dispute.note_learning"]

_DECLARED = {"declared_on": "urgent_at", "declared_time": "urgent_at"}
"""The column that says when it was declared urgent."""
_AGAINST = re.compile(r"\s(?:v|vs|versus|against|and also)\.?\s", re.IGNORECASE)
_BETWEEN = re.compile(r"^between\s", re.IGNORECASE)
_BRACKETS = re.compile(r"\s?\([^()]*\)")
_THE = re.compile(r"^the\s", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th)? [A-Za-z]{3,9}\.? \d{4})\b"
)
_WHOLE_DATE = re.compile(
    r"\b(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}(?:st|nd|rd|th)? "
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{4})\b",
    re.IGNORECASE,
)
_FIRST_WORDS = re.compile(r"\s?[:;,.(–—]|\s-\s")
_NUMBER_ALONE = re.compile(r"(?:stage|level|tier|step)?\s?\d+", re.IGNORECASE)
_LINES = re.compile(r"\n|;(?=[^:;]+:)")
"""Patterns for cells, in which white space is collapsed (headings.py)."""


class DisputeReading(RowReading):
    """Reads everything that a row says of a past dispute.

    It happened when it happened: the stage and the ending bear their own dates. A date that is no
    full date counts from the end of its month or year, but never after what followed it, and its
    words stay in the note.
    """

    labels: ClassVar = {
        "approved_on": "Minutes approved",
        "as_at": "As at",
        "circulated_on": "Minutes circulated",
        "dispute_ref": "Number",
        "ended_on": "End date",
        "ending": "Status",
        "met_on": "Date of the meeting",
        "other_agency": "Other agency",
        "stage_on": "Date of the stage",
        "urgent_at": "Declared urgent",
        "source_body": "Published by",
    }

    def __init__(self, row: Row, known: Known) -> None:
        super().__init__(row, known)
        if read_date(self.cell("ending")).day and not self.cell("ended_on"):
            self.cells["ended_on"] = self.cells.pop("ending")  # “Closed: 12/03/2025”
        self._as_at = self.past_day("as_at") or known.today
        self.ended_on = self._came("ended_on")
        self.stage_on = self._came("stage_on", before=self.ended_on)
        self.met_on = self._met_on()
        if self.stage_on and self.stage_on < self.met_on:
            self._came_before()
        self.ending = self._ending()

    def keep_whole(self, column: str) -> str:
        """Keep a cell that is too long; a title as the issue, where the row has no other."""
        if column != "title" or self.cell("issue"):
            return super().keep_whole(column)
        self.cells["issue"] = self.cell("title")
        return "as what it is about"

    # ------------------------------------------------------------ what it is, and between whom

    def load(self) -> Step:
        """What it was about, between whom, and in which minutes. Raises RowRefusedError."""
        if not self.cell("title"):
            raise RowRefusedError("The row does not say what it is about.", column="title")
        title, kind = self.line("title"), self._kind()
        raised_by, others = self._parties()
        if kind is Kind.DISPUTE and not others:
            raise RowRefusedError(
                "A dispute is between at least two agencies, and only one is named. If nobody "
                "holds anything else, say “issue” under “kind”.",
                column=self._named_in,
            )
        second, third, *more = [*others, "", ""]
        facts = {
            "kind": kind.value,
            "title": title,
            "issue": self.cell("issue"),
            "impact": self.cell("impact"),
            "outcome_sought": self.cell("outcome_sought"),
            "theme": self.theme(self.line("theme")),
            "raised_by": raised_by,
            "other_agency": second,
            "third_agency": third,
            "more_agencies": [each for each in more if each],
            **self._positions([raised_by, *others], kind),
            "meeting": self.line("meeting"),
            "minute": self.line("minute"),
            "met_on": self.met_on.isoformat(),
            "circulated_on": self._of_minutes("circulated_on"),
            "approved_on": self._of_minutes("approved_on"),
            "number": self.line("dispute_ref"),
            **self._urgency(),
        }
        own = [name for name in facts if name not in ("number", "more_agencies")]
        columns = {name: _DECLARED.get(name, name) for name in own} | {
            "number": "dispute_ref",
            "more_agencies": self._named_in,
            "note": "note",
        }
        if self._named_in == "parties":
            columns |= {"other_agency": "parties", "third_agency": "parties"}
        self._rest()
        return Step(LOAD_PAST, {**facts, "note": self.note()}, columns)

    def _kind(self) -> Kind:
        """What it is said to be; a dispute, where nothing is said or something else is."""
        words = self.cell("kind")
        kind = read_kind(words)
        if words and kind is None and not self.cell("theme"):
            self.cells["theme"] = words
        elif kind is None:
            self.keep("kind")
        return kind or Kind.DISPUTE

    def _parties(self) -> tuple[str, list[str]]:
        """The agency that raised it, and the others. All must be agencies of the partnership."""
        raised = self._agencies("raised_by")
        named = [*self._agencies("other_agency"), *self._agencies("third_agency")]
        self._named_in = "other_agency" if named else "parties"
        together = [*raised, *named, *self._agencies("parties")]
        if not together:
            raise RowRefusedError(
                "The row does not say which agency raised it, nor between whom it was.",
                column="raised_by",
            )
        if not raised:
            self.flag("Nothing says who raised it; the agency that is named first stands for that.")
        elif len(raised) > 1:
            self.flag("Raised by several agencies; the one named first stands for that.")
            self.keep("raised_by")
        first, *others = dict.fromkeys(together)
        return first, others

    def _agencies(self, column: str) -> list[str]:
        """The agencies in a cell. A name that is none of ours keeps the row out: who a dispute
        was between is not something to guess."""
        words = _AGAINST.sub("; ", _BETWEEN.sub("", self.cell(column)))
        found = read_owner(words, self._called)
        if (found.rest or not found.agencies) and _BRACKETS.search(words):
            bare = read_owner(_BRACKETS.sub("", words), self._called)
            if bare.agencies and not bare.rest:
                self.keep(column)
                self.flag(f"{self.label(column)}: what stands in brackets is kept in the note.")
                return list(bare.agencies)
        if found.rest:
            raise RowRefusedError(
                f"“{shortened(found.rest, 80)}” is no agency of the partnership, and a dispute is "
                "between its agencies. Add the agency, or add this as another name of one.",
                column=column,
            )
        if words and not found.agencies:
            self.keep(column)
        return list(found.agencies)

    def _called(self, words: str) -> str:
        return self.known.agency_called(words) or self.known.agency_called(_THE.sub("", words))

    def _positions(self, parties: list[str], kind: Kind) -> dict[str, str]:
        """What each party held. An issue has no positions: there is nobody to hold another."""
        names = ("position", "other_position", "third_position")
        held = {name: self.cell(name) for name in names}
        if kind is Kind.ISSUE:
            for name in (*names, "positions"):
                self.keep(name)
            return dict.fromkeys(names, "")
        if not held["other_position"] and not self.cell("positions"):
            told = self._told_apart("position", parties)
            for name, party in zip(names, parties, strict=False):
                held[name] = told.get(party, held[name])
        if self.cell("positions"):
            told = self._told_apart("positions", parties)
            for name, party in zip(names, parties, strict=False):
                held[name] = held[name] or told.get(party, "")
            if set(told) - {*parties[:3]} or not told:
                self.keep("positions")
                self.flag("Positions: which agency holds what cannot be told; kept in the note.")
        for name in names[len(parties) :]:
            if held[name]:
                self.keep(name)
                self.flag(f"{self.label(name)}: there is no such party; kept in the note.")
                held[name] = ""
        return held

    def _told_apart(self, column: str, parties: list[str]) -> dict[str, str]:
        """The position of each party, where every line begins with the name of one."""
        told: dict[str, str] = {}
        lines = _LINES.split(self.cell(column))
        for line in filter(None, map(str.strip, lines)):
            who, _, what = map(str.strip, line.partition(":"))
            party = self._called(who) if what else ""
            if party not in parties or party in told:
                return {}
            told[party] = what
        return told

    # ------------------------------------------------------------ its dates

    def _met_on(self) -> date:
        """The day it was minuted, which the version of the procedure hangs on."""
        words = self.cell("met_on")
        impossible = any(read_date(each).day is None for each in _WHOLE_DATE.findall(words))
        before = self.stage_on or self.ended_on
        there = self.read_day("met_on").end and not impossible
        if there and (found := self._came("met_on", before=before)):
            return found
        if words:
            raise RowRefusedError(
                f"“{shortened(words, 40)}” is no date of a meeting.", column="met_on"
            )
        dates = _IN_WORDS.findall(self.cell("meeting"))
        days = [day for each in dates if (day := read_date(each).day)]
        if len(days) == 1:
            self.flag(
                f"The date of the meeting, {long_date(days[0].isoformat())}, was read from "
                "the meeting’s name."
            )
            return days[0]
        raise RowRefusedError(
            "The row does not say when it was minuted, and the version of the procedure that it "
            "follows depends on that day.",
            column="met_on",
        )

    def _came(self, column: str, *, before: date | None = None) -> date | None:
        """The day in a cell. One that has not come yet is left for the intent to refuse."""
        day = self.read_day(column).day
        if day and day > self.known.today:
            return day
        return self.past_day(column, before=before)

    def _of_minutes(self, column: str) -> str:
        """A date of the minutes, where it is one."""
        found = self.read_day(column)
        if found.day and not found.told:
            return found.day.isoformat()
        if found.words:
            self.keep(column)
            self.flag(
                f"{self.label(column)}: {found.wrong or 'not a full date'}; kept in the note."
            )
        return ""

    def _came_before(self) -> None:
        """A stage that it came to before the meeting: it runs here from the meeting on."""
        self.stage_on = self.met_on
        self.keep("stage_on")
        self.flag("It came to that stage before the meeting; it counts from the meeting.")

    def _dated(self) -> str:
        return ""

    # ------------------------------------------------------------ how it went

    def _urgency(self) -> dict[str, str]:
        """That it was urgent, since when, and what was written down of why."""
        words = self.cell("urgent")
        urgent = read_urgent(words)
        if words and urgent is None:
            self.flag(f"Urgent “{shortened(words, 40)}” is neither yes nor no; kept in the note.")
        if urgent is not True:
            return {}
        given = {
            "urgent_reason": self.cell("urgent_reason"),
            "authorised_by": self.line("authorised_by"),
            "protective_step": self.cell("protective_step"),
            "contact": self.line("contact"),
        }
        if not all(given.values()):
            self.flag("Urgent, but not all that belongs to that was written down.")
        return {"urgent": "yes", **given, **self._declared()}

    def _declared(self) -> dict[str, str]:
        """When it was declared urgent: its hours are counted from then, or from the end of the day
        where only that is known."""
        moment = moment_of(read_moment(self.cell("urgent_at")))
        day = moment.date() if moment else self.past_day("urgent_at")
        if day and day < self.met_on:
            self.keep("urgent_at")
            self.flag(
                "It was declared urgent before the meeting; its hours count from the end of the "
                "day of the meeting."
            )
            return {}
        if moment:
            return {
                "declared_on": moment.date().isoformat(),
                "declared_time": f"{moment:%H:%M}",
            }
        counts = "the day on which it was declared urgent" if day else "the day of the meeting"
        self.flag(
            f"At what time it was declared urgent is not known; its hours count from the end of "
            f"{counts}."
        )
        return {"declared_on": day.isoformat()} if day else {}

    def stage(self) -> Iterator[Step]:
        """The stage that it came to, and when; which stages there are, its procedure knows."""
        if not self.cell("stage"):
            return
        on = self.stage_on
        if on is None:
            ended_on = self.ended_on if self.ending else None
            on = max(ended_on or self._as_at, self.met_on)
            self._counts_from(on, "when it came to that stage")
        if _NUMBER_ALONE.fullmatch(self.cell("stage")):
            self.keep("stage")
            self.flag(
                f"Stage “{self.cell('stage')}” is only a number; it counts in the procedure that "
                "is kept here."
            )
        data = {"stage": self.line("stage")}
        yield self._on(REPORT_STAGE, on, data, stage="stage", day="stage_on")

    def end(self) -> Iterator[Step]:
        """How it ended, where it has, and what was learned."""
        if self.ending is None:
            return
        on = self.ended_on
        if on is None:
            on = max(filter(None, [self._as_at, self.stage_on, self.met_on]))
            self._counts_from(on, "when it ended")
        words = "\n".join(filter(None, [self.cell("outcome"), self._as_published()]))
        data = {"ending": self.ending.value, "words": words}
        yield self._on(REPORT_ENDING, on, data, ending="ending", words="outcome", day="ended_on")
        if learning := self.cell("learning"):
            yield self._on(NOTE_LEARNING, on, {"learning": learning}, learning="learning")

    def _counts_from(self, on: date, what: str) -> None:
        self.flag(f"Nothing says {what}; it counts from {long_date(on.isoformat())}.")

    def _as_published(self) -> str:
        """The status word for word, where it is not the very word for the ending."""
        words = self.cell("ending")
        same = self.ending and normal(words) in (self.ending.value, normal(ENDINGS[self.ending]))
        return f"Published as “{words}”." if words and not same else ""

    def _ending(self) -> Ending | None:
        """How it ended: by its status, else by its outcome; None where it goes on."""
        words = self.cell("ending")
        status, outcome = self._meant(words), read_ending(self.cell("outcome"))
        if status is Standing.OPEN:
            if self.cell("ended_on") or isinstance(outcome, Ending):
                self.keep("ended_on")
                self.flag("Published as open, with an end; loaded as open.")
            return None
        if status is Standing.TOLD:
            self.keep("ending")
            self.flag(
                f"“{shortened(words, 60)}” settles nothing: loaded as unresolved, until the answer "
                "is recorded."
            )
            return None
        if words and status is None:
            self.flag(
                f"Status “{shortened(words, 60)}” does not say one thing; its words are kept."
            )
        for each in (status, outcome):
            if isinstance(each, Ending):
                return each
        if status is Standing.OVER or self.ended_on:
            self.flag(
                "It is over, but not in words that say how; loaded as no longer a dispute, which "
                "claims the least."
            )
            return Ending.NO_LONGER
        self.keep("ending")
        return None

    def _meant(self, words: str) -> Ending | Standing | None:
        """What a status means, or what it begins with: “Agreed – a discussion within a day”."""
        found, first = read_ending(words), _FIRST_WORDS.split(words, maxsplit=1)[0]
        if found is None and (found := read_ending(first)):
            self.flag(f"Status “{shortened(words, 60)}” was read as “{first}”; its words are kept.")
            if found is Standing.OPEN:
                self.keep("ending")
        return found

    def _rest(self) -> None:
        """Keep what no step says."""
        self.keep("source_body")
        if not self.cell("stage"):
            self.keep("stage_on")
        if read_urgent(self.cell("urgent")) is not True:
            for column in (
                "urgent_reason", "authorised_by", "protective_step", "contact", "urgent_at",
            ):  # fmt: skip
                self.keep(column)
            if read_urgent(self.cell("urgent")) is None:
                self.keep("urgent")
        elif normal(self.cell("urgent")) not in ("yes", "y", "urgent"):
            self.keep("urgent")
        self.keep("as_at")
        if self.ending is None:
            for column in ("outcome", "learning"):
                self.keep(column)

    def _on(
        self, intent: Intent, on: date, data: Mapping[str, str], *, day: str = "", **columns: str
    ) -> Step:
        """An intent on a day; `day` is the column that gave it."""
        return Step(intent, {**data, "on": on.isoformat()}, {**columns, "on": day})
