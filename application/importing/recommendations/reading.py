"""Reading a row of a published tracker: what was reported of a recommendation, and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from application.doing.fields import LINE
from application.importing.files.cells import shortened
from application.importing.importable import Step
from application.importing.published.statuses import (
    RESPONSE_OF,
    Reported,
    read_answer,
)
from application.importing.recommendations.received_reading import ReceivedReading
from application.nouns.catalogue import CATALOGUE
from domain.kernel.deciding.evidence import EvidenceKind
from domain.kernel.item import long_date
from domain.kernel.terms import Role
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import CLOSERS, Closing, Response
from domain.recommendations.words import SOURCES

REPORT_STATUS = CATALOGUE["recommendation.report_status"]
PLAN = CATALOGUE["recommendation.plan"]
RESPOND = CATALOGUE["recommendation.respond"]
REPORT_PROGRESS = CATALOGUE["recommendation.report_progress"]
ADD_EVIDENCE = CATALOGUE["recommendation.add_evidence"]
SUBMIT = CATALOGUE["recommendation.submit"]
VERIFY = CATALOGUE["recommendation.verify"]
RETURN = CATALOGUE["recommendation.return_it"]

_OWN_WORDS = re.compile(r"\b(?:owner|owners|self|management|own)\b", re.I)
_OUTSIDE = re.compile(
    r"\b(?:inspect\w*|re-?visit\w*|ofsted|cqc|hmi\w*|dfe|department|regulator|committee)\b", re.I
)
_OVER = {Reported.CLAIMED, Reported.VERIFIED, Reported.REJECTED, Reported.NO_LONGER}
"""What a tracker says of what is closed here without that it is open there."""


class RecommendationReading(ReceivedReading):
    """Reads everything that a row says of a recommendation."""

    # ------------------------------------------------------------ what was reported

    def report(self) -> Iterator[Step]:
        """The published status as history; read last, as its note keeps what had no other place."""
        status = self._status()
        for column in ("rag", "progress"):
            if self.cell(column) not in {*self._told, status.removeprefix("RAG: ")}:
                self.keep(column)
        note = self.note()
        if not (status or note or self._link or self.cell("status_reported_by")):
            return
        yield self._happened(
            REPORT_STATUS,
            self.status_on,
            {
                "status": status or "No status was published",
                "reported": self.reported,
                "reported_by": self.line("status_reported_by"),
                "link": self._link,
                "note": note,
            },
            status="status_as_reported",
            reported="status_date",
            reported_by="status_reported_by",
            link="source_url",
        )

    # ------------------------------------------------------------ what follows from it

    def consequences(self, item: Recommendation | None = None) -> Iterator[Step]:
        """What follows from the status for a new recommendation, or for one that is known."""
        if item and item.closing:
            if self.meaning not in _OVER:
                self.flag(f"{item.reference} is closed here; reopen it if it is open again.")
            self.keep("plan")
            return
        answer = read_answer(self.cell("response"))
        if self.cell("response") and answer is None:
            self.keep("response")
            self.flag("What was answered is not clear; see the note.")
        if answer is None and self.meaning:
            answer = RESPONSE_OF.get(self.meaning)
        if answer and (item is None or item.response is None):
            yield self._respond(answer)
        elif item and answer is Response.NOT_ACCEPTED:
            self.flag("Published as not accepted; the response that stands here was not changed.")
        yield from self._planned(item, answered=answer)
        if answer is Response.NOT_ACCEPTED:
            if self.meaning in {Reported.IN_PROGRESS, Reported.CLAIMED, Reported.VERIFIED}:
                self.flag("Its response and its status disagree; the response counts.")
            return
        yield from self._done(item)

    def _planned(self, item: Recommendation | None, *, answered: Response | None) -> Iterator[Step]:
        """How it will be done, where that is said of a new one that is accepted."""
        plan = self.cell("plan")
        if plan and item is None and answered not in {None, Response.NOT_ACCEPTED}:
            yield self._happened(PLAN, self.status_on, {"plan": plan}, plan="plan")
        else:
            self.keep("plan")

    def _respond(self, answer: Response) -> Step:
        words = self.cell("response")
        if not read_answer(words):
            words = self._status()
        said = read_answer(words)
        reason = words if said else f"It follows from the published status: {words}"
        return self._happened(
            RESPOND,
            self._responded_on,
            {"response": answer.value, "reason": reason},
            reason="response",
        )

    def _done(self, item: Recommendation | None) -> Iterator[Step]:
        match self.meaning:
            case Reported.IN_PROGRESS:
                yield self._progress()
            case Reported.CLAIMED:
                yield from self._claim(item)
            case Reported.PARTLY_DONE:
                yield from self._partly()
            case Reported.VERIFIED:
                yield from self._verified(item)
            case _ if self.elsewhere and self.cell("progress"):
                yield self._progress()
            case _:
                pass

    def _progress(self) -> Step:
        words = self.cell("progress") or self._status()
        self._told.add(words)
        return self._happened(
            REPORT_PROGRESS, self.status_on, {"progress": words}, progress="progress"
        )

    def _claim(self, item: Recommendation | None) -> Iterator[Step]:
        """It arrives as submitted: what a tracker says is a claim, never our verification."""
        if item and item.submitted_by:
            self.flag(f"{item.reference} awaits verification already.")
        elif not self._link:
            self.flag("Published as done, but with no link to rest it on; submit it with evidence.")
            yield self._progress()
        else:
            yield self._evidence(EvidenceKind.DOCUMENT)
            said = f"Published as done{self._by()}: {self._status()}"
            progress = self.cell("progress")
            self._told.add(progress)
            claim = f"{said}\n{progress}" if progress and progress not in said else said
            yield self._happened(
                SUBMIT, self.status_on, {"claim": claim}, claim="status_as_reported"
            )

    def _partly(self) -> Iterator[Step]:
        """What an inspectorate found on coming back is its decision; what an owner says is not."""
        decided = self._mirrors() and self._outside()
        if decided and self._link:
            yield self._evidence(EvidenceKind.DECISION)
            yield self._happened(
                RETURN,
                self.status_on,
                {"reason": self._status(), "decision_reference": self._decision()},
                reason="status_as_reported",
            )
        else:
            if decided:
                self.flag("The decision that it is not done yet has no link to rest it on.")
            yield self._progress()

    def _verified(self, item: Recommendation | None) -> Iterator[Step]:
        closers = CLOSERS[self.source]
        if not self._mirrors():
            self.flag(f"Published as verified; here only {closers.words} can do that.")
        elif _OWN_WORDS.search(self.cell("status_reported_by")):
            self.flag("Published as verified by its own owner; it is submitted, not verified.")
        elif self._link:
            yield self._evidence(EvidenceKind.DECISION)
            yield self._happened(
                VERIFY,
                self.status_on,
                {
                    "closing": Closing.IMPLEMENTED.value,
                    "finding": self._status(),
                    "unchecked": "Loaded as it was published: nobody here has checked it.",
                    "decision_reference": self._decision(),
                },
                finding="status_as_reported",
            )
            return
        yield from self._claim(item)

    def _mirrors(self) -> bool:
        """Whether an outside body decides, and the Business Team writes that down."""
        closers = CLOSERS[self.source]
        return closers.mirrored and Role.BUSINESS_TEAM in closers.roles

    def _outside(self) -> bool:
        reporter = self.cell("status_reported_by")
        its_own = self.cell("source_body").casefold()
        theirs = bool(_OUTSIDE.search(reporter)) or bool(its_own and reporter.casefold() == its_own)
        return theirs and not _OWN_WORDS.search(reporter)

    def _evidence(self, kind: EvidenceKind) -> Step:
        full = self.reported_on and self.reported_on.isoformat() == self.reported
        return self._happened(
            ADD_EVIDENCE,
            self.status_on,
            {
                "kind": kind.value,
                "title": self._title(),
                "link": self._link,
                "dated": self.reported if full else "",
            },
            link="source_url",
        )

    def _decision(self) -> str:
        """The reference of an outside decision: whose, of which date, and where it stands."""
        body, reporter = self.line("source_body"), self.line("status_reported_by")
        who = f"{body} ({reporter})" if body and reporter else body or reporter
        when = long_date(self.reported) or "undated"
        words = f"{who or SOURCES[self.source]}, {when}"
        whole = f"{words}, {self._link}"
        return whole if len(whole) <= LINE else shortened(words)

    def _by(self) -> str:
        reporter, when = self.line("status_reported_by"), long_date(self.reported)
        by = f" by {reporter}" if reporter else ""
        return f"{by}, {when}" if when else by

    # ------------------------------------------------------------ a later edition

    def compare(self, item: Recommendation) -> None:
        """Keep in the note what a later edition says otherwise, besides its status."""
        if " ".join(self.cell("gist").split()) != " ".join(item.words.split()):
            self.flag("Its words differ; check that it is the same recommendation.")
            self.keep("gist")
        if (due := self._due()) and due != item.due_words:
            self.flag("It is due otherwise now; a new date needs somebody’s approval here.")
            self.keep("due")
            self.keep("due_basis")
        owner = self._owner()
        if (owner["owner_role"], owner["owner_agency"]) != (item.owner_role, item.owner_agency):
            self.keep("owner")
            self.keep("owner_agency")
            self.flag("Its owner differs; hand it over if that is so.")

    def not_before(self, day: date) -> None:
        """Let nothing happen before what has happened already."""
        self.status_on = max(self.status_on, day)
        self._responded_on = max(self._responded_on, day)
