"""What has become of a recommendation, as its events make it, and what follows from that.

It decides nothing: that is in recommendation.py.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.kernel.calendar import Calendar
from domain.kernel.followed import Deadlines, Followed
from domain.recommendations.vocabulary import Closing, Colour, Impact, Response, Source, Status

if TYPE_CHECKING:
    from domain.recommendations.events import RecommendationEvents


class RecommendationState(Followed):
    """How a recommendation stands. Its events (events.py) call what makes it so."""

    def _start(self, event: RecommendationEvents.Received) -> None:
        self._follow(
            owner_role=event.owner_role,
            owner_agency=event.owner_agency,
            due_on=event.due_on,
            first_due_on=event.first_due_on,
            on=event.on,
        )
        self.source = Source(event.source)
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
        self.impact: Impact | None = None
        self.impact_on = ""
        self.reopened = 0

    def _close(self, closing: Closing, words: str, event: RecommendationEvents.Event) -> None:
        self.closing, self.closed_on, self.closing_words = closing, event.on, words

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
