"""The rules of following recommendations up: what each move makes of a row, the colour, the
figures, and the tables of committees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from application.ledger.ledger import Ledger
from domain.actions.action import Action
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import Source, Status
from domain.risks.risk import Risk
from projections.recommendations.figures import (
    Figures,
    figures,
    themes_across_sources,
)
from projections.recommendations.follow_up import (
    FOLLOW_UP,
    impact_due,
    linked_to,
    of_source,
    overdue,
    stale,
    verification_late,
)
from tests.acts import EXECUTIVE, POLICE, TEAM, do, record
from tests.following import (
    SCRUTINEER,
    TODAY,
    found,
    receive,
    return_it,
    set_action,
    stand_on,
    submit,
    verify,
)
from tests.minuted import OUTSIDE
from tests.reading import listed, looking, meeting, row_of

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    found(ledger)
    return ledger


def counted(ledger: Ledger, *, on: date = TODAY, position: int | None = None) -> Figures:
    with looking(ledger, on=on, position=position) as view:
        return figures(view)


# What each event makes of a row


def test_a_row_says_what_was_received(ledger: Ledger) -> None:
    reference = receive(
        ledger, source="jtai", title="JTAI of Kent", publisher="Ofsted", published="2026-03",
        number="4", themes="Neglect, Front door", agencies=["kent-county-council"],
        due_words="within one year", recurs="12", on="2026-05-01",
    )  # fmt: skip
    row = row_of(ledger, FOLLOW_UP, reference)
    expected = {
        "reference": reference, "version": 1, "status": "received", "source": "jtai",
        "title": "JTAI of Kent", "publisher": "Ofsted", "published": "2026-03",
        "published_on": "2026-03-31", "number": "4", "words": "Agree one threshold document.",
        "themes": "\nNeglect\nFront door\n", "agencies": "\nkent-police\nkent-county-council\n",
        "owner_role": "Superintendent", "owner_agency": "kent-police",
        "due_words": "within one year", "due_on": "2027-03-31",
        "first_due_on": "2027-03-31", "moves": 0, "recurs": 12, "received_on": "2026-05-01",
        "updated_on": "2026-05-01", "response": "", "evidence": 0, "closing": "",
        "colour": "green",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


Step = tuple[str, Any, dict[str, Any]]
ANSWERED: Step = ("respond", POLICE, {"response": "accepted"})
SHOWN: Step = (
    "add_evidence",
    POLICE,
    {"kind": "data", "title": "It", "link": "https://kent.example/it"},
)
CLAIMED: Step = ("submit", POLICE, {"claim": "Done."})
SEEN: Step = (
    "verify",
    SCRUTINEER,
    {"closing": "implemented", "finding": "Seen.", "impact_months": "3", "unchecked": "Public."},
)
BACK: Step = ("return_it", SCRUTINEER, {"reason": "Not so."})
AGAIN: Step = ("reopen", TEAM, {"reason": "It came back."})


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([ANSWERED], {"status": "responded", "response": "accepted", "responded_on": "2026-05-12"}),
        (
            [("respond", POLICE, {"response": "not_accepted", "reason": "Not ours."})],
            {"status": "closed", "closing": "not_accepted", "closing_words": "Not ours.",
             "closed_on": "2026-05-12", "verified_on": "", "colour": "blue"},
        ),
        (
            [("respond", POLICE, {"response": "not_accepted", "reason": "Not ours."}), AGAIN],
            {"status": "in_progress", "closing": "", "response": "", "reopened": 1},
        ),
        ([ANSWERED, ("plan", POLICE, {"plan": "x"})], {"status": "in_progress"}),
        (
            [("report_status", TEAM, {"status": "On track"})],
            {"status": "received", "reported": "On track", "updated_on": "2026-05-12"},
        ),
        (
            [ANSWERED, SHOWN, CLAIMED],
            {"status": "submitted", "claimed": True, "closing": ""},
        ),
        (
            [ANSWERED, SHOWN, CLAIMED, BACK],
            {"status": "returned", "claimed": False, "returned": 1},
        ),
        (
            [ANSWERED, SHOWN, CLAIMED, SEEN],
            {"status": "closed", "closing": "implemented", "closing_words": "Seen.",
             "closed_on": "2026-05-12", "verified_on": "2026-05-12", "impact_on": "2026-08-12",
             "colour": "blue"},
        ),
        (
            [ANSWERED, SHOWN, CLAIMED, SEEN,
             ("review_impact", SCRUTINEER, {"impact": "partial", "finding": "Half"})],
            {"status": "closed", "impact": "partial", "impact_on": ""},
        ),
        (
            [ANSWERED, SHOWN, CLAIMED, SEEN, AGAIN],
            {"status": "in_progress", "closing": "", "closing_words": "", "closed_on": "",
             "verified_on": "", "impact_on": "", "claimed": False, "reopened": 1,
             "response": "accepted", "verify_by": ""},
        ),
        (
            [ANSWERED, SHOWN, CLAIMED, ("withdraw", TEAM, {"reason": "A mistake."})],
            {"status": "closed", "closing": "withdrawn", "closing_words": "A mistake."},
        ),
        (
            [("accept_risk", EXECUTIVE, {"to": "executive", "reason": "Too dear.", **OUTSIDE})],
            {"status": "closed", "closing": "risk_accepted", "closing_words": "Too dear."},
        ),
        (
            [("worsen", POLICE, {"colour": "amber", "reason": "Stuck."})],
            {"worsened": "amber", "colour": "amber"},
        ),
        (
            [("worsen", POLICE, {"colour": "red", "reason": "Stuck."}),
             ("withdraw", TEAM, {"reason": "x"}), AGAIN],
            {"worsened": "", "colour": "green"},
        ),
        ([("tag", TEAM, {"themes": "Neglect"})], {"themes": "\nNeglect\n"}),
    ],
)  # fmt: skip
def test_a_row_follows_what_happens(
    ledger: Ledger, steps: list[Step], expected: dict[str, Any]
) -> None:
    reference = receive(ledger)
    for move, person, data in steps:
        do(ledger, f"recommendation.{move}", reference, by=person, **data)
    row = row_of(ledger, FOLLOW_UP, reference)
    assert {name: row[name] for name in expected} == expected


def test_a_superseded_row_names_its_successor(ledger: Ledger) -> None:
    old, new = receive(ledger), receive(ledger)
    do(ledger, "recommendation.supersede", old, by_other=new, reason="Said better.")
    assert row_of(ledger, FOLLOW_UP, old)["superseded_by"] == new
    assert row_of(ledger, FOLLOW_UP, old)["closing"] == "superseded"
    assert (
        row_of(ledger, FOLLOW_UP, new)["status"],
        row_of(ledger, FOLLOW_UP, new)["version"],
    ) == ("received", 2)
    do(ledger, "recommendation.reopen", old, reason="It was not.")
    assert row_of(ledger, FOLLOW_UP, old)["superseded_by"] == ""


def test_links_change_no_row_but_their_list_and_version(ledger: Ledger) -> None:
    risk, one, two = record(ledger), receive(ledger), receive(ledger)
    action = set_action(ledger, serves=one)
    do(ledger, "recommendation.link", one, other=risk)
    do(ledger, "recommendation.depend", one, other=two)
    row = row_of(ledger, FOLLOW_UP, one)
    assert (row["status"], row["version"]) == ("received", 4)
    assert row["links"] == f"\n{action}\n{risk}\n"
    assert meeting(ledger, FOLLOW_UP, lambda view: linked_to(Risk)) == [one]
    assert meeting(ledger, FOLLOW_UP, lambda view: linked_to(Recommendation)) == []
    do(ledger, "recommendation.unlink", one, other=risk, reason="x")
    assert row_of(ledger, FOLLOW_UP, one)["version"] == 5
    assert meeting(ledger, FOLLOW_UP, lambda view: linked_to(Risk)) == []
    assert meeting(ledger, FOLLOW_UP, lambda view: linked_to(Action)) == [one]


# The colour


def claimed(ledger: Ledger, **data: Any) -> str:
    reference = receive(ledger, **data)
    submit(ledger, reference)
    return reference


COLOURS = [
    ("", "2026-05-12", "green"),
    ("2026-05-11", "2026-05-12", "red"),
    ("2026-05-12", "2026-05-12", "amber"),
    ("2026-06-09", "2026-05-12", "amber"),
    ("2026-06-10", "2026-05-12", "green"),
    ("2026-12-31", "2026-04-10", "amber"),
    ("2026-12-31", "2026-04-13", "green"),
    ("", "2026-04-10", "amber"),
    ("2026-05-11", "2026-04-10", "red"),
    ("to be confirmed", "2026-05-12", "green"),
]
"""Due, last updated, and the colour on 12 May 2026: twenty working days before it is 13 April."""


@pytest.mark.parametrize(("due", "updated", "expected"), COLOURS)
def test_the_colour_is_that_of_its_dates(
    ledger: Ledger, due: str, updated: str, expected: str
) -> None:
    reference = receive(ledger, due_words=due, on=updated)
    assert row_of(ledger, FOLLOW_UP, reference)["colour"] == expected


@pytest.mark.parametrize("on", [TODAY, date(2026, 6, 30), date(2027, 3, 1)])
def test_the_colour_of_a_row_is_the_colour_that_the_command_computes(
    ledger: Ledger, on: date
) -> None:
    """What the list shows and what an owner may not better are one rule, said twice."""
    for due, updated, _ in COLOURS:
        receive(ledger, due_words=due, on=updated)
        claimed(ledger, due_words=due, on=updated)
        returned = claimed(ledger, due_words=due, on=updated)
        return_it(ledger, returned)
    with looking(ledger, on=on) as view:
        rows = FOLLOW_UP.rows(view)
    assert len(rows) == 3 * len(COLOURS)
    for row in rows:
        item = ledger.get(Recommendation, row["reference"])
        computed = item.colour_on(on, calendar=ledger.calendar, deadlines=ledger.deadlines)
        assert row["colour"] == computed, row["reference"]
    assert {row["colour"] for row in rows} >= {"red", "green"}


@pytest.mark.parametrize(
    ("due", "worsened", "expected"),
    [
        ("2026-12-31", "amber", "amber"),
        ("2026-12-31", "red", "red"),
        ("2026-06-01", "red", "red"),
    ],
)
def test_an_owner_worsens_the_colour_and_time_worsens_it_further(
    ledger: Ledger, due: str, worsened: str, expected: str
) -> None:
    reference = receive(ledger, due_words=due)
    do(ledger, "recommendation.worsen", reference, by=POLICE, colour=worsened, reason="Stuck.")
    assert row_of(ledger, FOLLOW_UP, reference)["colour"] == expected
    assert row_of(ledger, FOLLOW_UP, reference, on=date(2027, 1, 4))["colour"] == "red"


def test_what_is_closed_is_blue_whatever_its_dates_and_its_owner_said(ledger: Ledger) -> None:
    reference = receive(ledger, due_words="2026-05-01", on="2026-01-05")
    do(ledger, "recommendation.withdraw", reference, reason="x")
    assert row_of(ledger, FOLLOW_UP, reference)["colour"] == "blue"


# Late, stale and whose fault it is


def test_it_is_overdue_the_day_after_its_due_date(ledger: Ledger) -> None:
    reference = receive(ledger, due_words="2026-05-12")
    receive(ledger, due_words="next meeting of the Executive")
    assert meeting(ledger, FOLLOW_UP, overdue) == []
    assert meeting(ledger, FOLLOW_UP, overdue, on=TOMORROW) == [reference]


def test_late_verification_counts_against_the_verifier_and_not_the_owner(ledger: Ledger) -> None:
    reference = claimed(ledger, due_words="2026-05-13")
    assert row_of(ledger, FOLLOW_UP, reference)["verify_by"] == "2026-05-27"
    late = date(2026, 7, 31)
    for on, verifier_is_late in (
        (date(2026, 5, 27), False),
        (date(2026, 5, 28), True),
        (late, True),
    ):
        now = counted(ledger, on=on)
        assert (now.overdue, now.stale, now.awaiting) == (0, 0, 1)
        assert now.verification_late == int(verifier_is_late)
        assert (
            meeting(ledger, FOLLOW_UP, verification_late, on=on) == [reference] * verifier_is_late
        )
        assert row_of(ledger, FOLLOW_UP, reference, on=on)["colour"] == "green"
    stand_on(ledger, late)
    return_it(ledger, reference)
    now = counted(ledger, on=late)
    assert (now.overdue, now.stale, now.awaiting, now.verification_late) == (1, 0, 0, 0)
    assert row_of(ledger, FOLLOW_UP, reference, on=late)["colour"] == "red"


def test_it_is_stale_after_twenty_working_days_without_an_update(ledger: Ledger) -> None:
    """The early May bank holiday is not counted: it is stale on 13 May and not on 12 May."""
    reference = receive(ledger, on="2026-04-13")
    assert meeting(ledger, FOLLOW_UP, stale) == []
    assert meeting(ledger, FOLLOW_UP, stale, on=TOMORROW) == [reference]
    do(ledger, "recommendation.report_progress", reference, by=POLICE, progress="Some")
    assert meeting(ledger, FOLLOW_UP, stale, on=TOMORROW) == []


def test_how_long_is_too_long_can_be_chosen(ledger: Ledger) -> None:
    receive(ledger, on="2026-04-13")
    for days, late in ((20, 0), (19, 1)):
        with looking(ledger) as view:
            deadlines = replace(view.deadlines, stale_after=days)
            chosen = replace(view, unfounded=replace(view.settled, deadlines=deadlines))
            assert FOLLOW_UP.count(chosen, stale(chosen)) == late


def test_a_claim_and_a_closing_end_staleness(ledger: Ledger) -> None:
    claimed(ledger)
    do(ledger, "recommendation.withdraw", receive(ledger), reason="x")
    later = date(2026, 9, 1)
    assert meeting(ledger, FOLLOW_UP, stale, on=later) == []


def test_impact_reviews_fall_due_after_closing(ledger: Ledger) -> None:
    three, never = claimed(ledger), claimed(ledger)
    verify(ledger, three, impact_months="3")
    verify(ledger, never)
    for on, due in ((date(2026, 8, 11), []), (date(2026, 8, 12), [three])):
        assert meeting(ledger, FOLLOW_UP, impact_due, on=on) == due
        assert counted(ledger, on=on).impact_due == len(due)
        assert listed(ledger, FOLLOW_UP, on=on, status="all", impact_due="yes") == due


def test_filter_by_how_far_it_has_come(ledger: Ledger) -> None:
    each = {status: receive(ledger) for status in Status}
    do(ledger, "recommendation.respond", each[Status.RESPONDED], response="accepted")
    do(ledger, "recommendation.report_progress", each[Status.IN_PROGRESS], progress="Some")
    for status in (Status.SUBMITTED, Status.RETURNED, Status.CLOSED):
        submit(ledger, each[status])
    return_it(ledger, each[Status.RETURNED])
    verify(ledger, each[Status.CLOSED])
    for status, reference in each.items():
        assert listed(ledger, FOLLOW_UP, status=status.value) == [reference]


def test_filter_by_what_wants_attention(ledger: Ledger) -> None:
    late = receive(ledger, due_words="2026-05-01")
    quiet = receive(ledger, on="2026-01-05")
    waiting, back = claimed(ledger), claimed(ledger)
    return_it(ledger, back)
    again = receive(ledger)
    do(ledger, "recommendation.withdraw", again, reason="x")
    do(ledger, "recommendation.reopen", again, reason="x")
    assert listed(ledger, FOLLOW_UP, overdue="yes") == [late]
    assert listed(ledger, FOLLOW_UP, stale="yes") == [quiet]
    assert listed(ledger, FOLLOW_UP, awaiting="yes") == [waiting]
    assert listed(ledger, FOLLOW_UP, returned="yes") == [back]
    assert listed(ledger, FOLLOW_UP, reopened="yes") == [again]
    assert listed(ledger, FOLLOW_UP, overdue=True, stale="yes") == []
    undated = receive(ledger, due_words="to be confirmed")
    assert listed(ledger, FOLLOW_UP, undated="yes") == [undated]
    assert listed(ledger, FOLLOW_UP, overdue=True, source="independent_scrutiny") == [late]


# The figures


def test_both_percentages_stand_side_by_side(ledger: Ledger) -> None:
    """Of eight that count, four are said to be done and three of them verified."""
    references = [receive(ledger, on="2026-05-01") for _ in range(10)]
    for reference in references[:4]:
        submit(ledger, reference)
    for reference, day in zip(
        references[:3], ("2026-05-12", "2026-05-14", "2026-05-20"), strict=True
    ):
        stand_on(ledger, date.fromisoformat(day))
        verify(ledger, reference, closing="implemented")
    do(ledger, "recommendation.supersede", references[8], by_other=references[4], reason="x")
    do(ledger, "recommendation.withdraw", references[9], reason="x")
    do(
        ledger, "recommendation.respond", references[5], by=POLICE, response="partly_accepted",
        reason="x",
    )  # fmt: skip
    do(
        ledger, "recommendation.respond", references[6], by=POLICE, response="not_accepted",
        reason="x",
    )  # fmt: skip
    now = counted(ledger, on=date(2026, 5, 20))
    assert (now.total, now.counted, now.accepted) == (10, 8, 5)
    assert (now.addressed, now.verified, now.awaiting) == (4, 3, 1)
    assert (now.percent(now.addressed), now.percent(now.verified)) == (50, 38)
    assert now.days_to_closure == 13


def test_resolved_otherwise_is_verified_and_returned_is_not_addressed(ledger: Ledger) -> None:
    one, two = claimed(ledger), claimed(ledger)
    verify(ledger, one, closing="resolved_otherwise")
    return_it(ledger, two)
    now = counted(ledger)
    assert (now.addressed, now.verified, now.returned) == (1, 1, 1)


def test_what_is_claimed_and_then_closed_otherwise_is_not_addressed(ledger: Ledger) -> None:
    accepted, refused = claimed(ledger), claimed(ledger)
    do(
        ledger,
        "recommendation.accept_risk",
        accepted,
        by=EXECUTIVE,
        to="executive",
        reason="x",
        **OUTSIDE,
    )
    do(ledger, "recommendation.respond", refused, response="not_accepted", reason="x")
    now = counted(ledger)
    assert (now.counted, now.addressed, now.verified, now.awaiting) == (2, 0, 0, 0)


def test_what_is_reopened_is_neither_addressed_nor_verified(ledger: Ledger) -> None:
    reference = claimed(ledger)
    verify(ledger, reference)
    do(ledger, "recommendation.reopen", reference, reason="It came back.")
    now = counted(ledger)
    assert (now.addressed, now.verified, now.reopened, now.days_to_closure) == (0, 0, 1, None)


def test_of_nothing_there_is_no_percentage(ledger: Ledger) -> None:
    now = counted(ledger)
    assert (now.total, now.percent(now.verified), now.days_to_closure) == (0, None, None)


def test_the_figures_can_be_those_of_one_source(ledger: Ledger) -> None:
    receive(ledger, source="jtai")
    verify(ledger, claimed(ledger))
    with looking(ledger) as view:
        now = figures(view, of_source(Source.INDEPENDENT_SCRUTINY))
    assert (now.total, now.verified, now.percent(now.verified)) == (1, 1, 100)


# Themes


def test_a_theme_recurs_when_several_sources_share_it(ledger: Ledger) -> None:
    one = receive(ledger, themes="Neglect, Housing")
    two = receive(ledger, source="jtai", themes="Neglect, Voice", due_words="2026-06-01")
    three = receive(ledger, source="jtai", themes="Voice, Housing")
    receive(ledger, source="jtai", themes="Voice")
    four = receive(ledger, source="committee", themes="Neglect")
    before = ledger.position()
    with looking(ledger) as view:
        found_now = themes_across_sources(view)
        offered = FOLLOW_UP.filters["theme"].options(view)
        assert [name for _, name in offered] == ["Housing", "Neglect", "Voice"]
    assert [(theme, [row["reference"] for row in rows]) for theme, rows in found_now] == [
        ("Neglect", [two, one, four]), ("Housing", [one, three]),
    ]  # fmt: skip
    do(ledger, "recommendation.tag", three, themes="Voice")
    for position, expected in ((None, ["Neglect"]), (before, ["Neglect", "Housing"])):
        with looking(ledger, position=position) as view:
            recurring = themes_across_sources(view)
        assert [theme for theme, _ in recurring] == expected


def test_numbers_are_sorted_as_people_count(ledger: Ledger) -> None:
    for number in ("1.10", "1.2", "2", "1.2a", "10", "1.1", ""):
        receive(ledger, number=number)
    with looking(ledger) as view:
        rows = FOLLOW_UP.rows(view, sort="number")
        assert [row["number"] for row in rows] == ["1.1", "1.2", "1.2a", "1.10", "2", "10", ""]
        last = FOLLOW_UP.rows(view, sort="-number")
        assert [row["number"] for row in last] == ["10", "2", "1.10", "1.2a", "1.2", "1.1", ""]
