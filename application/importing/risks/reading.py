"""Reading a row of a published risk register as the intents that put it on our register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from application.importing.files.cells import shortened
from application.importing.importable import RowRefusedError, Step
from application.importing.published.owners import read_owner
from application.importing.published.scores import read_response
from application.importing.risks.score_reading import ScoreReading
from application.nouns.catalogue import CATALOGUE
from application.nouns.risks import (
    CHOOSE_RESPONSE,
    CITE_SOURCE,
    PUBLISHED_OWNER,
    RECORD,
    SCHEDULE_REVIEW,
    SET_TARGET_DATE,
)
from domain.kernel.plain import normal
from domain.risks.risk import Risk
from domain.risks.vocabulary import KIND_NAMES, Kind, Response
from domain.risks.words import FORUMS

ADD_CONTROL = CATALOGUE["risk.add_control"]
SET_APPETITE = CATALOGUE["risk.set_appetite"]
JUDGE_PROXIMITY = CATALOGUE["risk.judge_proximity"]

_KINDS = {normal(name): kind for kind, name in KIND_NAMES.items()}
_OPEN = {"open", "live", "active", "ongoing", "current"}
_CLOSED = {"closed", "close", "removed", "archived", "deleted", "retired"}
_NUMBER = re.compile(r"(\d{1,9})(?:\.0+)?")
_BULLET = re.compile(r"^\s*(?:[•·▪–*-]|\(?\d{1,2}[.)])\s+")
_SOURCE = {
    "source_body": "register_body",
    "source_register": "register_title",
    "source_reference": "risk_ref",
    "source_as_at": "as_at",
    "source_url": "source_url",
    "published_band": "band_as_published",
    "published_scheme": "band_scheme",
    "published_direction": "direction",
    "published_response": "response_4t",
}
_WORDING = (
    "cause", "event", "consequence", "theme", "kind", "owner_role", "owner_agency", "controls",
    "proximity", "previous_score", "review_on", "target_on", "status",
)  # fmt: skip


class RiskReading(ScoreReading):
    """Reads everything that a row says of a risk."""

    labels: ClassVar = {
        "as_at": "As at",
        "assessed_on": "Date of the score",
        "gist": "Title",
        "response_4t": "Response",
        "review_on": "Review date",
        "target_on": "Target date",
    }

    def keep_whole(self, column: str) -> str:
        """Keep a cell that is too long; a title as the event, where the row names no other."""
        if column != "gist" or self.cell("event"):
            return super().keep_whole(column)
        self.cells["event"] = self.cell("gist")
        return "as the event"

    def record(self) -> Step:
        """What the risk is. Raises RowRefusedError when the row does not say."""
        if not self.cell("gist"):
            raise RowRefusedError("The row does not say what the risk is.", column="gist")
        title, kind = self.line("gist"), self._kind()
        return self.step(
            RECORD,
            {
                "kind": kind,
                "warning": self._warning(kind),
                "raised_in": self._raised_in(),
                "raised_by": self._raised_by(),
                "title": title,
                "cause": self.cell("cause"),
                "event": self.cell("event"),
                "consequence": self.cell("consequence"),
                "theme": self.theme(self.line("theme")),
            },
            title="gist",
        )

    def source(self) -> Iterator[Step]:
        """Where it was published, if anything is known of that."""
        lines = {field: self.line(column) for field, column in _SOURCE.items()}
        note = self.note()
        if note or any(lines.values()):
            yield self.step(
                CITE_SOURCE, {**lines, "source_note": note}, **_SOURCE, source_note="note"
            )

    def owner(self) -> Iterator[Step]:
        """Who is accountable: a role, an agency, or as much of both as is known."""
        role, name = self.line("owner_role"), self.line("owner_agency")
        agency = self.known.agency_called(name) if name else ""
        if role and not name and (agency := self.known.agency_called(role)):
            role = ""
        several = "owner_agency" if name else "owner_role"
        if not agency and (first := self._first_of_several(several)):
            agency, role, name = first, "" if several == "owner_role" else role, ""
        if name and not agency:
            role = shortened(", ".join(filter(None, [role, name])))
            self.flag(f"“{name}” is no agency of the partnership; it stands in the owner’s role.")
        if role or agency:
            yield self.step(
                PUBLISHED_OWNER, {"owner_role": self.as_role(role), "owner_agency": agency}
            )

    def _first_of_several(self, column: str) -> str:
        """The first agency of a cell that names several and nobody else; "" of any other cell."""
        found = read_owner(self.cell(column), self.known.agency_called)
        if found.rest or len(found.agencies) < 2:
            return ""
        self.flag(
            f"Owned jointly by {len(found.agencies)} agencies; the one named first is accountable, "
            "and the note has all."
        )
        self.keep(column)
        return found.agencies[0]

    def appetite(self) -> Iterator[Step]:
        """Up to which score it is acceptable."""
        words = self.line("appetite")
        if found := _NUMBER.fullmatch(words):
            yield self.step(SET_APPETITE, {"appetite": found[1]})
        elif words:
            self.flag(f"Appetite “{shortened(words, 40)}” is no number; it is kept in the note.")
            self.keep("appetite")

    def response(self) -> Iterator[Step]:
        """Treat, tolerate, transfer or terminate, in what words ever."""
        words = self.cell("response_4t")
        response = read_response(words)
        if response:
            yield self.step(CHOOSE_RESPONSE, {"response": response.value}, response="response_4t")
            if response.value not in words.casefold():
                self.flag(f"Response “{shortened(words, 40)}” was read as {response.value}.")
        elif words:
            ways = ", ".join(each.value for each in Response)
            self.flag(f"Response “{shortened(words, 40)}” is not one of {ways}; it is kept.")

    def dates(self) -> Iterator[Step]:
        """The target date and the next review, where they are dates."""
        if target := self.day("target_on"):
            yield self.step(SET_TARGET_DATE, {"target_on": target.isoformat()})
        review = self.day("review_on")
        if review and review.isoformat() >= (self.on or self.known.today.isoformat()):
            again = {"cadence": self.cell("cadence")} if self.cell("cadence").isdecimal() else {}
            yield self.step(SCHEDULE_REVIEW, {"review_on": review.isoformat(), **again})
            if not again:
                self.keep("cadence")
            return
        self.keep("cadence")
        if review:
            self.flag("Review date: before the date of the register; kept in the note.")
            self.keep("review_on")

    def controls(self) -> Iterator[Step]:
        """What is in place already: each line is a control. How many there are is none of them."""
        if self.cell("controls").strip().isdecimal():
            self.flag("Controls: a number, and not what they are; it is kept in the note.")
            self.keep("controls")
            return
        for line in self.cell("controls").splitlines():
            if text := _BULLET.sub("", line).strip():
                yield self.step(ADD_CONTROL, {"text": text}, text="controls")

    def proximity(self) -> Iterator[Step]:
        """When it could happen."""
        if words := self.line("proximity"):
            yield self.step(JUDGE_PROXIMITY, {"proximity": words})

    def status(self) -> None:
        """A risk is closed by a decision, with its reason, and never by a file."""
        words = set(normal(self.cell("status")).split())
        if words & _CLOSED:
            self.flag("Published as closed; loaded as open. Close it with its reason.")
        if words - _OPEN:
            self.keep("status")

    def keep_wording(self, risk: Risk) -> None:
        """Keep in the note what a later edition says besides its source and its scores."""
        title = shortened(" ".join(self.cell("gist").split()))
        if title and title != risk.title:
            self.flag("Its wording differs; check that it is the same risk.")
            self.keep("gist")
        for column in _WORDING:
            self.keep(column)

    def _kind(self) -> str:
        words = normal(self.cell("kind"))
        if words not in _KINDS:
            self.keep("kind")
        return _KINDS.get(words, Kind.RISK).value

    def _warning(self, kind: str) -> str:
        if kind == Kind.EARLY_WARNING:
            return self.line("warning")
        self.keep("warning")
        return ""

    def _raised_in(self) -> str:
        words = normal(self.cell("raised_in"))
        for forum, name in FORUMS.items():
            if words == normal(name):
                return forum.value
        self.keep("raised_in")
        return ""

    def _raised_by(self) -> str:
        name = self.line("raised_by")
        agency = self.known.agency_called(name) if name else ""
        if name and not agency:
            self.flag(f"“{name}” is no agency of the partnership; it is kept in the note.")
            self.keep("raised_by")
        return agency
