"""Reading one row of an action log: what is to be done, by whom, by when, and how it goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from application.importing.files.cells import shortened
from application.importing.files.headings import Row
from application.importing.importable import Known, RowRefusedError, Step
from application.importing.published.owners import read_owner
from application.importing.published.statuses import Reported, read_status
from application.importing.row_reading import RowReading
from application.nouns.actions import LOAD
from application.nouns.catalogue import CATALOGUE
from domain.actions.action import Status
from domain.actions.words import STATUSES
from domain.kernel.days.due import due_day
from domain.kernel.item import long_date
from domain.kernel.plain import normal

LINK = CATALOGUE["action.link"]
REPORT_PROGRESS = CATALOGUE["action.report_progress"]

_REFERENCES = re.compile(r"\b[A-Z]{3}-\d{4}-\d{3,}\b", re.I)
_NOT_STARTED = {
    normal(STATUSES[Status.OPEN]), "open", "not started", "not yet started", "new", "to do",
    "outstanding", "no", "n",
}  # fmt: skip
_GOES_ON = {normal(STATUSES[Status.IN_PROGRESS]), normal(STATUSES[Status.RETURNED])}


class ActionReading(RowReading):
    """Reads everything that a row says of an action.

    It was set on the day that the row gives; how it goes was so on the date of its status. What
    is not dated counts as today. Nothing is ever done, or cancelled, because a file says so.
    """

    labels: ClassVar = {
        "due": "Due date",
        "first_due": "First due date",
        "revised_due": "Revised due date",
        "set_on": "Date set",
        "source_title": "Source",
        "status_date": "Date of the status",
    }

    def __init__(self, row: Row, known: Known) -> None:
        super().__init__(row, known)
        self._set_on = self.past_day("set_on") or known.today
        self._status_on = max(self._set_on, self.past_day("status_date") or known.today)
        first = self.settle_due()
        self._due_on = self._due()
        self._first_due_on = self._first(first)
        if self._due_on and self._due_on < self._set_on and not self.cell("set_on"):
            self._set_on = self._due_on
            due = long_date(self._due_on.isoformat())
            self.flag(f"Nothing says when it was set; it counts from {due}, when it was due.")

    def load(self) -> Step:
        """What is to be done. Read last, as its note keeps what had no other place."""
        if not self.cell("title"):
            raise RowRefusedError("The row does not say what is to be done.", column="title")
        title, measure, owner = self.line("title"), self.cell("measure"), self._owner()
        self.keep("source_title")
        return Step(
            LOAD,
            {
                "title": title,
                "measure": measure,
                **owner,
                "due_on": self._due_on.isoformat() if self._due_on else "",
                "first_due_on": self._first_due_on,
                "number": self.line("number"),
                "note": self.note(),
                "on": self._set_on.isoformat(),
            },
            {
                "title": "title", "measure": "measure", "owner_role": "owner",
                "owner_agency": "owner_agency", "due_on": "due", "first_due_on": "first_due",
                "number": "number",
                "note": "note", "on": "set_on",
            },
        )  # fmt: skip

    def links(self) -> Iterator[Step]:
        """What it serves, by reference, where there is such an item here."""
        words = self.cell("serves")
        if self.elsewhere and words:
            self.flag("What it serves: the references are another ledger’s; kept in the note.")
            self.keep("serves")
            return
        found = [each.upper() for each in _REFERENCES.findall(words)]
        missing = [each for each in found if not self.known.there_is(each)]
        if missing:
            self.flag(f"It serves {', '.join(missing)}, which is not in this ledger; see the note.")
        if missing or _REFERENCES.sub("", words).strip(" ,;&\n"):
            self.keep("serves")
        for other in dict.fromkeys(each for each in found if each not in missing):
            data = {
                "other": other,
                "reason": "The action serves it.",
                "on": self._set_on.isoformat(),
            }
            yield Step(LINK, data, {"other": "serves"})

    def report(self) -> Iterator[Step]:
        """How it goes. That it is done, or cancelled, is a report until somebody here says so."""
        status, progress = self.cell("status"), self.cell("progress")
        said = self._status(status)
        if words := "\n".join(filter(None, [said, progress])):
            yield Step(
                REPORT_PROGRESS,
                {"progress": words, "on": self._status_on.isoformat()},
                {"progress": "progress" if progress else "status", "on": "status_date"},
            )

    def _status(self, words: str) -> str:
        """The status as a report of progress; "" where it says that nothing has been done, or no
        more than that it goes on."""
        plain = normal(words)
        if not plain or plain in _NOT_STARTED or read_status(words) is Reported.OPEN:
            return ""
        if read_status(words) is Reported.IN_PROGRESS or plain in _GOES_ON:
            return "" if self.cell("progress") else words
        if read_status(words) in {Reported.CLAIMED, Reported.VERIFIED}:
            self.flag(f"“{shortened(words, 40)}” there; loaded as open. Submit it with evidence.")
        elif read_status(words) is Reported.NO_LONGER:
            self.flag(f"“{shortened(words, 40)}” there; loaded as open. Cancel it with its reason.")
        else:
            self.flag(f"Nothing but the report follows from the status “{shortened(words, 60)}”.")
        return f"Status: {words}"

    # ------------------------------------------------------------ whose it is, and by when

    def _owner(self) -> dict[str, str]:
        """The role, and the agency that is named first."""
        owner = read_owner(self.cell("owner"), self.known.agency_called)
        theirs = read_owner(self.cell("owner_agency"), self.known.agency_called)
        if theirs.rest and not theirs.agencies:
            self.flag(
                f"“{shortened(theirs.rest, 60)}” is no agency of the partnership; it stands in the "
                "owner’s role."
            )
        agencies = list(dict.fromkeys([*theirs.agencies, *owner.agencies]))
        if len(agencies) > 1:
            self.flag(f"Of {len(agencies)} agencies; the one named first is accountable.")
            self.keep("owner")
            self.keep("owner_agency")
        role = self.as_role(", ".join(filter(None, [owner.rest, theirs.rest])))
        if len(role) < len(owner.rest):
            self.keep("owner")
        if not role and not agencies:
            self.keep("owner")
            self.flag("Nobody owns it yet.")
        return {"owner_role": role, "owner_agency": agencies[0] if agencies else ""}

    def _due(self) -> date | None:
        """The day by which it is due; the last that it may mean, where it is only a month. None,
        with a flag, where the words come to none."""
        words = self.line("due")
        if not words:
            self.flag("It has no due date; ask for one on its page.")
            return None
        found = self.read_day("due", after=self._set_on)
        if found.day and not found.told:
            return found.day
        day = due_day(words, published=self._set_on)
        self.keep("due")
        if day is None:
            why = found.wrong or "comes to no day"
            self.flag(
                f"Due “{shortened(words, 40)}” {why}; the words are kept in the note, and it has "
                "no due date. Ask for one on its page."
            )
            return None
        self.flag(f"Due “{shortened(words, 40)}”: that comes to {long_date(day.isoformat())}.")
        return day

    def _first(self, words: str) -> str:
        """The ISO date of the first due date, where it was moved since."""
        day = due_day(words, published=self._set_on) if words else None
        if words and day is None:
            self.flag(f"First due “{shortened(words, 40)}” comes to no date; it is kept.")
            self.keep("first_due")
        return day.isoformat() if day else ""

    def _dated(self) -> str:
        return ""
