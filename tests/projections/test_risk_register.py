"""The rules of the Partnership Risk Register: what is overdue, above target, unfit, and whose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from application.doing.access import Person, sees, sight
from application.ledger.ledger import Ledger
from domain.kernel.terms import Sight
from domain.risks.risk import Risk
from projections.risks.risk_register import (
    RISKS,
    awaiting_answer,
    band_counts,
    hygiene_counts,
    target_dates,
)
from tests.acts import CHAIR, COUNCIL, EXECUTIVE, POLICE, do, join, record
from tests.minuted import OUTSIDE
from tests.reading import listed, looking, row_of


def score(ledger: Ledger, reference: str, likelihood: int, impact: int, **data: Any) -> None:
    do(
        ledger, "risk.assess", reference,
        **{"measure": "current", "likelihood": likelihood, "impact": impact, "reason": "x"} | data,
    )  # fmt: skip


# What each event makes of a row


def test_a_row_says_what_was_recorded(ledger: Ledger) -> None:
    join(ledger)
    reference = record(
        ledger, "A title", kind="early_warning", warning="Latent", cause="a", event="b",
        consequence="c", theme="d", raised_in="saas", raised_by="kent-police", on="2026-05-01",
    )  # fmt: skip
    row = row_of(ledger, RISKS, reference)
    expected = {
        "reference": reference, "version": 1, "status": "open", "kind": "early_warning",
        "warning": "Latent", "title": "A title", "cause": "a", "event": "b", "consequence": "c",
        "theme": "d", "raised_in": "saas", "raised_by": "kent-police",
        "recorded_on": "2026-05-01", "owner_role": "", "owner_agency": "",
        "current_figure": None, "current_band": "", "response": "", "appetite": None,
        "controls": 0, "target_on": "", "target_moves": 0, "review_on": "", "escalated_to": "",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        (
            [("risk.cite_source", {"source_body": "Elsewhere", "published_band": "Red"})],
            {"source_body": "Elsewhere", "published_band": "Red"},
        ),
        (
            [("risk.describe", {"title": "Another", "cause": "x", "reason": "x"})],
            {"title": "Another", "cause": "x"},
        ),
        ([("risk.reclassify", {"kind": "issue", "reason": "x"})], {"kind": "issue"}),
        (
            [("risk.assess", {"measure": "inherent", "likelihood": "5", "impact": "5"})],
            {"inherent_figure": 25, "inherent_band": "High", "current_figure": None,
             "assessed_on": "", "assessment": 0},
        ),
        (
            [("risk.assess", {"measure": "current", "published": "TBC", "reason": "Not yet"})],
            {"current_published": "TBC", "current_figure": None, "current_band": "",
             "current_flag": "Published as “TBC”, which is not a number.",
             "assessed_on": "2026-05-12", "movement_reason": "Not yet"},
        ),
        (
            [("risk.assess", {"measure": "target", "likelihood": "2", "impact": "3"}),
             ("risk.correct_score",
              {"measure": "target", "likelihood": "2", "impact": "2", "reason": "x"})],
            {"target_figure": 4, "target_likelihood": 2, "target_impact": 2},
        ),
        (
            [("risk.assign_owner", {"owner_role": "Chief", "owner_agency": "kent-police"})],
            {"owner_role": "Chief", "owner_agency": "kent-police"},
        ),
        ([("risk.choose_response", {"response": "treat"})], {"response": "treat"}),
        ([("risk.set_appetite", {"appetite": "9"})], {"appetite": 9}),
        ([("risk.judge_proximity", {"proximity": "Soon"})], {"proximity": "Soon"}),
        (
            [("risk.add_control", {"text": "a"}), ("risk.add_control", {"text": "b"}),
             ("risk.withdraw_control", {"control": "1", "reason": "x"})],
            {"controls": 1},
        ),
        (
            [("risk.set_target_date", {"target_on": "2026-06-30"})],
            {"target_on": "2026-06-30", "first_target_on": "2026-06-30", "target_moves": 0},
        ),
        (
            [("risk.set_target_date", {"target_on": "2026-06-30"}),
             ("risk.set_target_date", {"target_on": "2026-07-31", "reason": "x"}),
             ("risk.set_target_date", {"target_on": "2026-08-31", "reason": "x"})],
            {"target_on": "2026-08-31", "first_target_on": "2026-06-30", "target_moves": 2},
        ),
        (
            [("risk.schedule_review", {"review_on": "2026-06-01", "cadence": "3"})],
            {"review_on": "2026-06-01", "cadence": 3, "reviewed_on": ""},
        ),
        (
            [("risk.schedule_review", {"review_on": "2026-06-01", "cadence": "3"}),
             ("risk.review", {"finding": "x", "on": "2026-05-10"})],
            {"review_on": "2026-08-10", "reviewed_on": "2026-05-10"},
        ),
        (
            [("risk.escalate", {"to": "lsp", "question": "Why?", "reason": "x"})],
            {"escalated_to": "lsp", "escalated_on": "2026-05-12", "question": "Why?"},
        ),
        (
            [("risk.escalate", {"to": "executive", "question": "Why?", "reason": "x"}),
             ("risk.answer", {"answer": "decide", "words": "x", **OUTSIDE})],
            {"escalated_to": "", "question": "", "response": "", "decided_on": "2026-05-12",
             "decision": "{Executive} decided what must be done"},
        ),
        (
            [("risk.escalate", {"to": "executive", "question": "Why?", "reason": "x"}),
             ("risk.answer", {"answer": "accept", "words": "x", **OUTSIDE})],
            {"response": "tolerate", "decided_version": 2,
             "decision": "{Executive} accepted the risk as it stands"},
        ),
        (
            [("risk.accept", {"to": "lsp", "reason": "x", **OUTSIDE})],
            {"response": "tolerate",
             "decision": "{Lead_partners} accepted the risk"},
        ),
        (
            [("risk.close", {"closing": "managed", "reason": "In full."})],
            {"status": "closed", "closed_on": "2026-05-12", "decision": "Closed",
             "closing": "It is managed. In full."},
        ),
        (
            [("risk.close", {"closing": "de_escalated", "register": "Police", "reason": "x"})],
            {"closing": "It is de-escalated to another register: Police. x"},
        ),
        (
            [("risk.close", {"closing": "managed", "reason": "x"}),
             ("risk.reopen", {"reason": "x"})],
            {"status": "open", "closed_on": "", "closing": "", "merged_into": ""},
        ),
    ],
)  # fmt: skip
def test_a_row_follows_what_happens(
    ledger: Ledger, acts: list[tuple[str, dict[str, str]]], expected: dict[str, Any]
) -> None:
    join(ledger)
    reference = record(ledger)
    for name, data in acts:
        do(ledger, name, reference, **data)
    row = row_of(ledger, RISKS, reference)
    assert {name: row[name] for name in expected} == expected
    assert row["version"] == ledger.get(Risk, reference).version


def test_a_merged_risk_says_where_it_went(ledger: Ledger) -> None:
    one, two = record(ledger, "One"), record(ledger, "Two")
    do(ledger, "risk.merge", one, into=two, reason="The same.")
    row = row_of(ledger, RISKS, one)
    assert (row["status"], row["merged_into"]) == ("closed", two)
    assert row["closing"] == f"Merged as a duplicate into {two}. The same."
    assert row_of(ledger, RISKS, two)["status"] == "open"
    do(ledger, "risk.reopen", one, reason="Not the same.")
    assert row_of(ledger, RISKS, one)["merged_into"] == ""


# Filters


def test_filter_by_band(ledger: Ledger) -> None:
    low, medium, high, none, gap = (record(ledger) for _ in range(5))
    score(ledger, low, 2, 3)
    score(ledger, medium, 2, 4)
    score(ledger, high, 4, 4)
    do(ledger, "risk.assess", gap, measure="current", published="7")
    assert listed(ledger, RISKS, band="Low") == [low]
    assert listed(ledger, RISKS, band="Medium") == [medium]
    assert listed(ledger, RISKS, band="High") == [high]
    assert listed(ledger, RISKS, band="unscored") == [none]
    assert listed(ledger, RISKS, band="Purple") == []


def test_filter_by_escalation_that_awaits_an_answer(ledger: Ledger) -> None:
    waiting, answered, _ = (record(ledger) for _ in range(3))
    for each in (waiting, answered):
        do(ledger, "risk.escalate", each, to="executive", question="Why?", reason="x")
    do(ledger, "risk.answer", answered, by=EXECUTIVE, answer="return", words="x", **OUTSIDE)
    assert listed(ledger, RISKS, escalated="yes") == [waiting]


def test_filter_by_overdue_review(ledger: Ledger) -> None:
    today, later, _ = record(ledger, review_on="2026-05-12"), record(ledger), record(ledger)
    do(ledger, "risk.schedule_review", later, review_on="2026-05-20")
    assert listed(ledger, RISKS, overdue="yes") == []
    assert listed(ledger, RISKS, overdue="yes", on=date(2026, 5, 13)) == [today]
    assert listed(ledger, RISKS, overdue="yes", on=date(2026, 5, 21)) == [today, later]


def test_filter_by_above_target(ledger: Ledger) -> None:
    above, at, no_target, no_score = (record(ledger) for _ in range(4))
    for each in (above, at, no_score):
        score(ledger, each, 2, 3, measure="target")
    score(ledger, above, 3, 3)
    score(ledger, at, 3, 2)
    score(ledger, no_target, 5, 5)
    assert listed(ledger, RISKS, above_target="yes") == [above]


def test_filter_by_above_appetite(ledger: Ledger) -> None:
    above, at, _ = (record(ledger, likelihood="3", impact="3") for _ in range(3))
    do(ledger, "risk.set_appetite", above, appetite="8")
    do(ledger, "risk.set_appetite", at, appetite="9")
    assert listed(ledger, RISKS, above_appetite="yes") == [above]


# Sight


@pytest.fixture
def seven(ledger: Ledger) -> list[str]:
    """Risks of every kind of ownership and origin."""
    join(ledger)
    join(ledger, "Kent County Council", "local_authority")
    return [
        record(ledger, **facts)
        for facts in (
            {},
            {"owner_agency": "kent-police"},
            {"owner_agency": "kent-county-council"},
            {"raised_by": "kent-police", "owner_agency": "kent-county-council"},
            {"raised_in": "saas"},
            {"raised_in": "executive", "raised_by": "kent-county-council"},
            {"raised_in": "saas", "owner_agency": "kent-police", "raised_by": "kent-police"},
        )
    ]


@pytest.mark.parametrize(
    ("person", "visible"),
    [
        (POLICE, [1, 3, 4, 6]),
        (COUNCIL, [2, 3, 4, 5, 6]),
        (CHAIR, [4, 6]),
        (EXECUTIVE, [0, 1, 2, 3, 4, 5, 6]),
        (Person("nobody", ()), []),
    ],
    ids=["police", "council", "chair", "executive", "nobody"],
)
def test_people_see_the_risks_of_their_agencies_and_of_saas(
    ledger: Ledger, seven: list[str], person: Person, visible: list[int]
) -> None:
    assert listed(ledger, RISKS, sight=sight(person)) == [seven[number] for number in visible]
    for number, reference in enumerate(seven):
        row = row_of(ledger, RISKS, reference, sight=sight(person))
        assert (row is not None) is (number in visible)
        assert sees(person, ledger.get(Risk, reference)) is (number in visible)


def test_counts_are_of_what_the_reader_sees(ledger: Ledger, seven: list[str]) -> None:
    score(ledger, seven[1], 5, 5)
    score(ledger, seven[2], 5, 5)
    with looking(ledger) as view:
        everybody = band_counts(view)
        police = band_counts(replace(view, sight=sight(POLICE)))
    assert everybody == {"High": 2, "": 5}
    assert police == {"High": 1, "": 3}


def test_a_risk_goes_out_of_sight_with_all_its_past_when_its_owner_changes(ledger: Ledger) -> None:
    join(ledger)
    join(ledger, "Kent County Council", "local_authority")
    reference = record(ledger, owner_agency="kent-police")
    before = ledger.position()
    do(ledger, "risk.assign_owner", reference,
       owner_role="Director", owner_agency="kent-county-council")  # fmt: skip
    assert listed(ledger, RISKS, sight=sight(POLICE)) == []
    assert listed(ledger, RISKS, sight=sight(POLICE), position=before) == []
    assert listed(ledger, RISKS, sight=sight(COUNCIL), position=before) == [reference]
    assert listed(ledger, RISKS, position=before) == [reference]


# Counts and lists for the Executive


def test_bands_count_open_risks(ledger: Ledger) -> None:
    closed = record(ledger, likelihood="5", impact="5")
    record(ledger, likelihood="5", impact="5")
    record(ledger, likelihood="1", impact="1")
    record(ledger)
    do(ledger, "risk.close", closed, closing="managed", reason="x")
    with looking(ledger) as view:
        now = band_counts(view)
        before = band_counts(view.back_to(on=view.on, position=view.position - 1))
    assert now == {"High": 1, "Low": 1, "": 1}
    assert before == {"High": 2, "Low": 1, "": 1}


def test_hygiene_counts_what_makes_a_register_unfit(ledger: Ledger) -> None:
    fine = record(ledger, owner_role="Chief", likelihood="3", impact="3", review_on="2026-05-12")
    bare = record(ledger)
    odd = record(ledger, owner_role="Chief")
    do(ledger, "risk.assess", odd, measure="current", published="TBC")
    gone = record(ledger)
    do(ledger, "risk.close", gone, closing="managed", reason="x")
    do(
        ledger, "risk.correct", fine,
        fact="recorded_on", becomes="2026-05-01", reason="It was raised earlier.",
    )  # fmt: skip

    tomorrow = date(2026, 5, 13)
    with looking(ledger, on=tomorrow) as view:
        counts = hygiene_counts(view)
    assert counts == [
        ("no_owner", "No owner", 1),
        ("no_score", "No current score", 2),
        ("overdue_review", "Review overdue", 1),
        ("no_review", "No review planned", 2),
        ("corrected", "Corrected since it was recorded", 1),
        ("odd_score", "Score is odd", 1),
    ]
    found = {key: listed(ledger, RISKS, hygiene=key, on=tomorrow) for key, _, _ in counts}
    assert found == {
        "no_owner": [bare], "no_score": [bare, odd], "overdue_review": [fine],
        "no_review": [bare, odd], "corrected": [fine], "odd_score": [odd],
    }  # fmt: skip


def test_the_oldest_unanswered_escalation_comes_first(ledger: Ledger) -> None:
    newer, older = record(ledger, on="2026-05-01"), record(ledger, on="2026-05-01")
    for each, day in ((newer, "2026-05-10"), (older, "2026-05-02")):
        do(ledger, "risk.escalate", each, to="lsp", question="Why?", reason="x", on=day)
    with looking(ledger) as view:
        rows = awaiting_answer(view)
    assert [row["reference"] for row in rows] == [older, newer]


def test_target_dates_that_passed_or_moved_are_news(ledger: Ledger) -> None:
    passed, reached, moved, ahead, _ = (record(ledger) for _ in range(5))
    for each in (passed, reached, moved):
        do(ledger, "risk.set_target_date", each, target_on="2026-05-11")
    do(ledger, "risk.set_target_date", moved, target_on="2027-01-01", reason="x")
    do(ledger, "risk.set_target_date", ahead, target_on="2026-05-12")
    for measure in ("target", "current"):
        score(ledger, reached, 2, 2, measure=measure)
    with looking(ledger) as view:
        rows = target_dates(view)
        tomorrow = target_dates(replace(view, on=date(2026, 5, 13)))
    assert {row["reference"] for row in rows} == {passed, moved}
    assert {row["reference"] for row in tomorrow} == {passed, moved, ahead}


def test_nobody_sees_a_list_that_they_may_not(ledger: Ledger) -> None:
    reference = record(ledger, likelihood="5", impact="5")
    do(ledger, "risk.escalate", reference, to="lsp", question="Why?", reason="x")
    do(ledger, "risk.set_appetite", reference, appetite="1")
    with looking(ledger, sight=Sight(everything=False)) as view:
        assert awaiting_answer(view) == []
        assert band_counts(view) == {}
        counts = hygiene_counts(view)
    assert {count for _, _, count in counts} == {0}


def test_what_a_reader_may_know_of_is_the_same_asked_one_by_one_and_at_once(
    ledger: Ledger,
) -> None:
    """A page asks after a few items, a long file after many."""
    join(ledger)
    seen = [record(ledger, owner_agency="kent-police"), record(ledger, raised_in="saas")]
    hidden = [record(ledger), *(f"RSK-2019-{number:03}" for number in range(1, 150))]
    with looking(ledger, sight=sight(POLICE)) as view:
        for reference in [*hidden, *seen, *hidden]:
            assert view.hides(reference) is (reference in hidden)
        assert not view.hides("REC-2019-001")
    with looking(ledger) as view:
        assert not any(view.hides(reference) for reference in hidden)
