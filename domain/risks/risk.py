"""A risk of the Partnership Risk Register: what can be done with it, and the rules of that.

Its readers are those of SAF 2. How it stands is in state.py, what can happen to it in events.py.
"""

from __future__ import annotations

from datetime import date

from domain.commissions.commission import Commission
from domain.groups.group import Group
from domain.kernel.bodies import BODY_NAMES, Body, must_speak_for
from domain.kernel.days.due import months_after
from domain.kernel.deciding.minutes import NO_MINUTE, Minute
from domain.kernel.errors import DomainError, all_at_once
from domain.kernel.finder import Beside
from domain.kernel.item import as_day, still_open
from domain.kernel.moves import move
from domain.kernel.terms import Occasion
from domain.risks.events import RiskEvents
from domain.risks.matrix import Matrix
from domain.risks.vocabulary import (
    LONGEST_CADENCE,
    Answer,
    Closing,
    Forum,
    Kind,
    Measure,
    Response,
    a_kind,
)


class Risk(RiskEvents):
    """One entry of the Partnership Risk Register."""

    word = "risk"
    prefix = "RSK"
    alike_by = "the same title, and is open"

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
            raise DomainError("Enter the body that published it.", field="source_body")
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
            raise DomainError(f"It is already {a_kind(kind)}.", field="kind")
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
            raise DomainError("Enter why the score moved, in one line.", field="reason")
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
            raise DomainError("Enter the owner’s role, and select an agency.", field="owner_role")
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
        with all_at_once() as each:
            with each:
                if day == self.target_on:
                    raise DomainError("That is the target date already.", field="target_on")
            with each:
                if not reason:
                    raise DomainError(
                        "Enter the reason for which the target date moves.", field="reason"
                    )
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
        with all_at_once() as each:
            with each:
                if review_on < occasion.on:
                    raise DomainError("The next review must not be in the past.", field="review_on")
            with each:
                if not 0 <= cadence <= LONGEST_CADENCE:
                    raise DomainError(
                        f"A regular review is at least every {LONGEST_CADENCE} months.",
                        field="cadence",
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
        following = as_day(review_on)
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
    def answer(
        self,
        occasion: Occasion,
        *,
        answer: Answer,
        words: str,
        commission_of: Group | None = None,
        commission_due_on: date | None = None,
        minute: Minute | None = None,
        beside: Beside,
    ) -> None:
        """Answer the open escalation, as or on behalf of the body that was asked.

        To commission work makes a commission of that body, of a group that may be named later.
        """
        asked = self.open_escalation
        assert asked is not None
        minuted = NO_MINUTE
        with all_at_once() as each:
            with each:
                if occasion.on.isoformat() < asked.on:
                    raise DomainError("The answer must not be before the escalation.", field="on")
            with each:
                minuted = must_speak_for(asked.to, occasion, minute)
            with each:
                if answer is not Answer.COMMISSION and (commission_of or commission_due_on):
                    raise DomainError(
                        "Only commissioned work has a group and a date. Leave them empty.",
                        field="commission_of",
                    )
        if answer is Answer.COMMISSION:
            commission = Commission.by_a_body(
                occasion,
                reference=beside.next_reference(Commission),
                body=asked.to,
                question=asked.question,
                words=words,
                of=commission_of,
                due_on=commission_due_on,
                minute=minuted,
            )
            beside.keep(commission)
            commission.link(occasion, other=self, reason="It answers the escalation.")
        self._record(
            occasion,
            self.Answered,
            to=asked.to.value,
            answer=answer.value,
            words=words,
            **minuted.facts,
            decided_version=self.version,
            decided_position=occasion.position,
        )

    @move(still_open)
    def accept(
        self, occasion: Occasion, *, to: Body, reason: str, minute: Minute | None = None
    ) -> None:
        """Accept the risk at its current score, as or on behalf of a body."""
        minuted = must_speak_for(to, occasion, minute)
        self._record(
            occasion,
            self.Accepted,
            to=to.value,
            reason=reason,
            **minuted.facts,
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
        if closing is Closing.DE_ESCALATED and not register:
            raise DomainError(
                "Enter the name of the register that it is de-escalated to.", field="register"
            )
        if register and closing is not Closing.DE_ESCALATED:
            raise DomainError(
                "Leave the name of the other register empty: only a risk that is de-escalated "
                "has one.",
                field="register",
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
