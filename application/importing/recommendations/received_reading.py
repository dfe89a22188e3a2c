"""Reading what a row of a published tracker says was recommended: by whom, to whom, by when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from application.doing.fields import LINE
from application.doing.intents import Intent
from application.doing.published import AsPublished
from application.importing.files.cells import shortened
from application.importing.files.headings import Row
from application.importing.importable import Known, RowRefusedError, Step, in_every_row
from application.importing.published.owners import read_owner
from application.importing.published.statuses import (
    KNOWN_SOURCES,
    Reported,
    is_only_a_source,
    read_source,
    read_status,
)
from application.importing.row_reading import NEVER_DUE, RowReading
from application.nouns.recommendations import RECEIVE
from domain.kernel.days.dates import ReadDate, read_date
from domain.kernel.days.due import due_day, published_day
from domain.kernel.deciding.links import why_no_link
from domain.kernel.item import long_date
from domain.kernel.plain import normal
from domain.recommendations.vocabulary import Source
from domain.recommendations.words import SOURCES

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


class ReceivedReading(RowReading):
    """Reads what was recommended, by whom, to whom and by when, noting on the way what is odd and
    what must be kept in the note.

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
                "published": AsPublished(self.published),
                "number": self._number(),
                "words": self.cell("gist"),
                "themes": self._themes(),
                **self._owner(),
                "due_words": AsPublished(self._due()),
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
            way_out = "" if words else f" {in_every_row('source type')}"
            raise RowRefusedError(
                f"{why} that is known here. Known are: {KNOWN_SOURCES}.{way_out}",
                column="source_type",
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
            "owner_role": self.as_role(role),
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
        elif not (named or published or follows) and due_day(words, published=self.known.today):
            self.flag(
                f"“{shortened(words, 60)}” comes to no date, as it has no date of publication."
            )
        overdue = "overdue" in self.cell("normalised_status").casefold()
        if overdue and not named and not follows:
            self.flag("Published as overdue, without the date on which it was due.")

    # ------------------------------------------------------------ what was reported

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
        if meaning is Reported.NO_LONGER:
            told = shortened(normalised or status, 40)
            self.flag(f"“{told}” there; loaded as open. Close it with its reason, if that is so.")
        return meaning

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
