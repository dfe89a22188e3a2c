"""Everything that can happen to a risk."""

from __future__ import annotations

from dataclasses import replace

from domain.kernel.bodies import BODY_NAMES, UNSAID, Body
from domain.kernel.deciding.basis import ALL, Basis
from domain.kernel.deciding.evidence import Evidenced
from domain.kernel.deciding.minutes import NO_MINUTE, Minute, Minuted
from domain.kernel.item import long_date, post_of
from domain.kernel.terms import AgencyNames
from domain.kernel.vocabulary import sentence_case
from domain.kernel.words import Code, Day, Ref, Words
from domain.risks.matrix import Score
from domain.risks.state import RiskState
from domain.risks.vocabulary import (
    ANSWERS,
    CLOSINGS,
    KIND_NAMES,
    Answer,
    Closing,
    Decision,
    Escalation,
    Kind,
    Measure,
    Response,
    a_kind,
    score_words,
)


class RiskEvents(RiskState):
    """A risk, as far as its history goes."""

    class Event(Evidenced.Event):
        """Anything that happens to a risk."""

    class Recorded(Event, Evidenced.Created):
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

        def apply(self, aggregate: RiskState) -> None:
            aggregate._start(self)

        def sentence(self, names: AgencyNames) -> str:
            raised = (
                f", raised by {names.get(self.raised_by, self.raised_by)}" if self.raised_by else ""
            )
            return f"recorded the {KIND_NAMES[Kind(self.kind)]} “{self.title}”{raised}"

    class SourceCited(Event):
        """Where the risk was published, word for word, including what is odd about it."""

        bears_on = frozenset({Basis.WORDS})

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

        def apply(self, aggregate: RiskState) -> None:
            aggregate._cite(self)

        def sentence(self, names: AgencyNames) -> str:
            number = f", number {self.source_reference}" if self.source_reference else ""
            dated = f", as at {self.source_as_at}" if self.source_as_at else ""
            body = self.source_body or "a register"
            return f"cited where it was published: {body}{number}{dated}"

    class Described(Event):
        """The wording changed; what was said before stays in the history."""

        bears_on = frozenset({Basis.WORDS})

        title: Words
        cause: Words
        event: Words
        consequence: Words
        theme: Words
        reason: Words

        def apply(self, aggregate: RiskState) -> None:
            aggregate._describe(self)

        def sentence(self, names: AgencyNames) -> str:
            return f"changed the wording; it now reads “{self.title}”"

    class Reclassified(Event):
        """It became a risk, an issue or an early warning: an issue is a risk that has happened."""

        bears_on = frozenset({Basis.WORDS})

        kind: Code
        reason: Words

        def apply(self, aggregate: RiskState) -> None:
            aggregate.kind = Kind(self.kind)

        def sentence(self, names: AgencyNames) -> str:
            return f"reclassified it as {a_kind(Kind(self.kind))}"

    class Scored(Event):
        """What an assessment and a correction both hold: the score as judged on that day.

        The figure and the band are facts of that day: a later change of matrix does not move
        them. `matrix` names the matrix used.
        """

        bears_on = frozenset({Basis.HANDLING})

        measure: Code
        likelihood: int | None
        impact: int | None
        published: Words
        figure: int | None
        band: Code
        flag: Words
        matrix: Code
        reason: Words

        def apply(self, aggregate: RiskState) -> None:
            aggregate.scores[Measure(self.measure)] = self.score

        @property
        def score(self) -> Score:
            return Score(
                self.likelihood, self.impact, self.published, self.figure, self.band, self.flag
            )

    class Assessed(Scored):
        """A score was judged. A change of the current score is a movement."""

        def apply(self, aggregate: RiskState) -> None:
            super().apply(aggregate)
            if self.measure == Measure.CURRENT:
                aggregate.assessment, aggregate.assessed_on = self.originator_version, self.on
                aggregate.movement_reason = self.reason

        def sentence(self, names: AgencyNames) -> str:
            return f"assessed the {self.measure} score as {score_words(self.score)}"

    class ScoreCorrected(Scored):
        """A score had been written down wrongly. A correction is not a movement."""

        def apply(self, aggregate: RiskState) -> None:
            super().apply(aggregate)
            aggregate.corrections += 1

        def sentence(self, names: AgencyNames) -> str:
            return f"corrected the {self.measure} score to {score_words(self.score)}"

    class OwnerAssigned(Event):
        """One role of one agency became accountable for the risk. Never a person's name."""

        bears_on = frozenset({Basis.OWNER})

        owner_role: Words
        owner_agency: Ref
        reason: Words

        def apply(self, aggregate: RiskState) -> None:
            aggregate.owner_role = self.owner_role
            aggregate.owner_agency = self.owner_agency

        def sentence(self, names: AgencyNames) -> str:
            agency = names.get(self.owner_agency, self.owner_agency)
            return f"made {post_of(self.owner_role, agency)} the owner"

    class ResponseChosen(Event):
        """Tolerate, treat, transfer or terminate. Tolerating with no further action is valid."""

        bears_on = frozenset({Basis.HANDLING})

        response: Code
        reason: Words

        def apply(self, aggregate: RiskState) -> None:
            aggregate.response = Response(self.response)

        def sentence(self, names: AgencyNames) -> str:
            return f"chose to {self.response} it"

    class AppetiteSet(Event):
        """The highest current score that the partnership is willing to live with."""

        bears_on = frozenset({Basis.HANDLING})

        appetite: int
        reason: Words

        def apply(self, aggregate: RiskState) -> None:
            aggregate.appetite = self.appetite

        def sentence(self, names: AgencyNames) -> str:
            return f"set the appetite at a score of {self.appetite}"

    class ProximityJudged(Event):
        """When the risk could happen."""

        bears_on = frozenset({Basis.DATES})

        proximity: Words
        reason: Words

        def apply(self, aggregate: RiskState) -> None:
            aggregate.proximity = self.proximity

        def sentence(self, names: AgencyNames) -> str:
            return f"judged when it could happen: {self.proximity}"

    class ControlAdded(Event):
        """Something that is already in place to hold the risk down; not an action."""

        bears_on = frozenset({Basis.HANDLING})

        control: int
        text: Words

        def apply(self, aggregate: RiskState) -> None:
            aggregate.controls[self.control] = self.text
            aggregate.last_control = self.control

        def sentence(self, names: AgencyNames) -> str:
            return f"added control {self.control}: {self.text}"

    class ControlWithdrawn(Event):
        """A control is no longer in place."""

        bears_on = frozenset({Basis.HANDLING})

        control: int
        reason: Words

        def apply(self, aggregate: RiskState) -> None:
            del aggregate.controls[self.control]

        def sentence(self, names: AgencyNames) -> str:
            return f"withdrew control {self.control}"

    class TargetDateSet(Event):
        """The date by which the target score should be reached, set for the first time."""

        bears_on = frozenset({Basis.DATES})

        target_on: Day
        reason: Words

        def apply(self, aggregate: RiskState) -> None:
            aggregate.target_on = aggregate.first_target_on = self.target_on

        def sentence(self, names: AgencyNames) -> str:
            return f"set the target date: {long_date(self.target_on)}"

    class TargetDateMoved(Event):
        """The target date moved: news of its own, counted, with the first date kept."""

        bears_on = frozenset({Basis.DATES})

        target_on: Day
        moved_from: Day
        reason: Words

        def apply(self, aggregate: RiskState) -> None:
            aggregate.target_on = self.target_on
            aggregate.target_moves += 1

        def sentence(self, names: AgencyNames) -> str:
            was, now = long_date(self.moved_from), long_date(self.target_on)
            return f"moved the target date from {was} to {now}"

    class ReviewScheduled(Event):
        """When the risk is looked at next, and every how many months (0: no cadence)."""

        review_on: Day
        cadence: int

        def apply(self, aggregate: RiskState) -> None:
            aggregate.review_on, aggregate.cadence = self.review_on, self.cadence

        def sentence(self, names: AgencyNames) -> str:
            every = f", then every {_months(self.cadence)}" if self.cadence else ""
            return f"set the next review for {long_date(self.review_on)}{every}"

    class Reviewed(Event):
        """Somebody looked at the risk and said what they found. "" as `review_on`: no next one."""

        finding: Words
        review_on: Day

        def apply(self, aggregate: RiskState) -> None:
            aggregate.reviewed_on, aggregate.review_on = self.on, self.review_on

        def sentence(self, names: AgencyNames) -> str:
            if not self.review_on:
                return f"reviewed it: {self.finding}"
            finding = self.finding.rstrip(".")
            return f"reviewed it: {finding}; next review {long_date(self.review_on)}"

    class Escalated(Event):
        """Sent beyond the group's power for an answer (ToR 1.4c)."""

        to: Code
        question: Words
        reason: Words

        def apply(self, aggregate: RiskState) -> None:
            aggregate.escalations.append(
                Escalation(Body(self.to), self.question, self.on, self.reason)
            )

        def sentence(self, names: AgencyNames) -> str:
            return f"escalated it to {BODY_NAMES[Body(self.to)]}, asking: {self.question}"

    class Decided(Event):
        """What every decision holds: the version of the risk and the position of the log seen."""

        rests_on = ALL

        decided_version: int
        decided_position: int

        @property
        def decision(self) -> Decision:
            raise NotImplementedError(type(self).__qualname__)

        def _decision(self, words: str) -> Decision:
            minute: Minute = getattr(self, "minuted", NO_MINUTE)
            return Decision(words, self.on, self.decided_version, self.decided_position, minute)

        def apply(self, aggregate: RiskState) -> None:
            aggregate.decisions.append(self.decision)

    class Answered(Decided, Minuted):
        """A body answered an escalation. Without an answer it was only forwarding."""

        decided_as = "Answer"

        to: Code
        answer: Code
        words: Words

        @property
        def decision(self) -> Decision:
            return self._decision(f"{UNSAID[Body(self.to)]} {ANSWERS[Answer(self.answer)]}")

        def apply(self, aggregate: RiskState) -> None:
            super().apply(aggregate)
            last = aggregate.escalations[-1]
            aggregate.escalations[-1] = replace(last, answer=Answer(self.answer))
            if self.answer == Answer.ACCEPT:
                aggregate.response = Response.TOLERATE

        def sentence(self, names: AgencyNames) -> str:
            body, minute = BODY_NAMES[Body(self.to)], self.in_minutes
            return f"answered for {body}{minute}: {ANSWERS[Answer(self.answer)]}. {self.words}"

    class Accepted(Decided, Minuted):
        """A body accepted the risk at its current score, without an escalation."""

        decided_as = "Acceptance"

        to: Code
        reason: Words

        @property
        def decision(self) -> Decision:
            return self._decision(f"{UNSAID[Body(self.to)]} accepted the risk")

        def apply(self, aggregate: RiskState) -> None:
            super().apply(aggregate)
            aggregate.response = Response.TOLERATE

        def sentence(self, names: AgencyNames) -> str:
            return f"accepted it for {BODY_NAMES[Body(self.to)]}{self.in_minutes}"

    class Closed(Decided):
        """It left the register, for a named reason. `register` names where it went, if anywhere."""

        decided_as = "Closing"

        closing: Code
        register: Words
        reason: Words

        @property
        def decision(self) -> Decision:
            return self._decision("Closed")

        def apply(self, aggregate: RiskState) -> None:
            super().apply(aggregate)
            where = f": {self.register}" if self.register else ""
            aggregate._close(f"{sentence_case(CLOSINGS[Closing(self.closing)])}{where}", self)

        def sentence(self, names: AgencyNames) -> str:
            where = f" ({self.register})" if self.register else ""
            return f"closed it because {CLOSINGS[Closing(self.closing)]}{where}"

    class Merged(Decided):
        """It was a duplicate; its life goes on in another risk."""

        decided_as = "Merging"

        into: Ref
        reason: Words

        @property
        def decision(self) -> Decision:
            return self._decision(f"Merged into {self.into}")

        def apply(self, aggregate: RiskState) -> None:
            super().apply(aggregate)
            aggregate._close(f"Merged as a duplicate into {self.into}", self)
            aggregate.merged_into = self.into

        def sentence(self, names: AgencyNames) -> str:
            return f"merged it, as a duplicate, into {self.into}"

    class Absorbed(Event):
        """Another risk was a duplicate of this one and was merged into it."""

        bears_on = frozenset({Basis.WORDS})

        merged: Ref
        reason: Words

        def apply(self, aggregate: RiskState) -> None:
            aggregate._link(self.merged)

        def sentence(self, names: AgencyNames) -> str:
            return f"merged the duplicate {self.merged} into it"

    class Reopened(Event):
        """A closed risk is back on the register."""

        bears_on = ALL

        reason: Words

        def apply(self, aggregate: RiskState) -> None:
            aggregate.closed = False
            aggregate.closing = aggregate.closed_on = aggregate.merged_into = ""

        def sentence(self, names: AgencyNames) -> str:
            return "reopened it"


def _months(count: int) -> str:
    return "month" if count == 1 else f"{count} months"
