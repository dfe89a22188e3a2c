"""A risk of the Partnership Risk Register: its events first, then its rules.

Words are those of HM Treasury's Orange Book; the register's readers those of SAF 2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.kernel.bodies import BODY_NAMES, Body, must_speak_for
from domain.kernel.due import months_after
from domain.kernel.errors import DomainError
from domain.kernel.item import Linkable, long_date, still_open
from domain.kernel.moves import move
from domain.kernel.terms import AgencyNames, Occasion
from domain.kernel.words import Code, Day, Ref, Words
from domain.risks.matrix import Matrix, Score


class Kind(StrEnum):
    """ToR 1.4c: a risk, an issue (a risk that has happened) or an early warning."""

    RISK = "risk"
    ISSUE = "issue"
    EARLY_WARNING = "early_warning"


class RiskStatus(StrEnum):
    """Whether it is on the register."""

    OPEN = "open"
    CLOSED = "closed"


class Measure(StrEnum):
    """Inherent: before controls. Current: with today's controls. Target: after planned actions."""

    INHERENT = "inherent"
    CURRENT = "current"
    TARGET = "target"


class Forum(StrEnum):
    """Where a risk was raised: it decides whether SAAS members see it (SAF 2)."""

    SAAS = "saas"
    SUB_GROUP = "sub_group"
    SCRUTINY = "scrutiny"
    BUSINESS_TEAM = "business_team"
    EXECUTIVE = "executive"


class Response(StrEnum):
    """The four responses of the Orange Book."""

    TOLERATE = "tolerate"
    TREAT = "treat"
    TRANSFER = "transfer"
    TERMINATE = "terminate"


class Answer(StrEnum):
    """What a body may answer to an escalation."""

    ACCEPT = "accept"
    DECIDE = "decide"
    COMMISSION = "commission"
    RETURN = "return"


class Closing(StrEnum):
    """Why a risk may leave the register. Being below the reporting line is not a reason."""

    MANAGED = "managed"
    DE_ESCALATED = "de_escalated"
    NO_LONGER_RELEVANT = "no_longer_relevant"


ANSWERS = {
    Answer.ACCEPT: "accepted the risk as it stands",
    Answer.DECIDE: "decided what must be done",
    Answer.COMMISSION: "commissioned work",
    Answer.RETURN: "returned it",
}
CLOSINGS = {
    Closing.MANAGED: "it is managed",
    Closing.DE_ESCALATED: "it is de-escalated to another register",
    Closing.NO_LONGER_RELEVANT: "it is no longer relevant",
}
KIND_NAMES = {Kind.RISK: "risk", Kind.ISSUE: "issue", Kind.EARLY_WARNING: "early warning"}


LONGEST_CADENCE = 60
"""Months. A risk that is looked at less often than that has no regular review."""


@dataclass(frozen=True)
class Escalation:
    """A question sent up, and its answer once there is one."""

    to: Body
    question: str
    on: str
    answer: Answer | None = None


@dataclass(frozen=True)
class Decision:
    """Something decided about the risk, and what was known then.

    `version` is the risk's version that was decided on, `position` the log's last position.
    """

    words: str
    on: str
    version: int
    position: int


