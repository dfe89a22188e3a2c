"""Reading one row of a published tracker: what it says of a recommendation, and what is odd."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from application.doing.fields import LINE
from application.doing.intents import Intent
from application.importing.files.cells import shortened
from application.importing.files.headings import Row
from application.importing.importable import Known, RowRefusedError, Step
from application.importing.published.owners import read_owner
from application.importing.published.statuses import (
    KNOWN_SOURCES,
    RESPONSE_OF,
    Reported,
    is_only_a_source,
    read_answer,
    read_source,
    read_status,
)
from application.importing.row_reading import NEVER_DUE, RowReading
from application.nouns.catalogue import CATALOGUE
from application.nouns.recommendations import RECEIVE
from domain.kernel.dates import ReadDate, read_date
from domain.kernel.due import due_day, published_day
from domain.kernel.evidence import EvidenceKind
from domain.kernel.item import long_date
from domain.kernel.links import why_no_link
from domain.kernel.plain import normal
from domain.kernel.terms import Role
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import CLOSERS, Closing, Response, Source
from domain.recommendations.words import SOURCES

REPORT_STATUS = CATALOGUE["recommendation.report_status"]
PLAN = CATALOGUE["recommendation.plan"]
RESPOND = CATALOGUE["recommendation.respond"]
REPORT_PROGRESS = CATALOGUE["recommendation.report_progress"]
ADD_EVIDENCE = CATALOGUE["recommendation.add_evidence"]
SUBMIT = CATALOGUE["recommendation.submit"]
VERIFY = CATALOGUE["recommendation.verify"]
RETURN = CATALOGUE["recommendation.return_it"]

_NO_DUE_WORDS = {"date column", "as published", "from the tracker"}
"""What says where a due date stood, not when something is due."""
_DUE_IN_NOTE = re.compile(
    r"\bdue date (?:is |was )?(?:shown|given|published) as ['‘“\"]([^'’”\"]{1,80})['’”\"]", re.I
)
_NOT_ONLY_A_DATE = re.compile(r"(?:by|before|due|no|not|the|end)\b", re.I)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?) ?(%?)")
_BETWEEN_NUMBERS = re.compile(r" ?[,;&\n] ?| and | to | ?[–] ?")
_NUMBER = re.compile(r"(?:R|Rec|No|#)?\.? ?\d{1,4}(?:[.-]\d{1,4}){0,4}[a-z]?", re.IGNORECASE)
_MADE_A_DATE = re.compile(r"\d{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-\d{2}")
_THEMES = re.compile(r"[,;|\n]")
_OWN_WORDS = re.compile(r"\b(?:owner|owners|self|management|own)\b", re.I)
_OUTSIDE = re.compile(
    r"\b(?:inspect\w*|re-?visit\w*|ofsted|cqc|hmi\w*|dfe|department|regulator|committee)\b", re.I
)


class RecommendationReading(RowReading):
    """Reads one row, noting on the way what is odd and what must be kept in the note.

    Events that load it happen on the real dates: received when it was published, the rest on the
    date of its status, and none before what precedes it. A month counts from its end. What is not
    dated counts as today.
    """

    labels: ClassVar = {
        "gist": "Recommendation",
        "published": "Date of publication",
        "status_date": "Date of the status",
        "responded_on": "Date of the response",
        "rec_ref": "Number",
        "percent": "Percent complete",
        "due_basis": "Basis of the due date",
        "first_due": "First due date",
        "revised_due": "Revised due date",
        "rag": "RAG",
        "source_url": "Link",
        "status_as_reported": "Status",
    }

    def __init__(self, row: Row, known: Known) -> None:
        super().__init__(row, known)
        self._first_due = self.settle_due()
        self._settle_percent()
        self._told: set[str] = set()
        self.published = shortened(self.read_day("published").iso)
        self.reported = shortened(self.read_day("status_date").iso)
        published_on = self.past_day("published", stored=True)
        self.reported_on = self.past_day("status_date", stored=True)
        began = date.fromisoformat(row.began) if row.began else None
        self._received_on = began or published_on or self.reported_on or known.today
        self.status_on = max(self._received_on, self.reported_on or known.today)
        responded_on = self.past_day("responded_on")
        self._responded_on = max(self._received_on, responded_on or self.status_on)
        if published_on and self.reported_on and self.reported_on < published_on:
            self.flag("Its status is dated before its publication; the later date is used.")
        self._link = self._followed_link()
        self.source = self._source()
        self.meaning = self._meaning()

    # ------------------------------------------------------------ what it is, and whose

    def receive(self) -> Step:
        """What was recommended, by whom, to whom, and when it is due."""
        if not self.cell("gist"):
            raise RowRefusedError("The row does not say what is recommended.", column="gist")
        return self._happened(
            RECEIVE,
            self._received_on,
            {
                "source": self.source.value,
                "title": self._title(),
                "publisher": self.line("source_body"),
                "published": self.published,
                "number": self._number(),
                "words": self.cell("gist"),
                "themes": self._themes(),
                **self._owner(),
                "due_words": self._due(),
                "first_due_on": self._first_due_on(),
                **self._recurs(),
            },
            source="source_type",
            title="source_title",
            publisher="source_body",
            number="rec_ref",
            words="gist",
            themes="theme",
            owner_role="owner",
            due_words="due",
            first_due_on="first_due",
        )

    def _settle_percent(self) -> None:
        """How much of it is done is its status, where it has no other."""
        words = self.cell("percent")
        if not words:
            return
        if words == "1":
            self.flag(
                f"{self.label('percent')} “1” may be 1% or all of it; it is kept in the note."
            )
            self.keep("percent")
        elif (found := _PERCENT.fullmatch(words)) and not self.cell("status_as_reported"):
            share = float(found[1])
            as_share = "." in found[1] and share <= 1 and not found[2]
            said = f"{100 * share if as_share else share:g}% complete"
            self.cells["status_as_reported"] = said
            if said.partition("%")[0] != words.rstrip("% "):
                self.flag(f"{self.label('percent')} “{shortened(words, 40)}” was read as {said}.")
        else:
            if not found and normal(words) not in NEVER_DUE:
                told = shortened(words, 40)
                self.flag(f"{self.label('percent')} “{told}” is no percentage; kept in the note.")
            self.keep("percent")

    def _number(self) -> str:
        """Its number there. Several in one cell, or a date that was made of one, are flagged."""
        words = self.line("rec_ref")
        parts = [each for each in _BETWEEN_NUMBERS.split(words) if each]
        if len(parts) > 1 and all(_NUMBER.fullmatch(each) for each in parts):
            self.flag(
                f"Number “{shortened(words, 40)}” is of several recommendations, which are loaded "
                "as one; give each a row of its own to follow them apart."
            )
        elif _MADE_A_DATE.fullmatch(words):
            self.flag(f"Number “{words}” looks like a date that a spreadsheet made of a number.")
        return words

    def _recurs(self) -> dict[str, str]:
        words = self.cell("recurs")
        if words and not words.isdecimal():
            self.keep("recurs")
        return {"recurs": words} if words.isdecimal() else {}

    def _source(self) -> Source:
        words, title = self.cell("source_type"), self.cell("source_title")
        source = read_source(words or title)
        if source and not words:
            self.flag(
                f"No kind of source is named; by “{shortened(title, 60)}” it was taken for: "
                f"{SOURCES[source]}."
            )
        if source is None:
            why = f"“{shortened(words, 80)}” is no kind of source" if words else "No kind of source"
            raise RowRefusedError(
                f"{why} that is known here. Known are: {KNOWN_SOURCES}.", column="source_type"
            )
        return source

    def _title(self) -> str:
        """Its report: the title; or what the source is said to be, if that is more than a kind."""
        source = self.line("source_type")
        named = self.line("source_title") or ("" if is_only_a_source(source) else source)
        if not named:
            named = self.line("source_body") or SOURCES[self.source]
            self.flag(f"Its report has no title; “{shortened(named, 60)}” stands for it.")
        return named

    def _themes(self) -> str:
        themes = ", ".join(map(self.theme, map(str.strip, _THEMES.split(self.cell("theme")))))
        if len(themes) > LINE:
            self.keep("theme")
            self.flag("Theme: too long; it is kept in the note.")
            return ""
        return themes

    def _owner(self) -> dict[str, Any]:
        called = self.known.agency_called
        owner = read_owner(self.cell("owner"), called)
        theirs = read_owner(self.cell("owner_agency"), called)
        others = read_owner(self.cell("agencies"), called)
        if others.rest:
            self.keep("agencies")
            self.flag("It is addressed to others than agencies of the partnership; see the note.")
        if theirs.rest and not theirs.agencies:
            self.flag(
                f"“{shortened(theirs.rest, 60)}” is no agency of the partnership; it stands in the "
                "owner’s role."
            )
        if self.cell("owner") and not owner.agencies and not owner.rest:
            self.keep("owner")
        owning = list(dict.fromkeys([*theirs.agencies, *owner.agencies]))
        if len(owning) > 1:
            self.flag(
                f"Owned jointly by {len(owning)} agencies; the one named first is accountable."
            )
        role = ", ".join(filter(None, [owner.rest, theirs.rest]))
        if len(role) > LINE:
            self.keep("owner")
            self.flag("Owner: too long for one line; it is kept whole in the note.")
        return {
            "owner_role": shortened(role),
            "owner_agency": owning[0] if owning else "",
            "agencies": list(dict.fromkeys([*owning, *others.agencies])),
        }

    # ------------------------------------------------------------ when it is due

    def _due(self) -> str:
        """The due words: a date where one is given, and all the words there are about it."""
        words, basis = self.line("due"), self.line("due_basis")
        if basis.casefold() in _NO_DUE_WORDS:
            self.keep("due_basis")
            basis = ""
        if not words and not basis and (noted := _DUE_IN_NOTE.search(self.cell("note"))):
            words = noted[1]
            self.flag(f"Due “{words}”: so its note says.")
        found = read_date(words, after=published_day(self.published))
        named = found.iso if found.end and not found.rest else ""
        more = [
            each
            for each in (words, basis)
            if each and (read_date(each).iso != named or _NOT_ONLY_A_DATE.match(each))
        ]
        due = "; ".join(filter(None, dict.fromkeys([named, *more])))
        self._compare_due(named, " ".join(more))
        if told := self._how_due(found, due):
            self.flag(f"Due “{shortened(words or due, 40)}” {told}.")
        if len(due) > LINE:
            self.keep("due")
            self.keep("due_basis")
        return shortened(due)

    def _first_due_on(self) -> str:
        """The ISO date of the first due date, where it was moved since."""
        if not self._first_due:
            return ""
        day = due_day(self._first_due, published=published_day(self.published))
        if day is None:
            self.flag(f"First due “{shortened(self._first_due, 40)}” comes to no date; it is kept.")
            self.keep("first_due")
        return day.isoformat() if day else ""

    def _how_due(self, found: ReadDate, due: str) -> str:
        """How the due date was read where it is no plain date; "" where it is, or there is none."""
        if found.end:
            comes_to = f"it is due on {long_date(found.end.isoformat())}"
            return f"{found.told}; {comes_to}" if found.told else ""
        if normal(due) in NEVER_DUE or due_day(
            due, published=published_day(self.published) or self.known.today
        ):
            return ""
        return f"{found.wrong or 'comes to no date'}; the words are kept"

    def _compare_due(self, named: str, words: str) -> None:
        published = published_day(self.published)
        follows = due_day(words, published=published)
        if named and follows and follows != published_day(named):
            self.flag(
                f"“{shortened(words, 60)}” comes to {long_date(follows.isoformat())}; the date "
                "that is named counts."
            )
        elif not named and not published and due_day(words, published=self.known.today):
            self.flag(
                f"“{shortened(words, 60)}” comes to no date, as it has no date of publication."
            )
        overdue = "overdue" in self.cell("normalised_status").casefold()
        if overdue and not named and not follows:
            self.flag("Published as overdue, without the date on which it was due.")

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

    def _status(self) -> str:
        """The status word for word: the reported one, or the nearest that the row has to it."""
        status = self.cell("status_as_reported") or self.cell("progress")
        rag = f"RAG: {self.cell('rag')}" if self.cell("rag") else ""
        normalised = self.cell("normalised_status").replace("_", " ")
        return status or rag or normalised

    def _meaning(self) -> Reported | None:
        normalised, status = self.cell("normalised_status"), self.cell("status_as_reported")
        meaning = read_status(normalised or status)
        if normalised and meaning is None:
            self.keep("normalised_status")
        if meaning is None and (said := normalised or self._status()):
            self.flag(
                f"Nothing but the report follows from the status “{shortened(said, 60)}”: what it "
                "means is not clear."
            )
        if meaning is Reported.DISPUTED:
            self.flag("Published as accepted; an outside monitor disputes that.")
        return meaning

    # ------------------------------------------------------------ what follows from it

    def consequences(self, item: Recommendation | None = None) -> Iterator[Step]:
        """What follows from the status for a new recommendation, or for one that is known."""
        if item and item.closing:
            if self.meaning not in {Reported.CLAIMED, Reported.VERIFIED, Reported.REJECTED}:
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

    # ------------------------------------------------------------ how it is done

    def _followed_link(self) -> str:
        """The link, where it is one that can be followed."""
        link = self.cell("source_url")
        if link and (len(link) > LINE or why_no_link(link)):
            self.keep("source_url")
            self.flag("Its link is not one that can be followed here; it is kept in the note.")
            return ""
        return link

    def _dated(self) -> str:
        return ""

    def _happened(self, intent: Intent, on: date, data: Mapping[str, Any], **columns: str) -> Step:
        return Step(intent, {**data, "on": on.isoformat()}, columns)
