"""Whatever people do, in whatever order: the rules hold, and every register agrees with the log."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

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
from marshmallow import ValidationError

from application.nouns.risks import RISK_INTENTS
from domain.kernel.bodies import Body
from domain.kernel.errors import DomainError
from domain.risks.risk import Risk
from domain.risks.vocabulary import Answer, Closing, Kind, Measure, Response
from projections.audit.audit_trail import AuditTrail
from projections.partnership.agencies import AGENCIES
from projections.risks.risk_register import RISKS
from tests.acts import do, join, record
from tests.databases import Databases
from tests.kent import KENT
from tests.minuted import OUTSIDE
from tests.reading import disagreements, looking
from web.running.startup import open_ledger

FIRST_DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
AFTER_ALL = date(2030, 1, 1)


def one_of(choices: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([each.value for each in choices])


words = st.sampled_from(["", "Rotas", "Two posts", "50% – “late”", "=1+1", "<b>x</b>"])
some_words = words.filter(bool)
factor = st.sampled_from(["", "1", "2", "3", "4", "5"])
day = st.dates(date(2030, 1, 1), date(2031, 12, 31)).map(str)
score = {
    "measure": one_of(Measure), "likelihood": factor, "impact": factor,
    "published": st.sampled_from(["", "", "TBC", "7", "12", "26"]), "reason": words,
}  # fmt: skip
outside = {name: st.just(value) for name, value in OUTSIDE.items()}

FORMS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "cite_source": {"source_body": some_words, "source_as_at": words},
    "describe": {"title": some_words, "cause": words, "reason": some_words},
    "reclassify": {"kind": one_of(Kind), "reason": some_words},
    "assess": score,
    "correct_score": score,
    "assign_owner": {"owner_role": some_words, "owner_agency": st.sampled_from(["one", "two"])},
    "choose_response": {"response": one_of(Response)},
    "set_appetite": {"appetite": st.sampled_from(["1", "12", "25"])},
    "judge_proximity": {"proximity": some_words},
    "add_control": {"text": some_words},
    "withdraw_control": {"control": st.sampled_from(["1", "2", "3"]), "reason": some_words},
    "set_target_date": {"target_on": day, "reason": words},
    "schedule_review": {"review_on": day, "cadence": st.sampled_from(["", "1", "12", "61"])},
    "review": {"finding": some_words, "review_on": st.one_of(st.just(""), day)},
    "escalate": {"to": one_of(Body), "question": some_words, "reason": some_words},
    "answer": {"answer": one_of(Answer), "words": some_words, **outside},
    "accept": {"to": one_of(Body), "reason": some_words, **outside},
    "close": {"closing": st.just(Closing.MANAGED.value), "reason": some_words},
    "merge": {"into": st.none(), "reason": some_words},
    "reopen": {"reason": some_words},
    "correct": {
        "fact": st.sampled_from(["target_on", "first_target_on", "review_on", "recorded_on"]),
        "becomes": st.one_of(day, st.just("2026-01-04")),
        "reason": some_words,
    },
    "link": {"other": st.none(), "reason": words},
    "unlink": {"other": st.none(), "reason": some_words},
    "add_evidence": {
        "kind": st.just("document"),
        "title": some_words,
        "link": st.sampled_from(["https://kent.example/it", "nowhere"]),
    },
    "check_evidence": {"evidence": st.sampled_from(["1", "2"]), "finding": some_words},
    "withdraw_evidence": {"evidence": st.sampled_from(["1", "2"]), "reason": some_words},
    "propose_redecision": {
        "decision": st.builds(
            "{} {}".format, st.integers(2, 9), st.sampled_from(["words", "date"])
        ),
        "becomes": st.one_of(some_words, st.just("2026-01-04")),
        "reason": some_words,
    },
    "confirm_redecision": {"known_by": words},
    "decline_redecision": {"reason": some_words},
}
"""What is typed into each form; None stands for another risk."""

DECISIONS = ["escalate", "answer", "accept", "close", "reopen"]
LINKS = ["link", "unlink", "merge"]
SCORES = ["assess", "correct_score"]
IN_ERROR = {"say_in_error", "agree_in_error", "decline_in_error", "put_back"}
"""What test_recorded_in_error.py tries in any order, for every noun."""
WHILE_CLOSED = {
    "reopen", "link", "unlink", "cite_source", "correct", "add_evidence", "check_evidence",
    "withdraw_evidence", "propose_redecision", "confirm_redecision", "decline_redecision",
}  # fmt: skip
NEVER_REFUSED_FOR_ITS_CONTENT = {
    "cite_source", "set_appetite", "judge_proximity", "add_control", "review", "escalate", "answer",
    "accept", "close", "reopen",
}  # fmt: skip


@dataclass
class Expected:
    """What this test itself remembers of a risk."""

    version: int
    closed: bool = False
    awaits_an_answer: bool = False
    controls: set[int] = field(default_factory=set)
    added: int = 0

    def forbids(self, move: str) -> bool:
        if self.closed:
            return move not in WHILE_CLOSED
        if self.awaits_an_answer:
            return move in {"escalate", "close", "merge", "reopen"}
        return move in {"answer", "reopen"}

    def follow(self, move: str, data: dict[str, Any]) -> None:
        self.version += 1
        if data.get("answer") == Answer.COMMISSION.value:
            self.version += 1  # the commission that it makes is linked
        self.closed = {"close": True, "merge": True, "reopen": False}.get(move, self.closed)
        self.awaits_an_answer = {"escalate": True, "answer": False}.get(move, self.awaits_an_answer)
        if move == "add_control":
            self.added += 1
            self.controls.add(self.added)
        if move == "withdraw_control":
            self.controls.remove(int(data["control"]))


class Partnership(RuleBasedStateMachine):
    """Somebody with every right does things to a few risks, an hour apart."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.ledger = open_ledger(url)
        self.ledger.now = lambda: self.moment
        self.moment = FIRST_DAY
        self.risks: dict[str, Expected] = {}
        self.sent: list[tuple[Callable[[], Any], Any]] = []
        self.pictures: dict[int, list[dict[str, Any]]] = {}

    @initialize()
    def two_agencies(self) -> None:
        for name in ("One", "Two"):
            join(self.ledger, name, "relevant", on="2020-01-01")

    @precondition(lambda self: len(self.risks) < 4)
    @rule(kind=one_of(Kind), title=some_words, factors=st.tuples(factor, factor))
    def record_a_risk(self, kind: str, title: str, factors: tuple[str, str]) -> None:
        self._an_hour_later()
        likelihood, impact = factors
        reference = record(
            self.ledger, title, kind=kind, likelihood=likelihood, impact=impact,
            raised_by="one",
        )  # fmt: skip
        assert reference == f"RSK-2026-{len(self.risks) + 1:03d}"
        self.risks[reference] = Expected(version=2 if likelihood or impact else 1)

    @precondition(lambda self: self.risks)
    @rule(draw=st.data(), moves=st.sampled_from([DECISIONS, LINKS, SCORES, sorted(FORMS)]))
    def do_what_the_page_offers(self, draw: st.DataObject, moves: list[str]) -> None:
        reference = draw.draw(st.sampled_from(sorted(self.risks)), label="reference")
        offered = [move for move in moves if not self.risks[reference].forbids(move)]
        if offered:
            self._act(draw, draw.draw(st.sampled_from(offered), label="move"), reference)

    @precondition(lambda self: self.risks)
    @rule(draw=st.data(), move=st.sampled_from(sorted(FORMS)))
    def do_what_it_may_not_offer(self, draw: st.DataObject, move: str) -> None:
        reference = draw.draw(st.sampled_from(sorted(self.risks)), label="reference")
        self._act(draw, move, reference)

    def _act(self, draw: st.DataObject, move: str, reference: str) -> None:
        self._an_hour_later()
        others = st.sampled_from(sorted(self.risks))
        data = {
            name: draw.draw(others if name in {"into", "other"} else each, label=name)
            for name, each in FORMS[move].items()
        }
        risk, before = self.risks[reference], self.ledger.position()
        command = str(len(self.sent))

        def send() -> Any:
            return do(self.ledger, f"risk.{move}", reference, command=command, **data)

        try:
            outcome = send()
        except (DomainError, ValidationError):
            assert self.ledger.position() == before
            assert risk.forbids(move) or move not in NEVER_REFUSED_FOR_ITS_CONTENT
            return
        assert not risk.forbids(move)
        risk.follow(move, data)
        if move in {"merge", "link", "unlink"}:
            self.risks[data.get("into") or data["other"]].version += 1
        assert outcome.version == risk.version
        self.sent.append((send, outcome))

    @precondition(lambda self: self.sent)
    @rule(draw=st.data())
    def send_the_same_form_again(self, draw: st.DataObject) -> None:
        before = self.ledger.position()
        send, first = draw.draw(st.sampled_from(self.sent))
        again = send()
        assert again.repeated
        assert (again.version, again.position) == (first.version, first.position)
        assert self.ledger.position() == before

    @precondition(lambda self: len(self.pictures) < 8)
    @rule(name=st.sampled_from(["Uno", "Eins", "Un"]))
    def look_at_the_register_and_rename_an_agency(self, name: str) -> None:
        self.pictures[self.ledger.position()] = self._register(None)
        self._an_hour_later()
        with suppress(ValidationError):  # where that is its name already
            do(self.ledger, "agency.rename", "one", name=name, reason="x")

    @invariant()
    def a_risk_is_as_expected(self) -> None:
        for reference, expected in self.risks.items():
            risk = self.ledger.get(Risk, reference)
            assert risk.version == expected.version
            assert risk.closed == expected.closed
            assert (risk.open_escalation is not None) == expected.awaits_an_answer
            assert risk.controls.keys() == expected.controls
            assert reference not in risk.links
            unanswered = [each for each in risk.escalations if each.answer is None]
            assert len(unanswered) <= 1

    def teardown(self) -> None:
        try:
            self._everything_agrees()
        finally:
            self.ledger.close()

    def _everything_agrees(self) -> None:
        assert disagreements(self.ledger, RISKS, AGENCIES, AuditTrail()) == []
        for position, picture in self.pictures.items():
            assert self._register(position) == picture
        for reference in self.risks:
            history = self.ledger.history(reference)
            versions = [event.originator_version for event in history]
            assert versions == [*range(1, len(history) + 1)]
            for event in history:
                assert event.sentence({})
            moves = [event for event in history if isinstance(event, Risk.TargetDateMoved)]
            assert self.ledger.get(Risk, reference).target_moves == len(moves)
        for row in self._register(None):
            risk = self.ledger.get(Risk, row["reference"])
            assert row["version"] == risk.version
            assert (row["status"] == "closed") == risk.closed
            assert bool(row["escalated_to"]) == (risk.open_escalation is not None)
            current = risk.scores.get(Measure.CURRENT)
            assert row["current_figure"] == (current.figure if current else None)
            assert row["current_band"] == KENT.band_of(row["current_figure"])

    def _register(self, position: int | None) -> list[dict[str, Any]]:
        with looking(self.ledger, on=AFTER_ALL, position=position) as view:
            rows = RISKS.rows(view, sort="reference")
        return [{name: row[name] for name in row if name != "until"} for row in rows]

    def _an_hour_later(self) -> None:
        self.moment += timedelta(hours=1)


def test_every_move_has_a_form() -> None:
    assert FORMS.keys() | IN_ERROR == {intent.move for intent in RISK_INTENTS if not intent.creates}


def test_any_order_of_commands_keeps_the_rules(sqlite_databases: Databases) -> None:
    urls = []

    def found() -> Partnership:
        urls.append(sqlite_databases.prepare())
        return Partnership(urls[-1])

    usual = settings()
    try:
        run_state_machine_as_test(
            found, settings=settings(usual, max_examples=usual.max_examples // 4)
        )
    finally:
        for url in urls:
            sqlite_databases.drop(url)
