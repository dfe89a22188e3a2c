"""The Partnership Risk Register: what each event makes of a row, and what people ask of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.doing.access import Person, sees, sight
from application.ledger.ledger import Ledger
from domain.kernel.terms import Sight
from domain.risks.risk import Risk
from projections.risks.risk_register import (
    HIGHEST_FIRST,
    HYGIENE_WORDS,
    SORTS,
    Filters,
    above_appetite,
    awaiting_answer,
    band_counts,
    hygiene_counts,
    register_page,
    risk_row,
    target_dates,
    whole_register,
)
from projections.versioned import Moment
from tests.acts import CHAIR, COUNCIL, EXECUTIVE, POLICE, do, join, record
from tests.projections.conftest import EVERYTHING, TODAY, Listed

NOW = Moment(TODAY)

pytestmark = pytest.mark.usefixtures("clock")


def row_of(ledger: Ledger, reference: str, position: int | None = None) -> Any:
    with ledger.reading() as connection:
        return risk_row(connection, reference, moment=Moment(TODAY, position), sight=EVERYTHING)


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
    row = row_of(ledger, reference)
    expected = {
        "reference": reference, "version": 1, "status": "open", "kind": "early_warning",
        "warning": "Latent", "title": "A title", "cause": "a", "event": "b", "consequence": "c",
        "theme": "d", "raised_in": "saas", "raised_by": "kent-police",
        "recorded_on": "2026-05-01", "owner_role": "", "owner_agency": "", "owner_name": None,
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
            {"owner_role": "Chief", "owner_agency": "kent-police", "owner_name": "Kent Police"},
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
             ("risk.answer", {"answer": "decide", "words": "x", "minute": "5.2"})],
            {"escalated_to": "", "question": "", "response": "", "decided_on": "2026-05-12",
             "decision": "The KSCMP Executive decided what must be done"},
        ),
        (
            [("risk.escalate", {"to": "executive", "question": "Why?", "reason": "x"}),
             ("risk.answer", {"answer": "accept", "words": "x", "minute": "5.2"})],
            {"response": "tolerate", "decided_version": 2,
             "decision": "The KSCMP Executive accepted the risk as it stands"},
        ),
        (
            [("risk.accept", {"to": "lsp", "reason": "x", "minute": "5.2"})],
            {"response": "tolerate",
             "decision": "The Lead Safeguarding Partners accepted the risk"},
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
    row = row_of(ledger, reference)
    assert {name: row[name] for name in expected} == expected
    assert row["version"] == ledger.get(Risk, reference).version


def test_a_merged_risk_says_where_it_went(ledger: Ledger) -> None:
    one, two = record(ledger, "One"), record(ledger, "Two")
    do(ledger, "risk.merge", one, into=two, reason="The same.")
    row = row_of(ledger, one)
    assert (row["status"], row["merged_into"]) == ("closed", two)
    assert row["closing"] == f"Merged as a duplicate into {two}. The same."
    assert row_of(ledger, two)["status"] == "open"
    do(ledger, "risk.reopen", one, reason="Not the same.")
    assert row_of(ledger, one)["merged_into"] == ""


def test_the_row_has_the_version_of_the_last_event_whatever_it_was(ledger: Ledger) -> None:
    one, two = record(ledger, "One"), record(ledger, "Two")
    do(ledger, "risk.link", one, other=two)
    assert [row_of(ledger, each)["version"] for each in (one, two)] == [2, 2]


# Filters


def test_the_register_lists_open_risks_unless_asked_otherwise(
    ledger: Ledger, listed: Listed
) -> None:
    one, two = record(ledger), record(ledger)
    do(ledger, "risk.close", two, closing="managed", reason="x")
    assert listed() == [one]
    assert listed(status="closed") == [two]
    assert listed(status="") == [one, two]


def test_filter_by_band(ledger: Ledger, listed: Listed) -> None:
    low, medium, high, none, gap = (record(ledger) for _ in range(5))
    score(ledger, low, 2, 3)
    score(ledger, medium, 2, 4)
    score(ledger, high, 4, 4)
    do(ledger, "risk.assess", gap, measure="current", published="7")
    assert listed(band="Low") == [low]
    assert listed(band="Medium") == [medium]
    assert listed(band="High") == [high]
    assert listed(band="unscored") == [none]
    assert listed(band="Purple") == []


def test_filter_by_owner(ledger: Ledger, listed: Listed) -> None:
    join(ledger)
    join(ledger, "Kent County Council", "local_authority")
    record(ledger)
    mine = record(ledger, owner_agency="kent-police")
    record(ledger, owner_agency="kent-county-council")
    assert listed(owner_agency="kent-police") == [mine]


def test_filter_by_kind(ledger: Ledger, listed: Listed) -> None:
    risk, issue, warning = (
        record(ledger, kind=kind) for kind in ("risk", "issue", "early_warning")
    )
    assert listed(kind="risk") == [risk]
    assert listed(kind="issue") == [issue]
    assert listed(kind="early_warning") == [warning]


def test_filter_by_escalation_that_awaits_an_answer(ledger: Ledger, listed: Listed) -> None:
    waiting, answered, _ = (record(ledger) for _ in range(3))
    for each in (waiting, answered):
        do(ledger, "risk.escalate", each, to="executive", question="Why?", reason="x")
    do(ledger, "risk.answer", answered, by=EXECUTIVE, answer="return", words="x")
    assert listed(escalated=True) == [waiting]


def test_filter_by_overdue_review(ledger: Ledger, listed: Listed) -> None:
    today, later, _ = record(ledger, review_on="2026-05-12"), record(ledger), record(ledger)
    do(ledger, "risk.schedule_review", later, review_on="2026-05-20")
    assert listed(overdue=True) == []
    assert listed(overdue=True, on=date(2026, 5, 13)) == [today]
    assert listed(overdue=True, on=date(2026, 5, 21)) == [today, later]


def test_filter_by_above_target(ledger: Ledger, listed: Listed) -> None:
    above, at, no_target, no_score = (record(ledger) for _ in range(4))
    for each in (above, at, no_score):
        score(ledger, each, 2, 3, measure="target")
    score(ledger, above, 3, 3)
    score(ledger, at, 3, 2)
    score(ledger, no_target, 5, 5)
    assert listed(above_target=True) == [above]


def test_filter_by_above_appetite(ledger: Ledger, listed: Listed) -> None:
    above, at, no_appetite = (record(ledger, likelihood="3", impact="3") for _ in range(3))
    do(ledger, "risk.set_appetite", above, appetite="8")
    do(ledger, "risk.set_appetite", at, appetite="9")
    assert listed(above_appetite=True) == [above]
    with ledger.reading() as connection:
        rows = above_appetite(connection, moment=NOW, sight=EVERYTHING)
    assert [row["reference"] for row in rows] == [above]
    assert no_appetite


def test_filters_narrow_each_other_down(ledger: Ledger, listed: Listed) -> None:
    wanted = record(ledger, "Rota", kind="issue", likelihood="5", impact="5")
    record(ledger, "Rota", kind="risk", likelihood="5", impact="5")
    record(ledger, "Rota", kind="issue", likelihood="1", impact="5")
    assert listed(kind="issue", band="High", search="rota") == [wanted]


# Search


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("strategy", True),
        ("STRATEGY", True),
        ("Straße", True),
        ("STRASSE", True),
        ("50%", True),
        ("5%%", False),
        ("a_b", True),
        ("axb", False),
        ("%", True),
        ("_", True),
        ("100% sure", False),
        ("/", False),
        ("\\", False),
        ("'", False),
        ("RSK-2026-001", True),
        ("rsk-2026-001", True),
        ("chief constable", True),
        ("workforce", True),
        ("ROTAS", True),
        ("elsewhere", True),
        ("SR-07", True),
    ],
)
def test_search_looks_for_the_words_as_they_stand_in_any_letters(
    ledger: Ledger, listed: Listed, term: str, found: bool
) -> None:
    reference = record(
        ledger, "Strategy 50% a_b Straße", cause="rotas", theme="Workforce",
        owner_role="Chief Constable",
    )  # fmt: skip
    do(ledger, "risk.cite_source", reference, source_body="Elsewhere", source_reference="SR-07")
    record(ledger, "Another")
    assert (reference in listed(search=term)) is found


def test_search_finds_the_new_wording_and_not_the_old(ledger: Ledger, listed: Listed) -> None:
    reference = record(ledger, "Before")
    do(ledger, "risk.describe", reference, title="After", reason="x")
    assert listed(search="after") == [reference]
    assert listed(search="before") == []
    assert listed(search="before", position=1) == [reference]


# Order and pages


def test_the_highest_score_comes_first_and_none_last(ledger: Ledger, listed: Listed) -> None:
    none, low, high = (record(ledger) for _ in range(3))
    score(ledger, low, 1, 1)
    score(ledger, high, 5, 5)
    assert listed() == listed(sort=HIGHEST_FIRST) == [high, low, none]
    assert listed(sort="score") == [low, high, none]


@pytest.fixture
def three(ledger: Ledger, clock: FrozenDateTimeFactory) -> list[str]:
    """Three risks; the second is the smallest in every order but that of references, the third
    is without anything that may be missing."""
    join(ledger, "Zeta", "relevant")
    join(ledger, "alpha", "relevant")
    first = record(
        ledger, "beta", owner_agency="zeta", likelihood="5", impact="5",
        review_on="2026-09-01", on="2026-05-05",
    )  # fmt: skip
    second = record(
        ledger, "Alpha", owner_agency="alpha", likelihood="1", impact="2",
        review_on="2026-08-01", on="2026-05-04",
    )  # fmt: skip
    third = record(ledger, "Gamma", on="2026-05-06")
    score(ledger, first, 3, 3, measure="target")
    score(ledger, second, 1, 1, measure="target")
    return [first, second, third]


@pytest.mark.parametrize("sort", sorted(SORTS))
def test_every_sort_goes_both_ways_and_leaves_the_missing_to_the_end(
    listed: Listed, three: list[str], sort: str
) -> None:
    first, second, third = three
    upwards = three if sort == "reference" else [second, first, third]
    if sort in {"reference", "title", "recorded"}:
        assert listed(sort=f"-{sort}") == upwards[::-1]
    else:  # the third has no value, so it stays last
        assert listed(sort=f"-{sort}") == [first, second, third]
    assert listed(sort=sort) == upwards


@pytest.mark.parametrize("sort", ["", "-", "cause", "score; DROP TABLE risk_register", "--score"])
def test_an_order_that_is_not_known_is_that_of_the_score(
    listed: Listed, three: list[str], sort: str
) -> None:
    assert listed(sort=sort) == listed(sort="-score" if sort.startswith("-") else "score")


def test_equal_risks_are_in_the_order_of_their_references(ledger: Ledger, listed: Listed) -> None:
    made = [record(ledger, "The same", likelihood="3", impact="3") for _ in range(4)]
    for sort in ("score", "-score", "title", "-title", "owner"):
        assert listed(sort=sort) == made


def test_a_page_has_fifty_rows(ledger: Ledger) -> None:
    with ledger.writing():
        made = [record(ledger, f"Risk {number:02d}") for number in range(52)]

    def page(number: int) -> tuple[list[str], int]:
        with ledger.reading() as connection:
            page = register_page(
                connection, moment=NOW, sight=EVERYTHING, filters=Filters(), sort="reference",
                page=number,
            )  # fmt: skip
        return [row["reference"] for row in page.rows], page.total

    assert page(1) == (made[:50], 52)
    assert page(2) == (made[50:], 52)
    assert page(3) == ([], 52)
    with ledger.reading() as connection:
        whole = whole_register(connection, moment=NOW, sight=EVERYTHING, filters=Filters())
    assert len(whole) == 52


# Sight


@pytest.fixture
def seven(ledger: Ledger, clock: FrozenDateTimeFactory) -> list[str]:
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
    ledger: Ledger, listed: Listed, seven: list[str], person: Person, visible: list[int]
) -> None:
    assert listed(sight=sight(person)) == [seven[number] for number in visible]
    for number, reference in enumerate(seven):
        with ledger.reading() as connection:
            row = risk_row(connection, reference, moment=NOW, sight=sight(person))
        assert (row is not None) is (number in visible)
        assert sees(person, ledger.get(Risk, reference)) is (number in visible)


def test_counts_are_of_what_the_reader_sees(ledger: Ledger, seven: list[str]) -> None:
    score(ledger, seven[1], 5, 5)
    score(ledger, seven[2], 5, 5)
    with ledger.reading() as connection:
        everybody = band_counts(connection, moment=NOW, sight=EVERYTHING)
        police = band_counts(connection, moment=NOW, sight=sight(POLICE))
    assert everybody == {"High": 2, "": 5}
    assert police == {"High": 1, "": 3}


def test_a_risk_goes_out_of_sight_when_its_owner_changes(ledger: Ledger, listed: Listed) -> None:
    join(ledger)
    join(ledger, "Kent County Council", "local_authority")
    reference = record(ledger, owner_agency="kent-police")
    before = ledger.position()
    do(ledger, "risk.assign_owner", reference,
       owner_role="Director", owner_agency="kent-county-council")  # fmt: skip
    assert listed(sight=sight(POLICE)) == []
    assert listed(sight=sight(POLICE), position=before) == [reference]


def test_an_unknown_risk_has_no_row(ledger: Ledger) -> None:
    assert row_of(ledger, "RSK-2026-999") is None


# Now and as it was


def test_the_register_as_at_any_position_is_what_was_shown_then(ledger: Ledger) -> None:
    join(ledger)

    def shown(position: int | None = None) -> list[dict[str, Any]]:
        with ledger.reading() as connection:
            rows = whole_register(
                connection, moment=Moment(TODAY, position), sight=EVERYTHING,
                filters=Filters(status=""), sort="reference",
            )  # fmt: skip
        columns = set(rows[0]) - {"row", "until"} if rows else set()
        return [{name: row[name] for name in columns} for row in rows]

    pictures = {ledger.position(): shown()}
    reference = record(ledger, owner_agency="kent-police", likelihood="4", impact="4")
    for name, data in (
        ("risk.add_control", {"text": "A weekly look"}),
        ("risk.assess", {"measure": "current", "likelihood": "2", "impact": "4", "reason": "x"}),
        ("risk.escalate", {"to": "executive", "question": "Why?", "reason": "x"}),
        ("risk.answer", {"answer": "accept", "words": "x", "minute": "5.2"}),
        ("risk.close", {"closing": "managed", "reason": "x"}),
        ("risk.reopen", {"reason": "x"}),
    ):
        do(ledger, name, reference, **data)
        pictures[ledger.position()] = shown()
    do(ledger, "agency.rename", "kent-police", name="Another Police", reason="x")
    pictures[ledger.position()] = shown()
    record(ledger, "Another")
    pictures[ledger.position()] = shown()

    for position, picture in pictures.items():
        assert shown(position) == picture, f"as at {position}"
    assert pictures[ledger.position()] == shown()
    assert shown(0) == []


# Counts and lists for the Executive


def test_bands_count_open_risks(ledger: Ledger) -> None:
    closed = record(ledger, likelihood="5", impact="5")
    record(ledger, likelihood="5", impact="5")
    record(ledger, likelihood="1", impact="1")
    record(ledger)
    do(ledger, "risk.close", closed, closing="managed", reason="x")
    with ledger.reading() as connection:
        now = band_counts(connection, moment=NOW, sight=EVERYTHING)
        before = band_counts(
            connection, moment=Moment(TODAY, ledger.position() - 1), sight=EVERYTHING
        )
    assert now == {"High": 1, "Low": 1, "": 1}
    assert before == {"High": 2, "Low": 1, "": 1}


def test_hygiene_counts_what_makes_a_register_unfit(ledger: Ledger, listed: Listed) -> None:
    fine = record(ledger, owner_role="Chief", likelihood="3", impact="3", review_on="2026-05-12")
    bare = record(ledger)
    odd = record(ledger, owner_role="Chief")
    do(ledger, "risk.assess", odd, measure="current", published="TBC")
    gone = record(ledger)
    do(ledger, "risk.close", gone, closing="managed", reason="x")

    tomorrow = Moment(date(2026, 5, 13))
    with ledger.reading() as connection:
        counts = hygiene_counts(connection, moment=tomorrow, sight=EVERYTHING)
    assert counts == [
        ("no_owner", "No owner", 1),
        ("no_score", "No current score", 2),
        ("overdue_review", "Review overdue", 1),
        ("no_review", "No review planned", 2),
        ("odd_score", "Score is odd", 1),
    ]
    found = {key: listed(hygiene=key, on=tomorrow.on) for key in HYGIENE_WORDS}
    assert found == {
        "no_owner": [bare], "no_score": [bare, odd], "overdue_review": [fine],
        "no_review": [bare, odd], "odd_score": [odd],
    }  # fmt: skip


def test_the_oldest_unanswered_escalation_comes_first(ledger: Ledger) -> None:
    newer, older = record(ledger, on="2026-05-01"), record(ledger, on="2026-05-01")
    for each, day in ((newer, "2026-05-10"), (older, "2026-05-02")):
        do(ledger, "risk.escalate", each, to="lsp", question="Why?", reason="x", on=day)
    with ledger.reading() as connection:
        rows = awaiting_answer(connection, moment=NOW, sight=EVERYTHING)
    assert [row["reference"] for row in rows] == [older, newer]


def test_target_dates_that_passed_or_moved_are_news(ledger: Ledger) -> None:
    passed, reached, moved, ahead, _ = (record(ledger) for _ in range(5))
    for each in (passed, reached, moved):
        do(ledger, "risk.set_target_date", each, target_on="2026-05-11")
    do(ledger, "risk.set_target_date", moved, target_on="2027-01-01", reason="x")
    do(ledger, "risk.set_target_date", ahead, target_on="2026-05-12")
    for measure in ("target", "current"):
        score(ledger, reached, 2, 2, measure=measure)
    with ledger.reading() as connection:
        rows = target_dates(connection, moment=NOW, sight=EVERYTHING)
        tomorrow = target_dates(connection, moment=Moment(date(2026, 5, 13)), sight=EVERYTHING)
    assert {row["reference"] for row in rows} == {passed, moved}
    assert {row["reference"] for row in tomorrow} == {passed, moved, ahead}


def test_nobody_sees_a_list_that_they_may_not(ledger: Ledger) -> None:
    reference = record(ledger, likelihood="5", impact="5")
    do(ledger, "risk.escalate", reference, to="lsp", question="Why?", reason="x")
    do(ledger, "risk.set_appetite", reference, appetite="1")
    nothing = Sight(everything=False)
    with ledger.reading() as connection:
        assert awaiting_answer(connection, moment=NOW, sight=nothing) == []
        assert above_appetite(connection, moment=NOW, sight=nothing) == []
        assert band_counts(connection, moment=NOW, sight=nothing) == {}
        counts = hygiene_counts(connection, moment=NOW, sight=nothing)
    assert {count for _, _, count in counts} == {0}
