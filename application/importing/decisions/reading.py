"""Reading one row of a register of past decisions: what, by whom, when and where, and what is odd.

Nothing is judged of the past that was not written down: what a row does not say stays unsaid.
"""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from application.importing.files.cells import shortened
from application.importing.files.headings import Row
from application.importing.gathered import Problems, group_in
from application.importing.importable import Known, Step
from application.importing.row_reading import RowReading
from application.nouns.meeting.decisions import LOAD_PAST
from domain.decisions.vocabulary import KINDS, RATIFICATIONS, WHERE, Kind, Ratification, Where
from domain.kernel.plain import normal
from domain.kernel.vocabulary import said

_A_MEETING = re.compile(r"\bMTG-\d{4}-\d{3,9}\b", re.IGNORECASE)
_KIND_WAYS = {
    Kind.AGREED: ("agreed", "decision", "decided", "approved", "resolved", "accepted"),
    Kind.RECOMMENDED: (
        "recommended", "recommendation", "recommended to executive",
        "recommended to the executive", "recommendation to the executive",
    ),
    Kind.SUBJECT: (
        "subject", "subject to ratification", "agreed subject to ratification",
        "agreed in principle", "for ratification", "agreed subject to the executive",
    ),
    Kind.ADVICE: ("advice", "advice only", "advised", "inquorate", "not quorate"),
}  # fmt: skip
_WHERE_WAYS = {
    Where.MEETING: ("meeting", "at a meeting", "at meeting", "in meeting", "in a meeting",
                    "at the meeting", "in the meeting"),
    Where.CHAIRS_ACTION: ("chairs action", "chair s action", "by chairs action", "chair",
                          "by the chair", "chair action", "action by the chair"),
    Where.EMAIL: ("email", "e mail", "by email", "by e mail", "via email", "via e mail",
                  "agreed by email", "agreed by e mail", "written procedure", "by correspondence",
                  "virtual agreement"),
}  # fmt: skip
_RATIFIED_WAYS = {
    Ratification.RATIFIED: ("ratified", "yes", "y", "ratified by executive",
                            "ratified by the executive"),
    Ratification.DECLINED: ("declined", "not ratified", "rejected", "refused", "not agreed"),
}  # fmt: skip
_SAYS_NO_MORE = {"", "stands", "agreed", "final", "awaits ratification", "awaiting ratification",
                 "not recorded", "not recorded whether ratified", "no", "n", "n a",
                 "not applicable"}  # fmt: skip


class DecisionReading(RowReading):
    """Reads everything that a row says of a past decision."""

    labels: ClassVar = {
        "decided_by": "By whom",
        "kind": "Type",
        "met_on": "Date of the meeting",
        "ratification": "Ratified",
        "taken_on": "Date",
        "where": "How it was taken",
        "words": "Decision",
    }
    instead: ClassVar[str] = "it has no date"

    def __init__(self, row: Row, known: Known) -> None:
        super().__init__(row, known)
        self._problems = Problems()

    def load(self) -> Step:
        """The decision, as far as it was written down. Raises RowRefusedError with all that is
        wrong."""
        if not self.cell("words"):
            self._problems.add("words", "The row does not say what was decided.")
        group = self._group()
        met_on = self._day("met_on")
        taken_on = self._day("taken_on") or met_on
        where = self._where()
        met = self._met(group, met_on or taken_on, where)
        if (met or self.cell("meeting")) and where in {Where.CHAIRS_ACTION, Where.EMAIL}:
            self.keep("meeting")
            self.flag("It was taken outside a meeting; the meeting that it names is in the note.")
            self.cells.pop("meeting", None)
            met = ""
        self._problems.tell()
        if taken_on is None:
            self.flag("When it was taken is not recorded.")
        facts = {
            "group": group,
            "words": self.cell("words"),
            "kind": self._kind(),
            "where": str(where or ""),
            "taken_on": taken_on.isoformat() if taken_on else "",
            "met": met,
            "meeting": self.line("meeting"),
            "minute": self.line("minute"),
            "decided_by": self.line("decided_by"),
            "power": self.line("power"),
            "quorum": self.cell("quorum"),
            "assents": self.cell("assents"),
            "ratification": self._ratification(),
            "number": self.line("number"),
        }
        if met_on and taken_on != met_on:
            self.keep("met_on")
        return Step(
            LOAD_PAST,
            {**facts, "note": self.note()},
            {**{name: name for name in facts}, "met": "meeting", "note": "note"},
        )

    def _group(self) -> str:
        """Which group decided: by its own column, else by who decided, else by the meeting."""
        for column in ("group", "decided_by", "meeting"):
            if found := group_in(self.cell(column), self.known.groups):
                if column == "decided_by" and self.known.groups.called(self.cell(column)):
                    self.cells.pop(column)  # The group itself decided, and no role.
                return found
        if words := self.cell("group"):
            self._problems.add(
                "group",
                f"“{shortened(words, 80)}” is no group here. Add the group, or say which group is "
                "meant.",
            )
        else:
            self._problems.add("group", "The row does not say which group decided.")
        return ""

    def _day(self, column: str) -> date | None:
        return self.past_day(column) if self.cell(column) else None

    def _where(self) -> Where | None:
        """At a meeting or outside one; None where nothing says it."""
        words = normal(self.cell("where"))
        for where, ways in _WHERE_WAYS.items():
            if words in {*ways, normal(WHERE[where]), where.value}:
                return where
        if words and words not in {normal(WHERE[Where.NOT_RECORDED]), "not known", "unknown"}:
            self.keep("where")
            shown = shortened(self.cell("where"), 60)
            self.flag(f"How it was taken, “{shown}”, says neither at a meeting nor outside one.")
        return Where.MEETING if self.cell("meeting") or self.cell("met_on") else None

    def _met(self, group: str, day: date | None, where: Where | None) -> str:
        """The meeting of this ledger at which it was taken: one that is named by its reference, or
        the only one of the group on that day; "" where neither is certain."""
        if self.elsewhere or not group:
            return ""
        if named := _A_MEETING.search(self.cell("meeting")):
            reference = named[0].upper()
            of = self.known.groups.group_of(reference)
            if of and of != group:
                self._problems.add("meeting", f"{reference} is a meeting of another group.")
            elif not of:
                self.flag(f"{reference} is not in this ledger; it is kept as it was called.")
            return reference if of == group else ""
        if where is Where.MEETING and day:
            return self.known.groups.met(group, day)
        return ""

    def _kind(self) -> str:
        words = normal(self.cell("kind"))
        for kind, ways in _KIND_WAYS.items():
            if words in {*ways, normal(said(KINDS[kind])), kind.value}:
                return kind.value
        if words:
            self.keep("kind")
            shown = shortened(self.cell("kind"), 60)
            self.flag(f"Type “{shown}” is none of ours: loaded as agreed, and its words are kept.")
        return Kind.AGREED.value

    def _ratification(self) -> str:
        words = normal(self.cell("ratification"))
        for answer, ways in _RATIFIED_WAYS.items():
            if words in {*ways, normal(RATIFICATIONS[answer]), answer.value}:
                return answer.value
        if words not in _SAYS_NO_MORE:
            self.keep("ratification")
            shown = shortened(self.cell("ratification"), 60)
            self.flag(f"“{shown}” does not say whether it was ratified; its words are kept.")
        return ""
