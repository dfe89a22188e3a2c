"""However people come, go, take the chair and are put right: nothing is ever stored as a decision
without a quorum at its item, and a decision is marked as long as it turns out to have had none."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from domain.decisions.decision import Decision
from domain.decisions.vocabulary import Kind, Standing
from domain.kernel.errors import DomainError, NotFoundError
from domain.meetings.vocabulary import How, InterestKind
from tests.meetings import COUNCIL, HEALTH, POLICE, SEATS, Sitting, planned

ITEMS = range(1, 5)
items = st.sampled_from(ITEMS)
attendees = st.integers(1, 7)
seats = st.sampled_from(range(1, len(SEATS) + 1))
hows = st.sampled_from(How)
there = st.sampled_from([How.PRESENT, How.ONLINE])


@dataclass
class Known:
    """What this test itself remembers of somebody: their agency, for which items they are there,
    from which of those an interest of their own sends them out, and whether they may count."""

    agency: str
    at: set[int]
    able: bool = True
    out: set[int] = field(default_factory=set)
    declared: set[int] = field(default_factory=set)


class Meetings(RuleBasedStateMachine):
    """A meeting of four items, and anybody's idea of who is there."""

    def __init__(self) -> None:
        super().__init__()
        self.sitting: Sitting = planned().open(items=len(ITEMS))
        self.people: dict[int, Known] = {}
        self.chairs: dict[int, int] = {}
        self.able_then: dict[str, dict[int, bool]] = {}
        self.confirmed: dict[str, list[tuple[int, dict[int, bool]]]] = {}

    def quorate(self, item: int, able: Mapping[int, bool] | None = None) -> bool:
        """By this test's own reckoning, without the rule: three agencies, one each, no chair.
        `able`: whether somebody was, when it was decided."""
        taken = [each for each in self.chairs if each <= item]
        chair = self.chairs[max(taken)] if taken else 0
        if not chair or item not in self.people[chair].at - self.people[chair].out:
            return False
        counted = {
            known.agency
            for number, known in self.people.items()
            if number != chair
            and (able or {}).get(number, known.able)
            and item in known.at - known.out
        }
        return {COUNCIL, HEALTH, POLICE} <= counted

    @initialize(full=st.booleans())
    def begin(self, full: bool) -> None:
        """Half of them begin with everybody there and the chair in the chair."""
        for seat in range(1, len(SEATS) + 1) if full else ():
            self.people[self.sitting.attend(seat)] = Known(SEATS[seat - 1][1], set(ITEMS))
        if full:
            self.sitting.chair(1)
            self.chairs[1] = 1

    @rule(seat=seats, how=hows, start=items)
    def attend(self, seat: int, how: How, start: int) -> None:
        with suppress(DomainError):
            number = self.sitting.attend(seat, how, from_item=start)
            at = {each for each in ITEMS if each >= start} if how in KINDS_THERE else set()
            self.people[number] = Known(SEATS[seat - 1][1], at)

    @rule(seat=seats, contributes=st.booleans(), commissions=st.booleans(), judged=st.booleans())
    def substitute(self, seat: int, contributes: bool, commissions: bool, judged: bool) -> None:
        if seat in self.sitting.meeting.substitutes:
            return
        facts = {"contributes": contributes, "commissions": commissions} if judged else {}
        able = judged and contributes and commissions
        there = self.sitting.meeting.substitute_there(seat)
        if judged and there:
            self.people[there.number].able = able
        with suppress(DomainError):
            number = self.sitting.substitute(seat, **facts)
            self.people[number] = Known(SEATS[seat - 1][1], set(ITEMS), able)

    @rule(attendee=attendees, item=items, how=there)
    def arrive(self, attendee: int, item: int, how: How) -> None:
        with suppress(DomainError):
            self.sitting.meeting.arrive(
                self.sitting.now, attendee=attendee, item=item, how=how, beside=self.sitting.others
            )
            self.people[attendee].at |= {each for each in ITEMS if each >= item}

    @rule(attendee=attendees, item=items)
    def depart(self, attendee: int, item: int) -> None:
        with suppress(DomainError):
            self.sitting.meeting.depart(
                self.sitting.now, attendee=attendee, item=item, beside=self.sitting.others
            )
            self.people[attendee].at -= {each for each in ITEMS if each >= item}

    @rule(attendee=attendees, item=items)
    def take_chair(self, attendee: int, item: int) -> None:
        with suppress(DomainError):
            self.sitting.chair(attendee, item, reason="So they said.")
            self.chairs[item] = attendee

    @rule(attendee=attendees, item=items, kind=st.sampled_from(InterestKind))
    def declare(self, attendee: int, item: int, kind: InterestKind) -> None:
        with suppress(DomainError):
            self.sitting.meeting.declare_interest(
                self.sitting.now, attendee=attendee, item=item, kind=kind, words="A contract.",
                beside=self.sitting.others,
            )  # fmt: skip
            self.people[attendee].declared.add(item)
            if kind is InterestKind.PERSON:
                self.people[attendee].out.add(item)

    @rule(attendee=attendees, how=hows, start=items, end=st.sampled_from([None, *ITEMS]))
    def correct(self, attendee: int, how: How, start: int, end: int | None) -> None:
        with suppress(DomainError):
            self.sitting.meeting.correct_attendance(
                self.sitting.now, attendee=attendee, how=how, from_item=start, until_item=end,
                reason="Misheard.", beside=self.sitting.others,
            )  # fmt: skip
            spell = {each for each in ITEMS if start <= each < (end or 99)}
            self.people[attendee].at = spell if how in KINDS_THERE else set()

    @rule(item=items, kind=st.sampled_from(Kind))
    def decide(self, item: int, kind: Kind) -> None:
        quorate = self.quorate(item)
        try:
            decision = self.sitting.decide(item, kind=kind)
        except DomainError:
            chairs = [each for each in self.chairs if each <= item]
            in_conflict = bool(chairs) and item in self.people[self.chairs[max(chairs)]].declared
            assert in_conflict or quorate is (kind is Kind.ADVICE)
            return
        able = {number: known.able for number, known in self.people.items()}
        self.able_then[decision.reference] = able
        assert quorate is (kind is not Kind.ADVICE)
        assert decision.quorum.startswith("Quorate: " if quorate else "Not quorate: ")

    @rule(item=items, number=st.integers(1, 4))
    def confirm(self, item: int, number: int) -> None:
        with suppress(DomainError, NotFoundError):
            decision = self.sitting.others.find(Decision, f"DEC-2026-{number:03}")
            self.sitting.meeting.confirm_decision(
                self.sitting.now, decision=decision, item=item, minute="1"
            )
            able = {number: known.able for number, known in self.people.items()}
            self.confirmed.setdefault(decision.reference, []).append((item, able))

    @invariant()
    def what_has_no_quorum_is_marked_as_long_as_it_has_none_and_stays_as_it_was(self) -> None:
        for reference, item in self.sitting.meeting.decisions.items():
            decision = self.sitting.others.find(Decision, reference)
            confirmations = self.confirmed.get(reference, [])
            advice = decision.kind is Kind.ADVICE
            own = not advice and self.quorate(item, self.able_then[reference])
            if own or any(self.quorate(at, able) for at, able in confirmations):
                assert decision.worth not in {Standing.WANTING, Standing.ADVICE}
            else:
                unmarked = advice and not confirmations
                assert decision.worth is (Standing.ADVICE if unmarked else Standing.WANTING)
            assert decision.quorum.startswith("Not quorate: " if advice else "Quorate: ")

    @invariant()
    def a_seat_has_one_person_at_each_item(self) -> None:
        meeting = self.sitting.meeting
        for item in ITEMS:
            there = [
                each.seat for each in meeting.attendees.values() if meeting.is_there(each, item)
            ]
            assert len(there) == len(set(there))

    @invariant()
    def the_page_says_the_same_of_every_item(self) -> None:
        for item in ITEMS:
            assert self.sitting.meeting.quorum_at(item).holds is self.quorate(item)


KINDS_THERE = {How.PRESENT, How.ONLINE}


def test_nothing_is_ever_a_decision_without_a_quorum_at_its_item() -> None:
    run_state_machine_as_test(
        Meetings, settings=settings(max_examples=60, stateful_step_count=30, deadline=None)
    )
