"""A dispute between agencies, or an issue that the group cannot resolve, on its way through the
stages of the escalation procedure (ToR 6.1, 1.4c).

Here is what is done at a stage and what ends it. How it stands is in state.py, what can happen to
it in events.py, how it is recorded in minutes.py, and its way from stage to stage in way.py. It
carries the rules of the version that it started under, so that no later version moves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.disputes.events import DisputeEvents
from domain.disputes.guards import (
    has_ended,
    has_parties,
    has_the_ending,
    is_past,
    may_be_left,
    not_of_a_party,
)
from domain.disputes.minutes import DisputeFromMinutes
from domain.disputes.vocabulary import BODIES, ActionsDone
from domain.kernel.bodies import BODY_NAMES, BODY_ROLES, Body, must_speak_for
from domain.kernel.errors import DomainError
from domain.kernel.item import Linkable, in_a_row, still_open
from domain.kernel.moves import move
from domain.kernel.terms import Actor, Occasion, Role
from domain.kernel.vocabulary import said
from domain.partnership.agency import Agency, AgencyKind
from domain.procedure.rules import BY_PARTIES, Decider, Ending

_PARTNERS = {AgencyKind.LOCAL_AUTHORITY, AgencyKind.HEALTH, AgencyKind.POLICE}


class Dispute(DisputeFromMinutes):
    """One dispute, or one issue on the same way."""

    word = "dispute"
    prefix = "DSP"

    # ------------------------------------------------------------------ at a stage

    def _speaks_for_a_party(self, by: Actor) -> str | None:
        if by.role is Role.SAAS_MEMBER and by.agency not in self.names:
            return "Only its parties reply and say what they hold."
        return None

    @move(still_open, has_parties, by=[_speaks_for_a_party])
    def state_position(self, occasion: Occasion, *, agency: str, position: str) -> None:
        """Record what a party holds now."""
        self._must_be_party(occasion, agency)
        self._record(occasion, self.PositionStated, agency=agency, position=position)

    def _has_parties_that_reply(self) -> str | None:
        return None if self.names else "An issue has no parties that reply."

    def _waits_for_replies(self) -> str | None:
        if self.stage.decided_by is Decider.NOBODY:
            return "Nobody has to reply at this stage."
        return None

    @move(still_open, _has_parties_that_reply, _waits_for_replies, by=[_speaks_for_a_party])
    def reply(self, occasion: Occasion, *, agency: str, reply: str) -> None:
        """Record what a party answers at this stage. A late reply is taken, and shows as late."""
        self._must_be_party(occasion, agency)
        self._must_be_at_the_stage(occasion)
        self._record(
            occasion,
            self.Replied,
            agency=agency,
            stage=self.visit.stage,
            due_on=self.visit.due_on,
            reply=reply,
        )

    def _record_is_incomplete(self) -> str | None:
        return None if self.missing else "The record of this stage is complete."

    @move(still_open, _record_is_incomplete)
    def keep_record(self, occasion: Occasion, *, record: str, words: str) -> None:
        """Put on record something that the procedure asks for at this stage."""
        self._must_be_at_the_stage(occasion)
        if record not in self.missing:
            raise DomainError("The procedure does not ask for that now.", field="record")
        self._record(occasion, self.RecordKept, stage=self.visit.stage, record=record, words=words)

    def _is_convened(self) -> str | None:
        if self.stage.decided_by is not Decider.CONVENER:
            return "This stage has no convener."
        return None

    @move(still_open, _is_convened, by=[not_of_a_party("choose who convenes it")])
    def name_convener(self, occasion: Occasion, *, role: str, agency: Agency) -> None:
        """Ask somebody from no party to convene the stage (ToR 2.1: the Chair and the deputy are
        both of the local authority)."""
        if agency.reference in self.names:
            chair = (
                " The Chair and the deputy are both of the local authority, so neither can."
                if agency.kind is AgencyKind.LOCAL_AUTHORITY
                else ""
            )
            raise DomainError(
                f"{agency.name} is a party, so nobody from it can convene.{chair} A member of "
                f"{said('{group}')} from an agency other than "
                f"{in_a_row(self.names.values(), joint='or')} can.",
                field="agency",
            )
        if is_scrutineer(role):
            raise DomainError(
                "The Independent Scrutineer may facilitate, but never decides, so cannot convene.",
                field="role",
            )
        self._must_not_be_recused([agency], field="agency")
        self._must_be_at_the_stage(occasion)
        self._record(
            occasion,
            self.ConvenerNamed,
            role=role,
            agency=agency.reference,
            name=agency.name,
        )

    @move(still_open)
    def recuse(self, occasion: Occasion, *, role: str, agency: str, reason: str) -> None:
        """Record that somebody stands aside from deciding or convening this stage.

        Anybody but the Business Team can say so of their own agency only.
        """
        if occasion.by.role is not Role.BUSINESS_TEAM and agency != occasion.by.agency:
            raise DomainError(
                "You can record only that somebody of your own agency stands aside.",
                field="agency",
            )
        self._must_be_at_the_stage(occasion)
        self._record(occasion, self.Recused, role=role, agency=agency, reason=reason)

    @move(still_open)
    def facilitate(self, occasion: Occasion, *, facilitator: str, summary: str) -> None:
        """Record what somebody did to help the parties talk. It decides nothing."""
        self._must_be_at_the_stage(occasion)
        self._record(occasion, self.Facilitated, facilitator=facilitator, summary=summary)

    @move(has_parties)
    def record_dissent(self, occasion: Occasion, *, agency: str, dissent: str) -> None:
        """Record that an agency does not agree."""
        self._must_be_own(occasion, agency)
        self._record(occasion, self.DissentRecorded, agency=agency, dissent=dissent)

    # ------------------------------------------------------------------ endings

    def _can_be_settled(self) -> str | None:
        if not self.stage.can_end_by(Ending.AGREED):
            return "Nothing is settled at this stage: it is a record of who was told."
        return None

    def _has_parties_to_agree(self) -> str | None:
        if self.names:
            return None
        return "An issue has no parties that could agree. It is decided, or dropped."

    @move(
        still_open,
        has_the_ending(Ending.AGREED),
        _has_parties_to_agree,
        _can_be_settled,
        may_be_left,
        by=[not_of_a_party("write down what was agreed")],
    )
    def agree(self, occasion: Occasion, *, terms: str, for_the_record: str = "") -> None:
        """Record that the parties agreed."""
        self._complete_the_record(occasion, for_the_record)
        self._settle(occasion, self.Agreed, terms=terms)

    def _somebody_decides(self) -> str | None:
        if self.stage.decided_by in BY_PARTIES:
            return "Nobody decides at this stage: the parties agree, or it is escalated."
        if self.stage.decided_by is Decider.CONVENER and not self.visit.convener_agency:
            return "First name the convener."
        return None

    def _decides_the_stage(self, by: Actor) -> str | None:
        if by.role is Role.SCRUTINEER:
            return "The Independent Scrutineer may facilitate, but never decides."
        if by.role is Role.BUSINESS_TEAM:  # writes down what others decided
            return None
        body = BODIES.get(self.stage.decided_by)
        if body:
            speaks = by.role is BODY_ROLES[body]
            return None if speaks else f"At this stage only {BODY_NAMES[body]} can decide."
        convenes = by.agency != "" and by.agency == self.visit.convener_agency
        return None if convenes else "At this stage only the convener can decide."

    @move(
        still_open,
        has_the_ending(Ending.DECIDED),
        _somebody_decides,
        _can_be_settled,
        may_be_left,
        by=[_decides_the_stage, not_of_a_party("decide it")],
    )
    def decide(
        self,
        occasion: Occasion,
        *,
        decision: str,
        deciders: Sequence[Agency] = (),
        minute: str = "",
        for_the_record: str = "",
    ) -> None:
        """Record the decision of those who decide its stage: none of them of a party.

        `deciders` are the agencies whose partners took it; at a convened stage the convener did.
        """
        body = BODIES.get(self.stage.decided_by)
        if body:
            must_speak_for(body, occasion, minute)
            agencies = self._neutral_partners(body, deciders)
        else:
            if occasion.by.role is Role.BUSINESS_TEAM and not minute:
                raise DomainError("Give the minute in which the convener decided.", field="minute")
            if deciders:
                raise DomainError(
                    "At this stage the convener decides, and no Safeguarding Partners do.",
                    field="deciders",
                )
            agencies = [self.visit.convener_agency]
        self._complete_the_record(occasion, for_the_record)
        self._settle(
            occasion,
            self.Decided,
            decision=decision,
            decided_by=self.stage.decided_by.value,
            deciders=agencies,
            minute=minute,
        )

    def _raised_it(self, by: Actor) -> str | None:
        if by.role is Role.SAAS_MEMBER and by.agency != self.raised_by:
            return "Only the agency that raised it can withdraw it."
        return None

    @move(still_open, has_the_ending(Ending.WITHDRAWN), by=[_raised_it])
    def withdraw(self, occasion: Occasion, *, reason: str) -> None:
        """Record that the agency that raised it takes it back."""
        self._settle(occasion, self.Withdrawn, reason=reason)

    @move(still_open, has_the_ending(Ending.SUPERSEDED))
    def supersede(self, occasion: Occasion, *, other: Linkable, reason: str) -> None:
        """End it because another item takes its place; the two are linked."""
        self._must_be_at_the_stage(occasion)
        if other.id == self.id:
            raise DomainError("A dispute cannot take its own place.", field="other")
        if isinstance(other, Dispute) and other.ending is Ending.SUPERSEDED:
            raise DomainError(f"{other.reference} has itself been superseded.", field="other")
        if other.reference not in self.links:
            self.link(occasion, other=other, reason="It takes its place.")
        self._settle(occasion, self.Superseded, other=other.reference, reason=reason)

    @move(still_open, has_the_ending(Ending.NO_LONGER), by=[not_of_a_party("end it")])
    def drop(self, occasion: Occasion, *, reason: str) -> None:
        """Record that there is nothing to disagree about any more."""
        self._settle(occasion, self.NoLonger, reason=reason)

    def _nobody_can_settle_it(self) -> str | None:
        if not self.stage.can_end_by(Ending.NOTIFIED):
            return "It is notified externally only at the last stage, when nobody can settle it."
        return None

    @move(still_open, has_the_ending(Ending.NOTIFIED), _nobody_can_settle_it, may_be_left)
    def notify(
        self,
        occasion: Occasion,
        *,
        told: str,
        told_reference: str,
        reason: str,
        for_the_record: str = "",
    ) -> None:
        """Record who outside the partnership was told, when (`on`) and under what reference."""
        self._complete_the_record(occasion, for_the_record)
        self._settle(
            occasion, self.Notified, told=told, told_reference=told_reference, reason=reason
        )

    @move(has_ended)
    def note_learning(self, occasion: Occasion, *, learning: str) -> None:
        """Note what was learned from it."""
        self._record(occasion, self.LearningNoted, learning=learning)

    @move(has_ended)
    def check_actions(self, occasion: Occasion, *, done: ActionsDone, finding: str) -> None:
        """Record whether what was agreed was really done."""
        self._record(occasion, self.ActionsChecked, done=done.value, finding=finding)

    @move(still_open, is_past)
    def report_ending(self, occasion: Occasion, *, ending: Ending, words: str = "") -> None:
        """Record how a past dispute ended on the date of the occasion."""
        self._settle(occasion, self.EndingReported, how=ending.value, words=words)

    # ------------------------------------------------------------------ the steps behind them

    def _settle(
        self, occasion: Occasion, event_class: type[DisputeEvents.EndedEvent], **facts: Any
    ) -> None:
        self._must_be_at_the_stage(occasion)
        self._record(
            occasion,
            event_class,
            stage=self.visit.stage,
            decided_version=self.version,
            decided_position=occasion.position,
            **facts,
        )

    def _must_be_party(self, occasion: Occasion, agency: str) -> None:
        if agency not in self.names:
            raise DomainError("That agency is not a party to it.", field="agency")
        self._must_be_own(occasion, agency)

    def _must_be_own(self, occasion: Occasion, agency: str) -> None:
        if occasion.by.role is Role.SAAS_MEMBER and occasion.by.agency != agency:
            raise DomainError("You can speak only for your own agency.", field="agency")

    @property
    def stood_aside(self) -> set[str]:
        """The agencies of those who stood aside from its stage, on this visit or an earlier one."""
        here = [visit for visit in self.visits if visit.stage == self.visit.stage]
        return {recusal.agency for visit in here for recusal in visit.recusals} - {""}

    def _must_not_be_recused(self, agencies: Sequence[Agency], *, field: str) -> None:
        for agency in agencies:
            if agency.reference in self.stood_aside:
                raise DomainError(f"{agency.name} stood aside from this stage.", field=field)

    def _neutral_partners(self, body: Body, deciders: Sequence[Agency]) -> list[str]:
        if not deciders:
            raise DomainError(
                f"Say which of {BODY_NAMES[body]} took the decision, by their agencies.",
                field="deciders",
            )
        for agency in deciders:
            if agency.reference in self.names:
                raise DomainError(
                    f"{agency.name} is a party, so its member cannot decide. The other "
                    "Safeguarding Partners can; where all are parties, escalate it.",
                    field="deciders",
                )
            if agency.kind not in _PARTNERS:
                raise DomainError(
                    f"{agency.name} is not a Safeguarding Partner: it has no say at this stage.",
                    field="deciders",
                )
        self._must_not_be_recused(deciders, field="deciders")
        return [agency.reference for agency in deciders]


def is_scrutineer(role: str) -> bool:
    """Whether the words of a role are those of the Independent Scrutineer."""
    return "scrutineer" in role.casefold()
