"""Whatever is done to a dispute, in whatever order and however late: its rules hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from application.nouns.disputes import DISPUTE_INTENTS
from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import ActionsDone, Kind
from domain.kernel.days.when import is_later
from domain.kernel.deciding.evidence import EvidenceKind
from domain.kernel.errors import DomainError
from domain.kernel.item import Item, london_date
from domain.kernel.terms import Actor, Occasion, Role
from domain.procedure.rules import BY_PARTIES, ClockStart, Decider, Ending, Rules
from tests.disputed import (
    CALENDAR,
    COUNCIL,
    HEALTH_BOARD,
    KENT_POLICE,
    PARTNERS,
    PROBATION,
    URGENT,
    ended,
    record,
    recorded,
    shipped,
    unrecorded,
    with_stage,
)
from tests.examples import finds
from tests.minuted import NOT_MINUTED

SECRETARY = Actor("somebody", Role.BUSINESS_TEAM)
FIRST_MOMENT = datetime(2026, 5, 6, 9, tzinfo=UTC)
AGENCIES = {each.reference: each for each in (KENT_POLICE, COUNCIL, HEALTH_BOARD, PROBATION)}
PROCEDURES: dict[str, Rules] = {
    "as shipped": shipped(),
    "nothing on record": unrecorded(),
    "by itself": unrecorded(shipped(automatic=True, returns=3, extensions=2)),
    "from the minutes": with_stage("direct", unrecorded(), starts=ClockStart.APPROVED),
}

reference = st.sampled_from(sorted(AGENCIES))
agency = reference.map(AGENCIES.__getitem__)
chosen = st.lists(reference, max_size=3, unique=True).map(
    lambda chosen: [AGENCIES[each] for each in chosen]
)
others = st.sampled_from(["DSP-2026-002", "DSP-2026-003"]).map(lambda it: recorded(reference=it))
actor = st.builds(
    Actor,
    st.just("somebody"),
    st.sampled_from([Role.BUSINESS_TEAM] * 3 + list(Role)),
    st.sampled_from(["", *sorted(AGENCIES)]),
)
partners = st.builds(lambda: PARTNERS)
words = st.just("Words.")
stage = st.sampled_from([each.key for each in shipped().stages])
corrected = st.one_of(
    st.sampled_from(["", *sorted(AGENCIES)]),
    st.lists(st.sampled_from(sorted(AGENCIES)), min_size=2, max_size=3).map(", ".join),
    st.dates(date(2026, 5, 1), date(2026, 6, 30)).map(str),
)
CLOCKED: dict[str, Any] = {"calendar": st.just(CALENDAR)}

FORMS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "describe": dict.fromkeys(
        ["title", "issue", "impact", "outcome_sought", "theme", "reason"], words
    ),
    "date_minutes": CLOCKED | {"approved_on": st.dates(date(2026, 5, 6), date(2026, 6, 30))},
    "add_party": {"agency": agency, "position": words},
    "state_position": {"agency": reference, "position": words},
    "reply": {"agency": reference, "reply": words},
    "keep_record": {"record": words, "words": words},
    "extend": CLOCKED | {
        "days": st.none() | st.integers(0, 11), "hours": st.none() | st.integers(0, 25),
        "reason": words,
    },
    "name_convener": {"role": words, "agency": agency},
    "recuse": {"role": words, "agency": st.one_of(st.just(""), reference), "reason": words},
    "facilitate": {"facilitator": words, "summary": words},
    "record_dissent": {"agency": reference, "dissent": words},
    "declare_urgent": dict.fromkeys(
        ["reason", "authorised_by", "protective_step", "contact"], words
    ),
    "escalate": CLOCKED | {"reason": words, "to": st.one_of(st.just(""), stage)},
    "return_it": CLOCKED | {"reason": words, "stage": stage},
    "agree": {"terms": words},
    "decide": {
        "decision": words, "minute": st.sampled_from([None, NOT_MINUTED]),
        "assenting": chosen, "absent": chosen, "absence": words, "chair_role": words,
        "chair_agency": st.one_of(st.none(), agency), "partners": partners,
    },
    "assent": {
        "agency": agency, "decision": words, "known_by": words, "partners": partners,
    },
    "end_recusal": {"recusal": st.integers(0, 3), "reason": words},
    "withdraw": {"reason": words},
    "supersede": {"other": others, "reason": words},
    "drop": {"reason": words},
    "notify": {"told": words, "told_reference": words, "reason": words},
    "record_answer": {"answer": words, "answered_by": words, "answer_reference": words},
    "reopen": CLOCKED | {"reason": words},
    "note_learning": {"learning": words},
    "check_actions": {
        "done": st.sampled_from(ActionsDone), "finding": words,
        "find": st.just(finds(*AGENCIES.values())),
    },
    "report_stage": CLOCKED | {"stage": stage, "note": words},
    "report_ending": {"ending": st.sampled_from(Ending)},
    "correct": CLOCKED | {
        "fact": st.sampled_from(["parties", "raised_by", "met_on", "circulated_on", "approved_on"]),
        "becomes": corrected, "reason": words, "find": st.just(finds(*AGENCIES.values())),
    },
    "link": {"other": others, "reason": words},
    "unlink": {"other": others, "reason": words},
    "add_evidence": {
        "kind": st.just(EvidenceKind.DOCUMENT), "title": words,
        "link": st.just("https://kent.example/it"),
    },
    "check_evidence": {"evidence": st.integers(1, 2), "finding": words},
    "withdraw_evidence": {"evidence": st.integers(1, 2), "reason": words},
    "propose_redecision": {
        "decision": st.builds(
            "{} {}".format, st.integers(2, 9), st.sampled_from(["words", "date"])
        ),
        "becomes": words | st.just("6 May 2026"), "reason": words,
    },
    "confirm_redecision": {"confirmed_by": st.just(""), "known_by": words},
    "decline_redecision": {"reason": words},
}  # fmt: skip
"""What anybody might give with each command."""

IN_ERROR = {"say_in_error", "agree_in_error", "decline_in_error", "put_back"}
"""What test_recorded_in_error.py tries in any order, for every noun."""

ENDINGS = ["agree", "decide", "withdraw", "supersede", "drop", "notify", "report_ending"]
ON_THE_WAY = ["escalate", "return_it", "reopen", "extend", "name_convener", "recuse", "add_party"]


class Disputing(RuleBasedStateMachine):
    """People do things to one dispute while time passes; some of what they do is refused."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = FIRST_MOMENT
        self.dispute: Dispute = recorded()
        self.events: list[Item.Event] = []

    @initialize(
        procedure=st.sampled_from(sorted(PROCEDURES)),
        kind=st.sampled_from([Kind.DISPUTE, Kind.DISPUTE, Kind.ISSUE]),
        urgent=st.booleans(),
        past=st.booleans(),
    )
    def record(self, procedure: str, kind: Kind, urgent: bool, past: bool) -> None:
        alone: dict[str, Any] = {"others": [], "positions": []} if kind is Kind.ISSUE else {}
        self.dispute = record(
            self._occasion(SECRETARY),
            kind=kind,
            rules=PROCEDURES[procedure],
            past=past,
            **alone,
            **(URGENT if urgent and not past else {}),
        )
        self._keep()

    @rule(hours=st.sampled_from([1, 7, 24, 24 * 4, 24 * 30]))
    def time_passes(self, hours: int) -> None:
        self.moment += timedelta(hours=hours)

    @rule(draw=st.data(), by=actor, moves=st.sampled_from([sorted(FORMS), ON_THE_WAY, ENDINGS]))
    def do_what_the_page_offers(self, draw: st.DataObject, by: Actor, moves: list[str]) -> None:
        offered = [move for move in moves if self._offers(move, self._occasion(by))]
        if offered:
            move = draw.draw(st.sampled_from(offered), label="move")
            facts = self._facts(draw, move) | self._sensible(draw, move)
            self._act(move, self._occasion(by), facts)

    @rule(draw=st.data(), by=actor, move=st.sampled_from(sorted(FORMS)), days=st.integers(0, 9))
    def do_what_it_may_not_offer(
        self, draw: st.DataObject, by: Actor, move: str, days: int
    ) -> None:
        occasion = self._occasion(by)
        occasion = replace(occasion, on=occasion.on - timedelta(days))
        self._act(move, occasion, self._facts(draw, move))

    @precondition(lambda self: not self.dispute.ending and self.dispute.missing)
    @rule()
    def put_everything_on_record(self) -> None:
        for each in list(self.dispute.missing):
            facts = {"record": each, "words": "As minuted."}
            self._act("keep_record", self._occasion(SECRETARY), facts)

    @precondition(lambda self: self.dispute.why_not("escalate") is None)
    @rule()
    def go_up(self) -> None:
        facts = {"reason": "x", "calendar": CALENDAR, **self._at_exit("escalate")}
        self.dispute.escalate(self._occasion(SECRETARY), **facts)
        self._keep()

    @rule()
    def look_at_the_clock(self) -> None:
        occasion = self._occasion(Actor("clock", Role.BUSINESS_TEAM))
        while self.dispute.notice_overdue(occasion, calendar=CALENDAR):
            pass
        self._keep()

    def _facts(self, draw: st.DataObject, move: str) -> dict[str, Any]:
        return {name: draw.draw(each, label=name) for name, each in FORMS[move].items()}

    def _sensible(self, draw: st.DataObject, move: str) -> dict[str, Any]:
        """What a form would offer, in place of what anybody might send."""
        return self._chosen(draw, move) | self._at_exit(move)

    def _at_exit(self, move: str) -> dict[str, Any]:
        lacks = move in {"escalate", "agree", "decide", "notify"} and self.dispute.missing_at_exit
        return {"for_the_record": "As minuted."} if lacks else {}

    def _chosen(self, draw: st.DataObject, move: str) -> dict[str, Any]:
        parties = self.dispute.parties
        neutral = sorted(AGENCIES.keys() - {*parties})
        match move:
            case "reply" | "state_position":
                return {"agency": draw.draw(st.sampled_from(parties))}
            case "keep_record":
                return {"record": self.dispute.missing[0]}
            case "escalate":
                return {"to": draw.draw(st.sampled_from(self.dispute.ways_up())).key}
            case "return_it":
                return {"stage": draw.draw(st.sampled_from(self.dispute.ways_down())).key}
            case "extend":
                return {"days": 2}
            case "name_convener" if neutral:
                return {"agency": AGENCIES[draw.draw(st.sampled_from(neutral))]}
            case "decide":
                convened = self.dispute.stage.decided_by is Decider.CONVENER
                if convened:
                    return {"assenting": [], "absent": [], "chair_role": "", "minute": NOT_MINUTED}
                chair = {"chair_role": "Independent chair", "chair_agency": None}
                return {"assenting": PARTNERS, "absent": [], "minute": NOT_MINUTED, **chair}
        return {}

    def _offers(self, move: str, occasion: Occasion) -> bool:
        """Whether a page would: asked of the dispute as pages ask it."""
        dispute = self.dispute
        return not (dispute.why_not(move) or dispute.not_by(move, occasion.by))

    def _act(self, move: str, occasion: Occasion, facts: dict[str, Any]) -> None:
        self.moment += timedelta(minutes=1)
        state, offered = repr(vars(self.dispute)), self._offers(move, occasion)
        try:
            getattr(self.dispute, move)(occasion, **facts)
        except DomainError:
            assert repr(vars(self.dispute)) == state, "a refused command changes nothing"
            return
        assert offered, "what is done was possible"
        assert self.dispute.pending_events
        self._keep()

    def _occasion(self, by: Actor) -> Occasion:
        return Occasion(by, self.moment, london_date(self.moment), len(self.events))

    def _keep(self) -> None:
        """Remember what has happened, as the log does, and check it against the rules."""
        for event in self.dispute.collect_events():
            assert isinstance(event, Item.Event)
            self._check(event)
            self.events.append(event)

    def _check(self, event: Item.Event) -> None:
        parties = self.dispute.parties
        if isinstance(event, Dispute.Decided):
            assert set(event.assents) >= set(event.partners)
            assert event.partners or not set(event.assents) & set(parties)
            assert set(parties) >= set(event.partners) or event.chair_agency not in parties
            assert event.by.role is not Role.SCRUTINEER
        if isinstance(event, Dispute.ConvenerNamed):
            assert event.agency not in parties
        if isinstance(event, Dispute.StageOverdue):
            assert is_later(event.when, event.due_on)
            assert event.on <= london_date(event.timestamp).isoformat()
        if isinstance(event, Dispute.Escalated) and not event.automatic:
            assert event.missing == []

    @invariant()
    def there_is_one_current_stage_until_the_end(self) -> None:
        open_visits = [visit for visit in self.dispute.visits if not visit.left_on]
        if self.dispute.ending:
            assert open_visits == []
            assert self.dispute.ended_on
        else:
            assert open_visits == [self.dispute.visits[-1]]
            assert self.dispute.ended_on == ""

    @invariant()
    def no_party_convenes(self) -> None:
        """What was corrected after the end may show that one did."""
        if self.dispute.ending:
            return
        visit = self.dispute.visit
        assert visit.convener_agency not in self.dispute.parties
        if visit.convener_agency:
            assert self.dispute.stage.decided_by is Decider.CONVENER
            stood_aside = {each.agency for each in visit.recusals}
            assert visit.convener_agency not in stood_aside

    @invariant()
    def a_due_date_that_is_set_moves_only_by_an_extension_or_a_correction(self) -> None:
        """Read off the events alone."""
        due, first_due, extensions, stages = "", "", 0, 0
        for event in self.events:
            if isinstance(event, Dispute.StageBegun):
                due, first_due, extensions = event.due_on, event.due_on, 0
                stages += 1
            elif isinstance(event, Dispute.ClockStarted):
                assert due == "", "a clock that runs is not started again"
                due = first_due = event.due_on
            elif isinstance(event, Dispute.Extended):
                assert event.was == due
                assert event.due_on > due
                due, extensions = event.due_on, extensions + 1
            elif isinstance(event, Dispute.Corrected) and event.reckoned and stages == 1:
                first_due = event.reckoned["due_on"]
                due = due if extensions else first_due
        visit = self.dispute.visit
        assert (visit.due_on, visit.first_due_on, visit.extensions) == (due, first_due, extensions)
        assert extensions <= self.dispute.rules.extensions

    @invariant()
    def it_keeps_to_its_procedure(self) -> None:
        rules = self.dispute.rules
        returned = [each for each in self.events if isinstance(each, Dispute.ReturnedToStage)]
        assert len(returned) == self.dispute.returned <= rules.returns
        if self.dispute.kind is Kind.ISSUE and not self.dispute.past:
            assert self.dispute.stage.decided_by not in BY_PARTIES
        for visit in self.dispute.visits:
            assert bool(visit.due_on) == bool(visit.late_from)
            assert visit.due_on < visit.late_from or not visit.due_on

    @invariant()
    def a_replay_of_the_log_is_what_is_there(self) -> None:
        again: Any = None
        for event in self.events:
            again = event.mutate(again)
        assert vars(again) == vars(self.dispute)

    def teardown(self) -> None:
        for event in self.events:
            assert event.sentence({})
        versions = [event.originator_version for event in self.events]
        assert versions == [*range(1, len(versions) + 1)]


def test_every_command_is_given() -> None:
    every = {intent.move for intent in DISPUTE_INTENTS if not intent.creates}
    assert FORMS.keys() | IN_ERROR == every
    assert set(ENDINGS + ON_THE_WAY) <= FORMS.keys()


def test_any_order_of_commands_keeps_the_rules_of_a_dispute() -> None:
    usual = settings()
    run_state_machine_as_test(
        Disputing,
        settings=settings(usual, max_examples=usual.max_examples, stateful_step_count=50),
    )


@pytest.mark.parametrize("ending", Ending)
@pytest.mark.parametrize("procedure", sorted(PROCEDURES))
def test_every_ending_can_be_reached(ending: Ending, procedure: str) -> None:
    dispute = ended(ending, rules=PROCEDURES[procedure])
    assert dispute.ending is ending
