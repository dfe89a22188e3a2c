"""What has become of a risk, as its events make it, and what follows from that.

It decides nothing: that is in risk.py.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from domain.kernel.deciding.evidence import Evidenced
from domain.kernel.finder import Finder
from domain.kernel.mending.correcting import Correctable, Fact, FactKind, not_after
from domain.kernel.mending.redeciding import DAY, WORDS
from domain.kernel.mending.twice import likeness_of
from domain.kernel.terms import Occasion
from domain.partnership.agency import named_agencies
from domain.risks.matrix import Score
from domain.risks.vocabulary import Decision, Escalation, Kind, Measure, Response, RiskStatus
from domain.risks.words import FORUMS

if TYPE_CHECKING:
    from domain.risks.events import RiskEvents


UNJUDGED = Score()
"""What there is of a score before anybody has judged it."""


class RiskState(Evidenced):
    """How a risk stands. Its events (events.py) call what makes it so."""

    can_be_corrected = (
        Fact("recorded_on", "Recorded", FactKind.DAY, required=True),
        Fact("raised_in", "Raised in", FactKind.CODE, choices=FORUMS),
        Fact("raised_by", "Raised by", FactKind.AGENCY),
        Fact("target_on", "Target date", FactKind.DAY, required=True,
             known=lambda risk: bool(risk.target_on)),
        Fact("first_target_on", "First target date", FactKind.DAY, required=True,
             known=lambda risk: risk.target_moves > 0),
        Fact("reviewed_on", "Last review", FactKind.DAY, required=True,
             known=lambda risk: bool(risk.reviewed_on)),
        Fact("review_on", "Next review", FactKind.DAY, required=True,
             known=lambda risk: bool(risk.review_on)),
        Fact("proximity", "When it could happen", known=lambda risk: bool(risk.proximity)),
    )  # fmt: skip

    def _start(self, event: RiskEvents.Recorded) -> None:
        self._describe(event)
        self.kind = Kind(event.kind)
        self.warning = event.warning
        self.raised_in, self.raised_by = event.raised_in, event.raised_by
        self.recorded_on = event.on
        self.source_body = self.source_register = self.source_reference = ""
        self.source_as_at = self.source_url = self.source_note = ""
        self.published_band = self.published_scheme = ""
        self.published_direction = self.published_response = ""
        self.scores: dict[Measure, Score] = {}
        self.assessment = 0
        self.assessed_on = self.movement_reason = ""
        self.owner_role = self.owner_agency = ""
        self.response: Response | None = None
        self.appetite: int | None = None
        self.proximity = ""
        self.controls: dict[int, str] = {}
        self.last_control = 0
        self.target_on = self.first_target_on = ""
        self.target_moves = 0
        self.review_on = self.reviewed_on = ""
        self.cadence = 0
        self.escalations: list[Escalation] = []
        self.decisions: list[Decision] = []
        self.closed = False
        self.closing = self.closed_on = self.merged_into = ""

    def _fits(self, fact: Fact, text: str, occasion: Occasion, find: Finder) -> dict[str, str]:
        if fact.key in {"recorded_on", "reviewed_on"}:
            not_after(fact, text, occasion)
        return named_agencies(text, find) if fact.key == "raised_by" else {}

    def _take_correction(self, event: Correctable.Corrected) -> None:
        super()._take_correction(event)
        if event.fact == "target_on" and not self.target_moves:
            self.first_target_on = self.target_on

    def _take_redecision(self, event: Any) -> None:
        """The date and the minute of a decision are told beside it; its words stand in the history
        alone."""
        if event.what == WORDS:
            if self.closed and self.closing.endswith(event.was):
                self.closing = self.closing.removesuffix(event.was) + event.becomes
            return
        for at, each in enumerate(self.decisions):
            if each.version == event.decision - 1:
                self.decisions[at] = (
                    replace(each, on=event.becomes)
                    if event.what == DAY
                    else replace(each, minute=event.minuted)
                )
        if event.what == DAY and self.closed and self.closed_on == event.was:
            self.closed_on = event.becomes

    def _cite(self, event: RiskEvents.SourceCited) -> None:
        self.source_body, self.source_register = event.source_body, event.source_register
        self.source_reference, self.source_as_at = event.source_reference, event.source_as_at
        self.source_url, self.source_note = event.source_url, event.source_note
        self.published_band = event.published_band
        self.published_scheme = event.published_scheme
        self.published_direction = event.published_direction
        self.published_response = event.published_response

    def _close(self, how: str, event: RiskEvents.Closed | RiskEvents.Merged) -> None:
        self.closed, self.closed_on = True, event.on
        self.closing = f"{how}. {event.reason}"

    def _describe(self, event: RiskEvents.Recorded | RiskEvents.Described) -> None:
        self.title, self.theme = event.title, event.theme
        self.cause, self.event, self.consequence = event.cause, event.event, event.consequence

    @property
    def number_there(self) -> str:
        """What it is called where it comes from; "" where that is not known."""
        return self.source_reference

    @property
    def likeness(self) -> str:
        return "" if self.closed else likeness_of([self.title])

    @property
    def status(self) -> RiskStatus:
        """Whether it is on the register."""
        return RiskStatus.CLOSED if self.closed else RiskStatus.OPEN

    def score(self, measure: Measure) -> Score:
        """That score as it was judged last; an empty one where it never was."""
        return self.scores.get(measure, UNJUDGED)

    @property
    def escalated_to(self) -> str:
        """Whose answer it awaits, "" for nobody's."""
        return self.open_escalation.to if self.open_escalation else ""

    @property
    def question(self) -> str:
        """What they are asked, "" when nothing is."""
        return self.open_escalation.question if self.open_escalation else ""

    @property
    def escalated_on(self) -> str:
        """The day of the last escalation, answered or not; "" for none."""
        return self.escalations[-1].on if self.escalations else ""

    @property
    def decided(self) -> Decision | None:
        """The last decision about it."""
        return self.decisions[-1] if self.decisions else None

    @property
    def open_escalation(self) -> Escalation | None:
        """The escalation that still awaits its answer, if any."""
        last = self.escalations[-1] if self.escalations else None
        return last if last and last.answer is None else None