class Risk(Linkable):
    """One entry of the Partnership Risk Register."""

    word = "risk"

    class Event(Linkable.Event):
        """Anything that happens to a risk."""

    class Recorded(Event, Linkable.Created):
        """A risk, issue or early warning was put on the register.

        `warning` says how an early warning showed itself (ToR 1.4c); `raised_in` the meeting or
        group that raised it; `raised_by` the agency.
        """

        kind: Code
        warning: Words
        title: Words
        cause: Words
        event: Words
        consequence: Words
        theme: Words
        raised_in: Code
        raised_by: Ref

        def apply(self, aggregate: Risk) -> None:
            aggregate._start(self)

        def sentence(self, names: AgencyNames) -> str:
            raised = f", raised by {names.get(self.raised_by, self.raised_by)}" * bool(
                self.raised_by
            )
            return f"recorded the {KIND_NAMES[Kind(self.kind)]} “{self.title}”{raised}"

    class SourceCited(Event):
        """Where the risk was published, word for word, including what is odd about it."""

        source_body: Words
        source_register: Words
        source_reference: Words
        source_as_at: Words
        source_url: Words
        source_note: Words
        published_band: Words
        published_scheme: Words
        published_direction: Words
        published_response: Words

        def apply(self, aggregate: Risk) -> None:
            aggregate._cite(self)

        def sentence(self, names: AgencyNames) -> str:
            number = f", number {self.source_reference}" * bool(self.source_reference)
            dated = f", as at {self.source_as_at}" * bool(self.source_as_at)
            body = self.source_body or "a register"
            return f"cited where it was published: {body}{number}{dated}"

    class Described(Event):
        """The wording changed; what was said before stays in the history."""

        title: Words
        cause: Words
        event: Words
        consequence: Words
        theme: Words
        reason: Words

        def apply(self, aggregate: Risk) -> None:
            aggregate._describe(self)

        def sentence(self, names: AgencyNames) -> str:
            return f"changed the wording; it now reads “{self.title}”"

    class Reclassified(Event):
        """It became a risk, an issue or an early warning: an issue is a risk that has happened."""

        kind: Code
        reason: Words

        def apply(self, aggregate: Risk) -> None:
            aggregate.kind = Kind(self.kind)

        def sentence(self, names: AgencyNames) -> str:
            return f"reclassified it as {_a(KIND_NAMES[Kind(self.kind)])}"

    class Scored(Event):
        """What an assessment and a correction both hold: the score as judged on that day.

        The figure and the band are facts of that day: a later change of matrix does not move
        them. `matrix` names the matrix used.
        """

        measure: Code
        likelihood: int | None
        impact: int | None
        published: Words
        figure: int | None
        band: Code
        flag: Words
        matrix: Code
        reason: Words

        def apply(self, aggregate: Risk) -> None:
            aggregate.scores[Measure(self.measure)] = self.score

        @property
        def score(self) -> Score:
            return Score(
                self.likelihood, self.impact, self.published, self.figure, self.band, self.flag
            )

    class Assessed(Scored):
        """A score was judged. A change of the current score is a movement."""

        def apply(self, aggregate: Risk) -> None:
            super().apply(aggregate)
            if self.measure == Measure.CURRENT:
                aggregate.assessment, aggregate.assessed_on = self.originator_version, self.on
                aggregate.movement_reason = self.reason

        def sentence(self, names: AgencyNames) -> str:
            return f"assessed the {self.measure} score as {score_words(self.score)}"

    class ScoreCorrected(Scored):
        """A score had been written down wrongly. A correction is not a movement."""

        def sentence(self, names: AgencyNames) -> str:
            return f"corrected the {self.measure} score to {score_words(self.score)}"

    class OwnerAssigned(Event):
        """One role of one agency became accountable for the risk. Never a person's name."""

        owner_role: Words
        owner_agency: Ref
        reason: Words

        def apply(self, aggregate: Risk) -> None:
            aggregate.owner_role = self.owner_role
            aggregate.owner_agency = self.owner_agency

        def sentence(self, names: AgencyNames) -> str:
            agency = names.get(self.owner_agency, self.owner_agency)
            return f"made {', '.join(filter(None, [self.owner_role, agency]))} the owner"

    class ResponseChosen(Event):
        """Tolerate, treat, transfer or terminate. Tolerating with no further action is valid."""

        response: Code
        reason: Words

        def apply(self, aggregate: Risk) -> None:
            aggregate.response = Response(self.response)

        def sentence(self, names: AgencyNames) -> str:
            return f"chose to {self.response} it"

    class AppetiteSet(Event):
        """The highest current score that the partnership is willing to live with."""

        appetite: int
        reason: Words

        def apply(self, aggregate: Risk) -> None:
            aggregate.appetite = self.appetite

        def sentence(self, names: AgencyNames) -> str:
            return f"set the appetite at a score of {self.appetite}"

    class ProximityJudged(Event):
        """When the risk could happen."""

        proximity: Words
        reason: Words

        def apply(self, aggregate: Risk) -> None:
            aggregate.proximity = self.proximity

        def sentence(self, names: AgencyNames) -> str:
            return f"judged when it could happen: {self.proximity}"

    class ControlAdded(Event):
        """Something that is already in place to hold the risk down; not an action."""

        control: int
        text: Words

        def apply(self, aggregate: Risk) -> None:
            aggregate.controls[self.control] = self.text
            aggregate.last_control = self.control

        def sentence(self, names: AgencyNames) -> str:
            return f"added control {self.control}: {self.text}"

    class ControlWithdrawn(Event):
        """A control is no longer in place."""

        control: int
        reason: Words

        def apply(self, aggregate: Risk) -> None:
            del aggregate.controls[self.control]

        def sentence(self, names: AgencyNames) -> str:
            return f"withdrew control {self.control}"

    class TargetDateSet(Event):
        """The date by which the target score should be reached, set for the first time."""

        target_on: Day
        reason: Words

        def apply(self, aggregate: Risk) -> None:
            aggregate.target_on = aggregate.first_target_on = self.target_on

        def sentence(self, names: AgencyNames) -> str:
            return f"set the target date: {long_date(self.target_on)}"

    class TargetDateMoved(Event):
        """The target date moved: news of its own, counted, with the first date kept."""

        target_on: Day
        moved_from: Day
        reason: Words

        def apply(self, aggregate: Risk) -> None:
            aggregate.target_on = self.target_on
            aggregate.target_moves += 1

        def sentence(self, names: AgencyNames) -> str:
            was, now = long_date(self.moved_from), long_date(self.target_on)
            return f"moved the target date from {was} to {now}"

    class ReviewScheduled(Event):
        """When the risk is looked at next, and every how many months (0: no cadence)."""

        review_on: Day
        cadence: int

        def apply(self, aggregate: Risk) -> None:
            aggregate.review_on, aggregate.cadence = self.review_on, self.cadence

        def sentence(self, names: AgencyNames) -> str:
            every = f", then every {_months(self.cadence)}" * bool(self.cadence)
            return f"set the next review for {long_date(self.review_on)}{every}"

    class Reviewed(Event):
        """Somebody looked at the risk and said what they found. "" as `review_on`: no next one."""

        finding: Words
        review_on: Day

        def apply(self, aggregate: Risk) -> None:
            aggregate.reviewed_on, aggregate.review_on = self.on, self.review_on

        def sentence(self, names: AgencyNames) -> str:
            if not self.review_on:
                return f"reviewed it: {self.finding}"
            finding = self.finding.rstrip(".")
            return f"reviewed it: {finding}; next review {long_date(self.review_on)}"

    class Escalated(Event):
        """Sent beyond SAAS's power for an answer (ToR 1.4c)."""

        to: Code
        question: Words
        reason: Words

        def apply(self, aggregate: Risk) -> None:
            aggregate.escalations.append(Escalation(Body(self.to), self.question, self.on))

        def sentence(self, names: AgencyNames) -> str:
            return f"escalated it to {BODY_NAMES[Body(self.to)]}, asking: {self.question}"

    class Decided(Event):
        """What every decision holds: the version of the risk and the position of the log seen."""

        decided_version: int
        decided_position: int

        @property
        def decision(self) -> Decision:
            raise NotImplementedError(type(self).__qualname__)

        def apply(self, aggregate: Risk) -> None:
            aggregate.decisions.append(self.decision)

    class Answered(Decided):
        """A body answered an escalation. Without an answer it was only forwarding.

        `minute` is the minute that records the answer; asked for when the Business Team
        writes it down on the body's behalf.
        """

        to: Code
        answer: Code
        words: Words
        minute: Words

        @property
        def decision(self) -> Decision:
            summary = f"{_capital(BODY_NAMES[Body(self.to)])} {ANSWERS[Answer(self.answer)]}"
            return Decision(summary, self.on, self.decided_version, self.decided_position)

        def apply(self, aggregate: Risk) -> None:
            super().apply(aggregate)
            last = aggregate.escalations[-1]
            aggregate.escalations[-1] = replace(last, answer=Answer(self.answer))
            if self.answer == Answer.ACCEPT:
                aggregate.response = Response.TOLERATE

        def sentence(self, names: AgencyNames) -> str:
            minute = f" ({self.minute})" * bool(self.minute)
            body = BODY_NAMES[Body(self.to)]
            return f"answered for {body}{minute}: {ANSWERS[Answer(self.answer)]}. {self.words}"

    class Accepted(Decided):
        """A body accepted the risk at its current score, without an escalation."""

        to: Code
        reason: Words
        minute: Words

        @property
        def decision(self) -> Decision:
            summary = f"{_capital(BODY_NAMES[Body(self.to)])} accepted the risk"
            return Decision(summary, self.on, self.decided_version, self.decided_position)

        def apply(self, aggregate: Risk) -> None:
            super().apply(aggregate)
            aggregate.response = Response.TOLERATE

        def sentence(self, names: AgencyNames) -> str:
            minute = f" ({self.minute})" * bool(self.minute)
            return f"accepted it for {BODY_NAMES[Body(self.to)]}{minute}"

    class Closed(Decided):
        """It left the register, for a named reason. `register` names where it went, if anywhere."""

        closing: Code
        register: Words
        reason: Words

        @property
        def decision(self) -> Decision:
            return Decision("Closed", self.on, self.decided_version, self.decided_position)

        def apply(self, aggregate: Risk) -> None:
            super().apply(aggregate)
            where = f": {self.register}" if self.register else ""
            aggregate._close(f"{_capital(CLOSINGS[Closing(self.closing)])}{where}", self)

        def sentence(self, names: AgencyNames) -> str:
            where = f" ({self.register})" * bool(self.register)
            return f"closed it because {CLOSINGS[Closing(self.closing)]}{where}"

    class Merged(Decided):
        """It was a duplicate; its life goes on in another risk."""

        into: Ref
        reason: Words

        @property
        def decision(self) -> Decision:
            words = f"Merged into {self.into}"
            return Decision(words, self.on, self.decided_version, self.decided_position)

        def apply(self, aggregate: Risk) -> None:
            super().apply(aggregate)
            aggregate._close(f"Merged as a duplicate into {self.into}", self)
            aggregate.merged_into = self.into

        def sentence(self, names: AgencyNames) -> str:
            return f"merged it, as a duplicate, into {self.into}"

    class Absorbed(Event):
        """Another risk was a duplicate of this one and was merged into it."""

        merged: Ref
        reason: Words

        def apply(self, aggregate: Risk) -> None:
            aggregate._link(self.merged)

        def sentence(self, names: AgencyNames) -> str:
            return f"merged the duplicate {self.merged} into it"

    class Reopened(Event):
        """A closed risk is back on the register."""

        reason: Words

        def apply(self, aggregate: Risk) -> None:
            aggregate.closed = False
            aggregate.closing = aggregate.closed_on = aggregate.merged_into = ""

        def sentence(self, names: AgencyNames) -> str:
            return "reopened it"

    # ------------------------------------------------------------------ state

    def _start(self, event: Recorded) -> None:
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

    def _cite(self, event: SourceCited) -> None:
        self.source_body, self.source_register = event.source_body, event.source_register
        self.source_reference, self.source_as_at = event.source_reference, event.source_as_at
        self.source_url, self.source_note = event.source_url, event.source_note
        self.published_band = event.published_band
        self.published_scheme = event.published_scheme
        self.published_direction = event.published_direction
        self.published_response = event.published_response

    def _close(self, how: str, event: Closed | Merged) -> None:
        self.closed, self.closed_on = True, event.on
        self.closing = f"{how}. {event.reason}"

    def _describe(self, event: Recorded | Described) -> None:
        self.title, self.theme = event.title, event.theme
        self.cause, self.event, self.consequence = event.cause, event.event, event.consequence

    @property
    def status(self) -> RiskStatus:
        """Whether it is on the register."""
        return RiskStatus.CLOSED if self.closed else RiskStatus.OPEN

    def score(self, measure: Measure) -> Score:
        """That score as it was judged last; an empty one where it never was."""
        return self.scores.get(measure, Score())

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

    # ------------------------------------------------------------------ rules

    def why_over(self) -> str | None:
        return f"{self.reference} is closed. Reopen it first." if self.closed else None

    @classmethod
    @move()
    def record(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        kind: Kind,
        title: str,
        cause: str = "",
        event: str = "",
        consequence: str = "",
        theme: str = "",
        warning: str = "",
        raised_in: Forum | None = None,
        raised_by: str = "",
        owner_role: str = "",
        owner_agency: str = "",
        likelihood: int | None = None,
        impact: int | None = None,
        review_on: date | None = None,
        matrix: Matrix,
    ) -> Risk:
        """Put a risk on the register (ToR 1.4c), and say in the same breath, where that is known,
        who owns it, how it scores today and when it is reviewed next."""
        if warning and kind is not Kind.EARLY_WARNING:
            raise DomainError("How it showed itself is for early warnings only.", field="warning")
        risk = cls._begin(
            occasion,
            cls.Recorded,
            reference=reference,
            kind=kind.value,
            warning=warning,
            title=title,
            cause=cause,
            event=event,
            consequence=consequence,
            theme=theme,
            raised_in=raised_in.value if raised_in else "",
            raised_by=raised_by,
        )
        if owner_role or owner_agency:
            risk.assign_owner(occasion, owner_role=owner_role, owner_agency=owner_agency)
        if likelihood is not None or impact is not None:
            risk.assess(
                occasion,
                measure=Measure.CURRENT,
                likelihood=likelihood,
                impact=impact,
                matrix=matrix,
            )
        if review_on:
            risk.schedule_review(occasion, review_on=review_on)
        return risk

    @move()
    def cite_source(
        self,
        occasion: Occasion,
        *,
        source_body: str = "",
        source_register: str = "",
        source_reference: str = "",
        source_as_at: str = "",
        source_url: str = "",
        source_note: str = "",
        published_band: str = "",
        published_scheme: str = "",
        published_direction: str = "",
        published_response: str = "",
    ) -> None:
        """Say where it was published, word for word; "" for what is not known."""
        source = {
            "source_body": source_body,
            "source_register": source_register,
            "source_reference": source_reference,
            "source_as_at": source_as_at,
            "source_url": source_url,
            "source_note": source_note,
            "published_band": published_band,
            "published_scheme": published_scheme,
            "published_direction": published_direction,
            "published_response": published_response,
        }
        if not any(source.values()):
            raise DomainError("Say where it was published.", field="source_body")
        self._record(occasion, self.SourceCited, **source)

    @move(still_open)
    def describe(
        self,
        occasion: Occasion,
        *,
        title: str,
        cause: str,
        event: str,
        consequence: str,
        theme: str,
        reason: str,
    ) -> None:
        """Change the wording; refused when nothing would change."""
        now = (self.title, self.cause, self.event, self.consequence, self.theme)
        if now == (title, cause, event, consequence, theme):
            raise DomainError("Nothing was changed.", field="title")
        self._record(
            occasion,
            self.Described,
            title=title,
            cause=cause,
            event=event,
            consequence=consequence,
            theme=theme,
            reason=reason,
        )

    @move(still_open)
    def reclassify(self, occasion: Occasion, *, kind: Kind, reason: str) -> None:
        """Make it a risk, an issue or an early warning."""
        if kind is self.kind:
            raise DomainError(f"It is already {_a(KIND_NAMES[kind])}.", field="kind")
        self._record(occasion, self.Reclassified, kind=kind.value, reason=reason)

    @move(still_open)
    def assess(
        self,
        occasion: Occasion,
        *,
        matrix: Matrix,
        measure: Measure,
        likelihood: int | None = None,
        impact: int | None = None,
        published: str = "",
        reason: str = "",
    ) -> None:
        """Judge a score. A second judgement of the same score needs the reason for the movement."""
        score = matrix.judge(likelihood=likelihood, impact=impact, published=published)
        if measure in self.scores and not reason:
            raise DomainError("Say in a line why the score moved.", field="reason")
        self._record(
            occasion,
            self.Assessed,
            measure=measure.value,
            matrix=matrix.name,
            reason=reason,
            **vars(score),
        )

    def _has_a_score(self) -> str | None:
        return None if self.scores else f"{self.reference} has no score to correct."

    @move(still_open, _has_a_score)
    def correct_score(
        self,
        occasion: Occasion,
        *,
        matrix: Matrix,
        measure: Measure,
        likelihood: int | None = None,
        impact: int | None = None,
        published: str = "",
        reason: str,
    ) -> None:
        """Put right a score that was written down wrongly. Not a movement."""
        wrong = self.scores.get(measure)
        if wrong is None:
            raise DomainError(f"There is no {measure.value} score to correct.", field="measure")
        score = matrix.judge(likelihood=likelihood, impact=impact, published=published)
        if score == wrong:
            raise DomainError("That is the score already recorded.", field="likelihood")
        self._record(
            occasion,
            self.ScoreCorrected,
            measure=measure.value,
            matrix=matrix.name,
            reason=reason,
            **vars(score),
        )

    @move(still_open)
    def assign_owner(
        self, occasion: Occasion, *, owner_role: str, owner_agency: str, reason: str = ""
    ) -> None:
        """Name the one accountable owner: a role, an agency, or (in published data) only one."""
        if not owner_role and not owner_agency:
            raise DomainError("Give the owner's role and agency.", field="owner_role")
        if (owner_role, owner_agency) == (self.owner_role, self.owner_agency):
            raise DomainError("That is the owner already.", field="owner_role")
        self._record(
            occasion,
            self.OwnerAssigned,
            owner_role=owner_role,
            owner_agency=owner_agency,
            reason=reason,
        )

    @move(still_open)
    def choose_response(self, occasion: Occasion, *, response: Response, reason: str = "") -> None:
        """Tolerate, treat, transfer or terminate the risk."""
        if response is self.response:
            raise DomainError("That is the response already.", field="response")
        self._record(occasion, self.ResponseChosen, response=response.value, reason=reason)

    @move(still_open)
    def set_appetite(
        self, occasion: Occasion, *, matrix: Matrix, appetite: int, reason: str = ""
    ) -> None:
        """Say up to which current score the partnership is willing to live with it."""
        if not 1 <= appetite <= matrix.highest:
            raise DomainError(
                f"Appetite must be a whole number from 1 to {matrix.highest}.", field="appetite"
            )
        self._record(occasion, self.AppetiteSet, appetite=appetite, reason=reason)

    @move(still_open)
    def judge_proximity(self, occasion: Occasion, *, proximity: str, reason: str = "") -> None:
        """Say when the risk could happen."""
        self._record(occasion, self.ProximityJudged, proximity=proximity, reason=reason)

    @move(still_open)
    def add_control(self, occasion: Occasion, *, text: str) -> None:
        """Record something that is in place to hold the risk down."""
        self._record(occasion, self.ControlAdded, control=self.last_control + 1, text=text)

    def _has_controls(self) -> str | None:
        return None if self.controls else f"{self.reference} has no controls."

    @move(still_open, _has_controls)
    def withdraw_control(self, occasion: Occasion, *, control: int, reason: str) -> None:
        """Record that a control is no longer in place."""
        if control not in self.controls:
            raise DomainError(f"There is no control {control} in place.", field="control")
        self._record(occasion, self.ControlWithdrawn, control=control, reason=reason)

    @move(still_open)
    def set_target_date(self, occasion: Occasion, *, target_on: date, reason: str = "") -> None:
        """Set the target date, or move it: a move needs a reason and is counted."""
        day = target_on.isoformat()
        if not self.target_on:
            self._record(occasion, self.TargetDateSet, target_on=day, reason=reason)
            return
        if day == self.target_on:
            raise DomainError("That is the target date already.", field="target_on")
        if not reason:
            raise DomainError("Say why the target date moves.", field="reason")
        self._record(
            occasion,
            self.TargetDateMoved,
            target_on=day,
            moved_from=self.target_on,
            reason=reason,
        )

    @move(still_open)
    def schedule_review(
        self, occasion: Occasion, *, review_on: date, cadence: int | None = None
    ) -> None:
        """Say when it is reviewed next and every how many months (None: no cadence)."""
        cadence = cadence or 0
        if review_on < occasion.on:
            raise DomainError("The next review must not be in the past.", field="review_on")
        if not 0 <= cadence <= LONGEST_CADENCE:
            raise DomainError(
                f"A regular review is at least every {LONGEST_CADENCE} months.", field="cadence"
            )
        self._record(
            occasion, self.ReviewScheduled, review_on=review_on.isoformat(), cadence=cadence
        )

    @move(still_open)
    def review(self, occasion: Occasion, *, finding: str, review_on: date | None = None) -> None:
        """Record a review. Without a date, the next one follows from the cadence, if any."""
        if review_on and review_on < occasion.on:
            raise DomainError("The next review must be after this one.", field="review_on")
        if review_on is None and self.cadence:
            review_on = months_after(occasion.on, self.cadence)
        following = review_on.isoformat() if review_on else ""
        self._record(occasion, self.Reviewed, finding=finding, review_on=following)

    def _not_escalated(self) -> str | None:
        if not self.open_escalation:
            return None
        body = BODY_NAMES[self.open_escalation.to]
        return f"{self.reference} already awaits an answer from {body}."

    @move(still_open, _not_escalated)
    def escalate(self, occasion: Occasion, *, to: Body, question: str, reason: str) -> None:
        """Send it to the Executive or the Lead Safeguarding Partners for an answer (ToR 1.4c)."""
        self._record(occasion, self.Escalated, to=to.value, question=question, reason=reason)

    def _awaits_an_answer(self) -> str | None:
        if self.open_escalation:
            return None
        return f"{self.reference} has no escalation that awaits an answer."

    @move(still_open, _awaits_an_answer)
    def answer(self, occasion: Occasion, *, answer: Answer, words: str, minute: str = "") -> None:
        """Answer the open escalation, as or on behalf of the body that was asked."""
        asked = self.open_escalation
        assert asked is not None
        if occasion.on.isoformat() < asked.on:
            raise DomainError("The answer must not be before the escalation.", field="on")
        must_speak_for(asked.to, occasion, minute)
        self._record(
            occasion,
            self.Answered,
            to=asked.to.value,
            answer=answer.value,
            words=words,
            minute=minute,
            decided_version=self.version,
            decided_position=occasion.position,
        )

    @move(still_open)
    def accept(self, occasion: Occasion, *, to: Body, reason: str, minute: str = "") -> None:
        """Accept the risk at its current score, as or on behalf of a body."""
        must_speak_for(to, occasion, minute)
        self._record(
            occasion,
            self.Accepted,
            to=to.value,
            reason=reason,
            minute=minute,
            decided_version=self.version,
            decided_position=occasion.position,
        )

    def _no_question_open(self) -> str | None:
        if not self.open_escalation:
            return None
        body = BODY_NAMES[self.open_escalation.to]
        return f"{self.reference} awaits an answer from {body}. Record the answer first."

    @move(still_open, _no_question_open)
    def close(
        self, occasion: Occasion, *, closing: Closing, reason: str, register: str = ""
    ) -> None:
        """Take it off the register. De-escalating must name the register it goes to."""
        if (closing is Closing.DE_ESCALATED) != bool(register):
            raise DomainError(
                "Name the register that it is de-escalated to, and only then.", field="register"
            )
        self._record(
            occasion,
            self.Closed,
            closing=closing.value,
            register=register,
            reason=reason,
            decided_version=self.version,
            decided_position=occasion.position,
        )

    @move(still_open, _no_question_open)
    def merge(self, occasion: Occasion, *, into: Risk, reason: str) -> None:
        """Close it as a duplicate of another open risk. Both histories tell of it."""
        if into.id == self.id:
            raise DomainError("A risk cannot be merged into itself.", field="into")
        if into.closed:
            raise DomainError(f"{into.reference} is closed. Reopen it first.", field="into")
        self._record(
            occasion,
            self.Merged,
            into=into.reference,
            reason=reason,
            decided_version=self.version,
            decided_position=occasion.position,
        )
        into._record(occasion, self.Absorbed, merged=self.reference, reason=reason)

    def _is_closed(self) -> str | None:
        return None if self.closed else f"{self.reference} is open."

    @move(_is_closed)
    def reopen(self, occasion: Occasion, *, reason: str) -> None:
        """Put a closed risk back on the register."""
        self._record(occasion, self.Reopened, reason=reason)


def score_words(score: Score) -> str:
    """A score as people say it: “20 (4 × 5), High”."""
    if score.figure is None:
        return f"“{score.published}”" if score.published else "not yet known"
    factors = f" ({score.likelihood} × {score.impact})" if score.likelihood and score.impact else ""
    band = f", {score.band}" if score.band else ""
    return f"{score.figure}{factors}{band}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _months(count: int) -> str:
    return "month" if count == 1 else f"{count} months"
