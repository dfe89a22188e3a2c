"""What has become of a recommendation, as its events make it, and what follows from that.

It decides nothing: that is in recommendation.py.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from domain.kernel.bodies import BODIES, Body, body_called
from domain.kernel.days.calendar import Calendar
from domain.kernel.days.due import due_day, published_day
from domain.kernel.days.published import hangs_on_publication, not_without_publication
from domain.kernel.errors import DomainError
from domain.kernel.finder import Finder
from domain.kernel.followed import Deadlines, Followed
from domain.kernel.item import as_day
from domain.kernel.mending.correcting import Correctable, Fact, FactKind, not_after
from domain.kernel.mending.redeciding import DAY, WORDS
from domain.kernel.mending.twice import likeness_of
from domain.kernel.terms import Occasion
from domain.partnership.agency import named_agencies
from domain.recommendations.vocabulary import (
    Closers,
    Closing,
    Colour,
    Impact,
    Response,
    Source,
    Status,
    closers_of,
)
from domain.recommendations.words import SOURCES

if TYPE_CHECKING:
    from domain.recommendations.events import RecommendationEvents


class RecommendationState(Followed):
    """How a recommendation stands. Its events (events.py) call what makes it so."""

    can_be_corrected = (
        Fact("source", "Kind of source", FactKind.CODE, required=True, choices=SOURCES,
             holds=Source),
        Fact("title", "Title of the report", required=True),
        Fact("publisher", "Published by"),
        Fact("number", "Its number there"),
        Fact("published", "Date published", FactKind.PUBLISHED),
        Fact("due_words", "Due, as published", FactKind.DUE),
        Fact("words", "The recommendation, in its own words", FactKind.PROSE, required=True),
        Fact("to_body", "Body that it is addressed to", FactKind.CODE, choices=BODIES,
             holds=lambda text: Body(text) if text else None),
        Fact("agencies", "Agencies that it is addressed to", FactKind.AGENCIES),
        Fact("themes", "Themes", FactKind.TAGS),
        Fact("received_on", "Received", FactKind.DAY, required=True),
        Fact("first_due_on", "First due date", FactKind.DAY, required=True,
             known=lambda item: item.first_due_on != item.due_as_recorded),
    )  # fmt: skip

    def _start(self, event: RecommendationEvents.Received) -> None:
        self._follow(
            owner_role=event.owner_role,
            owner_agency=event.owner_agency,
            due_on=event.due_on,
            first_due_on=event.first_due_on,
            on=event.on,
        )
        self.source = Source(event.source)
        self.to_body = Body(event.to_body) if event.to_body else None
        self.title, self.publisher, self.number = event.title, event.publisher, event.number
        self.words, self.themes = event.words, list(event.themes)
        self.agencies = list(event.agencies)
        self.published, self.published_on = event.published, event.published_on
        self.due_words, self.recurs, self.received_on = event.due_words, event.recurs, event.on
        self.response: Response | None = None
        self.responded_on = self.reported = ""
        self.method = ""
        self.worsened: Colour | None = None
        self.why_worse = ""
        self.depends_on: set[str] = set()
        self.closing: Closing | None = None
        self.closed_on = self.closing_words = self.verified_on = ""
        self.superseded_by = ""
        self.closed_by_version = 0
        self.impact: Impact | None = None
        self.impact_on = ""
        self.reopened = 0

    def _fits(self, fact: Fact, text: str, occasion: Occasion, find: Finder) -> dict[str, str]:
        if fact.key == "received_on":
            not_after(fact, text, occasion)
        if fact.key == "due_words" and not self.published_on and hangs_on_publication(text):
            first = "Correct the date published first"
            raise DomainError(not_without_publication(fact.label, text, way_out=first))
        return named_agencies(text, find) if fact.key == "agencies" else {}

    def _reckon_anew(self, fact: Fact, text: str, calendar: Calendar) -> dict[str, str]:
        if fact.key not in {"published", "due_words"}:
            return {}
        said = {"published": self.published, "due_words": self.due_words, fact.key: text}
        published_on = published_day(said["published"])
        due_on = due_day(said["due_words"], published=published_on)
        return {"published_on": as_day(published_on), "due_on": as_day(due_on)}

    def _reckoned(self, fact: Fact) -> dict[str, str]:
        return {"published_on": self.published_on, "due_on": self.due_as_recorded}

    def _take_correction(self, event: Correctable.Corrected) -> None:
        super()._take_correction(event)
        if event.reckoned:
            self.published_on = event.reckoned["published_on"]
            self._correct_due_date(event.reckoned["due_on"])

    @property
    def number_there(self) -> str:
        """What it is called where it comes from; "" where that is not known."""
        return self.number

    @property
    def likeness(self) -> str:
        """By its number in the report; where it has none there, by its words."""
        return likeness_of([self.source, self.title, self.number or self.words])

    def _close(self, closing: Closing, words: str, event: RecommendationEvents.Event) -> None:
        self.closing, self.closed_on, self.closing_words = closing, event.on, words
        self.closed_by_version = event.originator_version

    def _take_redecision(self, event: Any) -> None:
        super()._take_redecision(event)
        if event.what == DAY and self.responded_on == event.was:
            self.responded_on = event.becomes
        if event.decision != self.closed_by_version or not self.closing:
            return
        if event.what == WORDS:
            self.closing_words = event.becomes
        if event.what != DAY:
            return
        if self.verified_on == self.closed_on:
            self.verified_on = event.becomes
        self.closed_on = event.becomes

    def _reopen(self, event: RecommendationEvents.Reopened) -> None:
        self.closing = self.worsened = None
        self.closed_on = self.closing_words = self.verified_on = ""
        self.impact_on = self.superseded_by = ""
        self.reopened += 1
        self.sent_back = False
        if self.response is Response.NOT_ACCEPTED:
            self.response = None
        self._take_claim_back()
        self._moved_on(event.on)
        self.started = True

    @property
    def status(self) -> Status:
        """How far it has come."""
        if self.closing:
            return Status.CLOSED
        if self.submitted_by:
            return Status.SUBMITTED
        if self.sent_back:
            return Status.RETURNED
        if self.started:
            return Status.IN_PROGRESS
        return Status.RESPONDED if self.response else Status.RECEIVED

    @property
    def addressed_to(self) -> Body | None:
        """The body that it is addressed to, or that owns it."""
        return self.to_body or body_called(self.owner_role)

    @property
    def closers(self) -> Closers:
        """Who may say that it is done."""
        return closers_of(self.source, self.addressed_to)

    @property
    def owning_agencies(self) -> set[str]:
        return {self.owner_agency, *self.agencies} - {""}

    def colour_on(self, day: date, *, calendar: Calendar, deadlines: Deadlines) -> Colour:
        """The colour that its dates give on a day, while it is open.

        While it awaits its verification, nothing of it is late that its owner could do.
        """
        if self.submitted_by:
            return Colour.GREEN
        if self.due_on and self.due_on < day.isoformat():
            return Colour.RED
        soon = self.due_on and self.due_on <= deadlines.soon(day).isoformat()
        stale = self.updated_on < deadlines.stale_before(day, calendar).isoformat()
        return Colour.AMBER if soon or stale else Colour.GREEN
