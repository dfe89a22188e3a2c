"""A dispute between agencies, or an issue that the group cannot resolve, on its way through the
stages of the escalation procedure (ToR 6.1, 1.4c).

Here is what is done at a stage and what ends it. How it stands is in state.py, what can happen to
it in events.py and way_events.py, how it is recorded in minutes.py, and its way from stage to stage
in way.py. It carries the rules of the version that it started under, so that no later version moves
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.disputes.afterwards import DisputeAfterwards
from domain.disputes.deciding import TakingPart, must_be_a_partner, must_not_stand_aside
from domain.disputes.events import DisputeEvents
from domain.disputes.guards import (
    decides_for_no_party,
    has_its_convener,
    has_parties,
    has_the_ending,
    is_past,
    may_be_left,
    not_of_a_party,
)
from domain.disputes.neutral import must_be_chaired, must_be_neutral, must_not_be_aside
from domain.disputes.vocabulary import BODIES
from domain.kernel.bodies import BODY_NAMES, BODY_ROLES, Body, must_speak_for
from domain.kernel.deciding.minutes import NO_MINUTE, Minute, must_be_minuted
from domain.kernel.errors import DomainError, all_at_once
from domain.kernel.item import Linkable, long_date, still_open
from domain.kernel.moves import move
from domain.kernel.plain import normal
from domain.kernel.terms import Actor, Occasion, Role
from domain.partnership.agency import Agency, Partners
from domain.procedure.rules import BY_PARTIES, Decider, Ending, HowDecided


class Dispute(DisputeAfterwards):
    """One dispute, or one issue on the same way."""

    word = "dispute"
    prefix = "DSP"
    alike_by = "the same meeting, minute, title and parties"

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
        """Record what a party answers at the stage where it was on the day of the reply.

        A late reply is taken, and shows as late; one that came in time is not late because it is
        recorded late, not even where the dispute has gone on meanwhile.
        """
        self._must_be_party(occasion, agency)
        self._must_have_begun(occasion)
        visit = self.visit_on(self._when(occasion))
        self._record(
            occasion,
            self.Replied,
            agency=agency,
            name=self.names[agency],
            stage=visit.stage,
            due_on=visit.due_on,
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
    def name_convener(self, occasion: Occasion, *, role: str, agency: Agency | None = None) -> None:
        """Ask somebody from no party to convene the stage, of a member agency or of none (ToR 2.1:
        the Chair and the deputy are both of the local authority)."""
        with all_at_once() as each:
            with each:
                must_be_neutral(self, role, agency)
            with each:
                must_not_be_aside(self, role, agency, field="agency")
            with each:
                self._must_be_at_the_stage(occasion)
        self._record(
            occasion,
            self.ConvenerNamed,
            role=role,
            agency=agency.reference if agency else "",
            name=agency.name if agency else "",
        )

    @move(still_open)
    def recuse(self, occasion: Occasion, *, role: str, agency: str, reason: str) -> None:
        """Record that somebody stands aside from deciding, chairing or convening, for as long as
        the dispute lasts.

        Anybody but the Business Team can say so of their own agency only.
        """
        if occasion.by.role is not Role.BUSINESS_TEAM and agency != occasion.by.agency:
            raise DomainError(
                "You can record only that somebody of your own agency stands aside.",
                field="agency",
            )
        self._must_have_begun(occasion)
        self._record(occasion, self.Recused, role=role, agency=agency, reason=reason)

    def _somebody_stands_aside(self) -> str | None:
        return None if self.stand_aside else "Nobody stands aside."

    @move(still_open, _somebody_stands_aside)
    def end_recusal(self, occasion: Occasion, *, recusal: int, reason: str) -> None:
        """Record that somebody need not stand aside any longer."""
        found = self.stand_aside.get(recusal)
        if found is None:
            raise DomainError("Nobody stands aside under that number.", field="recusal")
        if occasion.by.role is not Role.BUSINESS_TEAM and found.agency != occasion.by.agency:
            raise DomainError("You can say so only of your own agency.", field="recusal")
        if occasion.on.isoformat() < found.on:
            raise DomainError(f"They stood aside on {long_date(found.on)}.", field="on")
        self._record(
            occasion,
            self.RecusalEnded,
            number=recusal,
            role=found.role,
            agency=found.agency,
            reason=reason,
        )

    @move(still_open)
    def facilitate(self, occasion: Occasion, *, facilitator: str, summary: str) -> None:
        """Record what somebody did to help the parties talk. It decides nothing."""
        self._must_have_begun(occasion)
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
        has_its_convener,
        by=[not_of_a_party("write down what was agreed")],
    )
    def agree(self, occasion: Occasion, *, terms: str, for_the_record: str = "") -> None:
        """Record that the parties agreed."""
        self._complete_the_record(occasion, for_the_record)
        self._settle(occasion, self.Agreed, terms=terms)

    def _somebody_decides(self) -> str | None:
        if self.stage.decided_by in BY_PARTIES:
            return "Nobody decides at this stage: the parties agree, or it is escalated."
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

    def _decided_by_assent(self) -> str | None:
        if self.stage.how is HowDecided.ALL_ASSENT:
            return None
        return "Nothing is decided by assent at this stage."

    def _speaks_for_the_body(self, by: Actor) -> str | None:
        body = BODIES.get(self.stage.decided_by)
        if by.role is Role.BUSINESS_TEAM or (body and by.role is BODY_ROLES[body]):
            return None
        return f"Only {BODY_NAMES[body]} can." if body else None

    @move(still_open, _decided_by_assent, by=[_speaks_for_the_body])
    def assent(
        self,
        occasion: Occasion,
        *,
        agency: Agency,
        decision: str,
        known_by: str = "",
        partners: Partners,
    ) -> None:
        """Record that a Safeguarding Partner assents to a decision, before all of them have."""
        with all_at_once() as each:
            with each:
                self._must_be_able_to_assent(occasion.by, agency, decision, partners)
            with each:
                if occasion.by.role is Role.BUSINESS_TEAM and not known_by:
                    raise DomainError(
                        "Say how the assent is known, for example by whose e-mail of which date.",
                        field="known_by",
                    )
            with each:
                self._must_be_at_the_stage(occasion)
        self._record(
            occasion,
            self.Assented,
            agency=agency.reference,
            name=agency.name,
            partners=dict(partners.names),
            decision=decision,
            known_by=known_by,
        )

    def _must_be_able_to_assent(
        self, by: Actor, agency: Agency, decision: str, partners: Partners
    ) -> None:
        must_be_a_partner(agency, partners, field="agency")
        must_not_stand_aside(self, agency, field="agency")
        if by.role is not Role.BUSINESS_TEAM and by.agency != agency.reference:
            raise DomainError("You can record the assent of your own agency only.", field="agency")
        before = self.visit.assents.get(agency.reference)
        if before and normal(before.decision) == normal(decision):
            raise DomainError(f"{agency.name} has assented to that already.", field="agency")

    @move(
        still_open,
        has_the_ending(Ending.DECIDED),
        _somebody_decides,
        _can_be_settled,
        may_be_left,
        has_its_convener,
        by=[_decides_the_stage, decides_for_no_party],
    )
    def decide(
        self,
        occasion: Occasion,
        *,
        decision: str,
        assenting: Sequence[Agency] = (),
        absent: Sequence[Agency] = (),
        absence: str = "",
        chair_role: str = "",
        chair_agency: Agency | None = None,
        minute: Minute | None = None,
        for_the_record: str = "",
        partners: Partners,
    ) -> None:
        """Record the decision of those who decide its stage.

        A body decides in the way that the procedure says: `assenting` are the Safeguarding
        Partners who assent on the date of the occasion, besides those who did before; `absent`
        those who took no part, with the reason in `absence`. Somebody of no party chairs. At a
        convened stage the convener decides.
        """
        body = BODIES.get(self.stage.decided_by)
        minuted, taken = NO_MINUTE, (dict[str, str](), dict[str, str]())
        with all_at_once() as each:
            with each:
                minuted = self._minuted(body, occasion, minute)
            if body:
                with each:
                    taking = TakingPart(self, partners, assenting, absent, absence)
                    taken = taking.part(occasion.on, decision)
                with each:
                    must_be_chaired(self, chair_role, chair_agency, partners)
            else:
                with each:
                    if assenting or absent or chair_role or chair_agency:
                        raise DomainError(
                            "At this stage the convener decides. Leave the Safeguarding Partners "
                            "and the chair empty.",
                            field="assenting",
                        )
            with each:
                self._must_complete_the_record(occasion, for_the_record)
        if not body:
            convener, chair_role = self.visit.convener_agency, self.visit.convener_role
            taken = {convener: occasion.on.isoformat()} if convener else {}, {}
        self._complete_the_record(occasion, for_the_record)
        self._settle(
            occasion,
            self.Decided,
            decision=decision,
            decided_by=self.stage.decided_by.value,
            how=self.stage.how.value if self.stage.how else "",
            partners=partners.names if body else {},
            assents=taken[0],
            absent=taken[1],
            chair_role=chair_role,
            chair_agency=chair_agency.reference if chair_agency else self.visit.convener_agency,
            **minuted.facts,
        )

    def _minuted(self, body: Body | None, occasion: Occasion, minute: Minute | None) -> Minute:
        """The minute of a decision: of a body always, of a convener who is not the one to record
        it."""
        if body:
            return must_speak_for(body, occasion, minute)
        if minute or occasion.by.role is Role.BUSINESS_TEAM:
            return must_be_minuted("the convener", occasion, minute)
        return NO_MINUTE

    def _raised_it(self, by: Actor) -> str | None:
        theirs = by.role is Role.SAAS_MEMBER or by.on_behalf_of
        if theirs and by.speaks_for != self.raised_by:
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
        if not self.stage.can_end_by(Ending.ANSWERED):
            return "It is notified externally only at the last stage, when nobody can settle it."
        return None

    @move(still_open, _nobody_can_settle_it, may_be_left)
    def notify(
        self,
        occasion: Occasion,
        *,
        told: str,
        told_reference: str,
        reason: str,
        for_the_record: str = "",
    ) -> None:
        """Record who outside the partnership was told, when (`on`) and under what reference.

        It stays unresolved until the answer is on record.
        """
        self._complete_the_record(occasion, for_the_record)
        self._record(
            occasion,
            self.Notified,
            stage=self.visit.stage,
            told=told,
            told_reference=told_reference,
            reason=reason,
        )

    def _somebody_was_told(self) -> str | None:
        return None if self.notified else "Nobody outside the partnership has been told."

    @move(still_open, has_the_ending(Ending.ANSWERED), _nobody_can_settle_it, _somebody_was_told)
    def record_answer(
        self, occasion: Occasion, *, answer: str, answered_by: str, answer_reference: str = ""
    ) -> None:
        """Record what whoever was told outside answered; with that it ends."""
        told_on = self.notified[0].on
        if occasion.on.isoformat() < told_on:
            raise DomainError(f"They were told on {long_date(told_on)}.", field="on")
        self._settle(
            occasion,
            self.Answered,
            answer=answer,
            answered_by=answered_by,
            answer_reference=answer_reference,
        )

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
