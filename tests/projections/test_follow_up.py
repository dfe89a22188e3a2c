"""The follow-up of recommendations: what each event makes of a row, and what people ask of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import ColumnElement

from application.ledger.ledger import Ledger
from domain.kernel.terms import Noun
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import Closing, Source, Status
from projections.rebuild import differences
from projections.recommendations import follow_up
from projections.recommendations.follow_up import (
    SORTS,
    Figures,
    Filters,
    Limits,
    became_of_the_late,
    closed_by_reason,
    figures,
    follow_up_page,
    impact_due,
    limits_on,
    linked_to,
    overdue,
    recommendation_row,
    recommendations_that,
    stale,
    status_changes,
    themes,
    themes_across_sources,
    verification_late,
    whole_follow_up,
)
from projections.versioned import Moment
from tests.acts import COUNCIL, EXECUTIVE, POLICE, TEAM, do, record
from tests.following import (
    HEALTH,
    SCRUTINEER,
    TODAY,
    add_evidence,
    claim,
    found,
    receive,
    redate,
    return_it,
    set_action,
    stand_on,
    submit,
    verify,
)

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    found(ledger)
    return ledger


def limits(ledger: Ledger, on: date) -> Limits:
    return limits_on(on, deadlines=ledger.deadlines, calendar=ledger.calendar)


def row_of(ledger: Ledger, reference: str, *, on: date = TODAY, position: int | None = None) -> Any:
    with ledger.reading() as connection:
        return recommendation_row(
            connection, reference, moment=Moment(on, position), limits=limits(ledger, on)
        )


def listed(
    ledger: Ledger, *, on: date = TODAY, position: int | None = None, sort: str = "reference",
    **filters: Any,
) -> list[str]:  # fmt: skip
    """The references on the first page, which must be all that the filters leave."""
    asked: dict[str, Any] = {
        "moment": Moment(on, position),
        "limits": limits(ledger, on),
        "filters": Filters(**filters),
        "sort": sort,
    }
    with ledger.reading() as connection:
        page = follow_up_page(connection, **asked)
        whole = whole_follow_up(connection, **asked)
    assert page.rows == whole
    assert page.total == len(page.rows)
    return [row["reference"] for row in page.rows]


def meeting(ledger: Ledger, condition: ColumnElement[bool], on: date = TODAY) -> list[str]:
    with ledger.reading() as connection:
        rows = recommendations_that(
            connection, condition, moment=Moment(on), limits=limits(ledger, on)
        )
    return [row["reference"] for row in rows]


def counted(ledger: Ledger, *, on: date = TODAY, position: int | None = None) -> Figures:
    with ledger.reading() as connection:
        return figures(connection, moment=Moment(on, position), limits=limits(ledger, on))


# What each event makes of a row


def test_a_row_says_what_was_received(ledger: Ledger) -> None:
    reference = receive(
        ledger, source="jtai", title="JTAI of Kent", publisher="Ofsted", published="2026-03",
        number="4", themes="Neglect, Front door", agencies=["kent-county-council"],
        due_words="within one year", recurs="12", on="2026-05-01",
    )  # fmt: skip
    row = row_of(ledger, reference)
    expected = {
        "reference": reference, "version": 1, "status": "received", "source": "jtai",
        "title": "JTAI of Kent", "publisher": "Ofsted", "published": "2026-03",
        "published_on": "2026-03-31", "number": "4", "words": "Agree one threshold document.",
        "themes": "\nNeglect\nFront door\n", "agencies": "\nkent-police\nkent-county-council\n",
        "owner_role": "Superintendent", "owner_agency": "kent-police",
        "owner_name": "Kent Police", "due_words": "within one year", "due_on": "2027-03-31",
        "first_due_on": "2027-03-31", "moves": 0, "recurs": 12, "received_on": "2026-05-01",
        "updated_on": "2026-05-01", "response": "", "evidence": 0, "closing": "",
        "colour": "green",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


Step = tuple[str, Any, dict[str, Any]]
ANSWERED: Step = ("respond", POLICE, {"response": "accepted"})
SHOWN: Step = ("add_evidence", POLICE, {"kind": "data", "title": "It", "link": "x"})
CLAIMED: Step = ("submit", POLICE, {"claim": "Done."})
SEEN: Step = (
    "verify", SCRUTINEER, {"closing": "implemented", "finding": "Seen.", "impact_months": "3"},
)  # fmt: skip
BACK: Step = ("return_it", SCRUTINEER, {"reason": "Not so."})
AGAIN: Step = ("reopen", TEAM, {"reason": "It came back."})
ASKED: Step = ("ask_redate", POLICE, {"due_on": "2027-01-31", "reason": "x"})


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
            [("report_progress", POLICE, {"progress": "Some", "on": "2026-05-10"})],
            {"status": "in_progress", "progress": "Some", "updated_on": "2026-05-12"},
        ),
        (
            [("report_status", TEAM, {"status": "On track"})],
            {"status": "received", "reported": "On track", "updated_on": "2026-05-12"},
        ),
        (
            [("assign_owner", TEAM, {"owner_role": "Head", "owner_agency": "nhs"})],
            {"owner_role": "Head", "owner_agency": "nhs", "owner_name": "NHS"},
        ),
        ([SHOWN, SHOWN], {"evidence": 2, "status": "received"}),
        (
            [ASKED], {"asked_due_on": "2027-01-31", "due_on": "2026-12-31", "moves": 0},
        ),
        (
            [ASKED, ("approve_redate", TEAM, {})],
            {"asked_due_on": "", "due_on": "2027-01-31", "first_due_on": "2026-12-31", "moves": 1},
        ),
        (
            [ASKED, ("refuse_redate", TEAM, {"reason": "x"})],
            {"asked_due_on": "", "due_on": "2026-12-31", "moves": 0},
        ),
        (
            [ANSWERED, SHOWN, CLAIMED],
            {"status": "submitted", "claimed": True, "submitted_by": "c0ffee",
             "submitted_on": "2026-05-12", "verify_by": "2026-05-27", "closing": ""},
        ),
        (
            [ANSWERED, SHOWN, CLAIMED, BACK],
            {"status": "returned", "claimed": False, "submitted_by": "", "submitted_on": "",
             "verify_by": "", "returned": 1},
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
            [("accept_risk", EXECUTIVE, {"to": "executive", "reason": "Too dear."})],
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
    row = row_of(ledger, reference)
    assert {name: row[name] for name in expected} == expected
    item = ledger.get(Recommendation, reference)
    kept = ("version", "status", "due_on", "first_due_on", "moves", "updated_on", "reopened")
    assert {name: row[name] for name in kept} == {name: getattr(item, name) for name in kept}


def test_a_superseded_row_names_its_successor(ledger: Ledger) -> None:
    old, new = receive(ledger), receive(ledger)
    do(ledger, "recommendation.supersede", old, by_other=new, reason="Said better.")
    assert row_of(ledger, old)["superseded_by"] == new
    assert row_of(ledger, old)["closing"] == "superseded"
    assert (row_of(ledger, new)["status"], row_of(ledger, new)["version"]) == ("received", 2)
    do(ledger, "recommendation.reopen", old, reason="It was not.")
    assert row_of(ledger, old)["superseded_by"] == ""


def test_links_change_no_row_but_their_list_and_version(ledger: Ledger) -> None:
    risk, one, two = record(ledger), receive(ledger), receive(ledger)
    action = set_action(ledger, serves=one)
    do(ledger, "recommendation.link", one, other=risk)
    do(ledger, "recommendation.depend", one, other=two)
    row = row_of(ledger, one)
    assert (row["status"], row["version"]) == ("received", 4)
    assert row["links"] == f"\n{action}\n{risk}\n"
    assert meeting(ledger, linked_to(Noun.RISK)) == [one]
    assert meeting(ledger, linked_to(Noun.RECOMMENDATION)) == []
    do(ledger, "recommendation.unlink", one, other=risk, reason="x")
    assert row_of(ledger, one)["version"] == 5
    assert meeting(ledger, linked_to(Noun.RISK)) == []
    assert meeting(ledger, linked_to(Noun.ACTION)) == [one]


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
    assert row_of(ledger, reference)["colour"] == expected


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
    with ledger.reading() as connection:
        rows = whole_follow_up(
            connection, moment=Moment(on), limits=limits(ledger, on), filters=Filters()
        )
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
    assert row_of(ledger, reference)["colour"] == expected
    assert row_of(ledger, reference, on=date(2027, 1, 4))["colour"] == "red"


def test_what_is_closed_is_blue_whatever_its_dates_and_its_owner_said(ledger: Ledger) -> None:
    reference = receive(ledger, due_words="2026-05-01", on="2026-01-05")
    do(ledger, "recommendation.withdraw", reference, reason="x")
    assert row_of(ledger, reference)["colour"] == "blue"


# Late, stale and whose fault it is


def test_it_is_overdue_the_day_after_its_due_date(ledger: Ledger) -> None:
    reference = receive(ledger, due_words="2026-05-12")
    receive(ledger, due_words="next meeting of the Executive")
    assert meeting(ledger, overdue(Moment(TODAY))) == []
    assert meeting(ledger, overdue(Moment(TOMORROW)), TOMORROW) == [reference]


def test_late_verification_counts_against_the_verifier_and_not_the_owner(ledger: Ledger) -> None:
    reference = claimed(ledger, due_words="2026-05-13")
    assert row_of(ledger, reference)["verify_by"] == "2026-05-27"
    late = date(2026, 7, 31)
    for on, verifier_is_late in (
        (date(2026, 5, 27), False),
        (date(2026, 5, 28), True),
        (late, True),
    ):
        now = counted(ledger, on=on)
        assert (now.overdue, now.stale, now.awaiting) == (0, 0, 1)
        assert now.verification_late == int(verifier_is_late)
        assert meeting(ledger, verification_late(Moment(on)), on) == [reference] * verifier_is_late
        assert row_of(ledger, reference, on=on)["colour"] == "green"
    stand_on(ledger, late)
    return_it(ledger, reference)
    now = counted(ledger, on=late)
    assert (now.overdue, now.stale, now.awaiting, now.verification_late) == (1, 0, 0, 0)
    assert row_of(ledger, reference, on=late)["colour"] == "red"


def test_it_is_stale_after_twenty_working_days_without_an_update(ledger: Ledger) -> None:
    """The early May bank holiday is not counted: it is stale on 13 May and not on 12 May."""
    reference = receive(ledger, on="2026-04-13")
    assert meeting(ledger, stale(limits(ledger, TODAY))) == []
    assert meeting(ledger, stale(limits(ledger, TOMORROW)), TOMORROW) == [reference]
    do(ledger, "recommendation.report_progress", reference, by=POLICE, progress="Some")
    assert meeting(ledger, stale(limits(ledger, TOMORROW)), TOMORROW) == []


def test_how_long_is_too_long_can_be_chosen(ledger: Ledger) -> None:
    receive(ledger, on="2026-04-13")
    assert meeting(ledger, stale(Limits("2026-05-12", "2026-04-13"))) == []
    assert len(meeting(ledger, stale(Limits("2026-05-12", "2026-04-14")))) == 1


def test_a_claim_and_a_closing_end_staleness(ledger: Ledger) -> None:
    claimed(ledger)
    do(ledger, "recommendation.withdraw", receive(ledger), reason="x")
    later = date(2026, 9, 1)
    assert meeting(ledger, stale(limits(ledger, later)), later) == []


def test_impact_reviews_fall_due_after_closing(ledger: Ledger) -> None:
    three, never = claimed(ledger), claimed(ledger)
    verify(ledger, three, impact_months="3")
    verify(ledger, never)
    for on, due in ((date(2026, 8, 11), []), (date(2026, 8, 12), [three])):
        assert meeting(ledger, impact_due(Moment(on)), on) == due
        assert counted(ledger, on=on).impact_due == len(due)
        assert listed(ledger, on=on, status="", impact_due=True) == due


# Filters, sorts and pages


def test_the_list_shows_what_is_open_unless_asked_otherwise(ledger: Ledger) -> None:
    open_one, closed_one = receive(ledger), receive(ledger)
    do(ledger, "recommendation.withdraw", closed_one, reason="x")
    assert listed(ledger) == [open_one]
    assert listed(ledger, status="closed") == [closed_one]
    assert listed(ledger, status="") == [open_one, closed_one]
    assert listed(ledger, status="", closing="withdrawn") == [closed_one]
    assert listed(ledger, status="", closing="implemented") == []


def test_filter_by_how_far_it_has_come(ledger: Ledger) -> None:
    each = {status: receive(ledger) for status in Status}
    do(ledger, "recommendation.respond", each[Status.RESPONDED], response="accepted")
    do(ledger, "recommendation.report_progress", each[Status.IN_PROGRESS], progress="Some")
    for status in (Status.SUBMITTED, Status.RETURNED, Status.CLOSED):
        submit(ledger, each[status])
    return_it(ledger, each[Status.RETURNED])
    verify(ledger, each[Status.CLOSED])
    for status, reference in each.items():
        assert listed(ledger, status=status.value) == [reference]


def test_filter_by_source_owner_and_theme(ledger: Ledger) -> None:
    one = receive(ledger, source="jtai", owner_agency="nhs", themes="Neglect, 50% late")
    two = receive(ledger, source="practice_review", themes="Neglect of needs")
    assert listed(ledger, source="jtai") == [one]
    assert listed(ledger, source="practice_review") == [two]
    assert listed(ledger, owner_agency="nhs") == [one]
    assert listed(ledger, owner_agency="kent-county-council") == []
    assert listed(ledger, theme="Neglect") == [one]
    assert listed(ledger, theme="50% late") == [one]
    assert listed(ledger, theme="%") == []
    do(ledger, "recommendation.tag", two, themes="Neglect")
    assert listed(ledger, theme="Neglect") == [one, two]


def test_filter_by_colour(ledger: Ledger) -> None:
    each = {
        "red": receive(ledger, due_words="2026-05-11"),
        "amber": receive(ledger, due_words="2026-05-20"),
        "green": receive(ledger),
        "blue": receive(ledger),
    }
    do(ledger, "recommendation.withdraw", each["blue"], reason="x")
    for colour, reference in each.items():
        assert listed(ledger, status="", colour=colour) == [reference]


def test_filter_by_what_wants_attention(ledger: Ledger) -> None:
    late = receive(ledger, due_words="2026-05-01")
    quiet = receive(ledger, on="2026-01-05")
    waiting, back = claimed(ledger), claimed(ledger)
    return_it(ledger, back)
    again = receive(ledger)
    do(ledger, "recommendation.withdraw", again, reason="x")
    do(ledger, "recommendation.reopen", again, reason="x")
    assert listed(ledger, overdue=True) == [late]
    assert listed(ledger, stale=True) == [quiet]
    assert listed(ledger, awaiting=True) == [waiting]
    assert listed(ledger, returned=True) == [back]
    assert listed(ledger, reopened=True) == [again]
    assert listed(ledger, overdue=True, stale=True) == []
    assert listed(ledger, overdue=True, source="independent_scrutiny") == [late]


@pytest.mark.parametrize(
    ("term", "found_it"),
    [
        ("threshold", True),
        ("THRESHOLD", True),
        ("STRASSE", True),
        ("superintendent", True),
        ("neglect", True),
        ("4.2", True),
        ("ofsted", True),
        ("front door", True),
        ("rec-2026-001", True),
        ("nothing of the kind", False),
        ("100%", False),
        ("t_reshold", False),
    ],
)
def test_a_search_looks_at_everything_that_names_it(
    ledger: Ledger, term: str, found_it: bool
) -> None:
    reference = receive(
        ledger, words="Agree one threshold document on Straße 1.", number="4.2",
        publisher="Ofsted", themes="Neglect",
    )  # fmt: skip
    assert listed(ledger, search=term) == [reference] * found_it


def test_a_search_follows_a_new_owner_and_new_themes(ledger: Ledger) -> None:
    reference = receive(ledger, themes="Neglect")
    do(ledger, "recommendation.assign_owner", reference, owner_role="Head", owner_agency="nhs")
    do(ledger, "recommendation.tag", reference, themes="Housing")
    assert listed(ledger, search="head") == listed(ledger, search="housing") == [reference]
    assert listed(ledger, search="superintendent") == listed(ledger, search="neglect") == []


def test_every_sort_puts_the_list_in_its_order_and_back(ledger: Ledger) -> None:
    one = receive(
        ledger, source="jtai", owner_agency="nhs", due_words="2026-07-31", on="2026-05-03"
    )
    two = receive(
        ledger, source="committee", owner_agency="kent-police", due_words="2026-06-30",
        on="2026-05-02",
    )  # fmt: skip
    three = receive(
        ledger, source="peer_review", owner_agency="kent-county-council", due_words="",
        on="2026-05-01",
    )  # fmt: skip
    redate(ledger, one, "2026-08-31", HEALTH)
    do(ledger, "recommendation.report_progress", three, by=COUNCIL, progress="x", on="2026-05-12")
    do(ledger, "recommendation.respond", two, response="already_met", on="2026-05-04")
    orders = {
        "reference": [one, two, three],
        "due": [two, one, three],
        "source": [two, one, three],
        "owner": [three, two, one],
        "moves": [two, three, one],
        "updated": [one, two, three],
        "age": [three, two, one],
        "status": [three, one, two],
    }
    assert set(orders) == set(SORTS)
    for sort, order in orders.items():
        assert listed(ledger, sort=sort) == order, sort
    assert listed(ledger, sort="-age") == [one, two, three]
    assert listed(ledger, sort="-due") == [one, two, three], "no date comes last either way"
    assert listed(ledger, sort="gossip") == listed(ledger, sort="due")


def test_a_long_list_comes_in_pages(ledger: Ledger) -> None:
    references = [receive(ledger) for _ in range(5)]
    seen = []
    for number in (1, 2, 3, 4):
        with ledger.reading() as connection:
            page = follow_up_page(
                connection, moment=Moment(TODAY), limits=limits(ledger, TODAY), filters=Filters(),
                sort="reference", page=number, size=2,
            )  # fmt: skip
        assert page.total == 5
        seen.append([row["reference"] for row in page.rows])
    assert seen == [references[:2], references[2:4], references[4:], []]


# As at


def test_the_list_is_read_as_it_stood_at_any_position(ledger: Ledger) -> None:
    reference = receive(ledger)
    positions = [ledger.position()]
    pictures = [row_of(ledger, reference)]
    submit(ledger, reference)
    do(ledger, "agency.rename", "kent-police", name="Kent and Medway Police", reason="x")
    positions.append(ledger.position())
    pictures.append(row_of(ledger, reference))
    verify(ledger, reference)
    another = receive(ledger)
    for position, picture in zip(positions, pictures, strict=True):
        assert listed(ledger, position=position) == [reference]
        row = row_of(ledger, reference, position=position)
        assert {**row, "until": None} == picture
    assert [picture["status"] for picture in pictures] == ["received", "submitted"]
    assert [picture["owner_name"] for picture in pictures] == [
        "Kent Police", "Kent and Medway Police",
    ]  # fmt: skip
    assert listed(ledger) == [another]
    assert listed(ledger, position=positions[0] - 1) == []
    assert row_of(ledger, another, position=positions[1]) is None
    assert counted(ledger, position=positions[1]).verified == 0
    assert counted(ledger).verified == 1


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
    accept_risk(ledger, claimed(ledger))
    not_accept(ledger, claimed(ledger))
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
    scrutiny = follow_up.follow_up.c.source == Source.INDEPENDENT_SCRUTINY.value
    with ledger.reading() as connection:
        now = figures(connection, scrutiny, moment=Moment(TODAY), limits=limits(ledger, TODAY))
    assert (now.total, now.verified, now.percent(now.verified)) == (1, 1, 100)


# Themes


def test_a_theme_recurs_when_several_sources_share_it(ledger: Ledger) -> None:
    one = receive(ledger, themes="Neglect, Housing")
    two = receive(ledger, source="jtai", themes="Neglect, Voice", due_words="2026-06-01")
    three = receive(ledger, source="jtai", themes="Voice, Housing")
    receive(ledger, source="jtai", themes="Voice")
    four = receive(ledger, source="committee", themes="Neglect")
    before = ledger.position()
    with ledger.reading() as connection:
        found_now = themes_across_sources(
            connection, moment=Moment(TODAY), limits=limits(ledger, TODAY)
        )
        assert themes(connection) == ["Housing", "Neglect", "Voice"]
    assert [(theme, [row["reference"] for row in rows]) for theme, rows in found_now] == [
        ("Neglect", [two, one, four]), ("Housing", [one, three]),
    ]  # fmt: skip
    do(ledger, "recommendation.tag", three, themes="Voice")
    for position, expected in ((None, ["Neglect"]), (before, ["Neglect", "Housing"])):
        with ledger.reading() as connection:
            recurring = themes_across_sources(
                connection, moment=Moment(TODAY, position), limits=limits(ledger, TODAY)
            )
        assert [theme for theme, _ in recurring] == expected


# The tables of committees


def implement(ledger: Ledger, reference: str) -> None:
    submit(ledger, reference)
    verify(ledger, reference)


def resolve_otherwise(ledger: Ledger, reference: str) -> None:
    submit(ledger, reference)
    verify(ledger, reference, closing="resolved_otherwise")


def not_accept(ledger: Ledger, reference: str) -> None:
    do(ledger, "recommendation.respond", reference, response="not_accepted", reason="x")


def withdraw(ledger: Ledger, reference: str) -> None:
    do(ledger, "recommendation.withdraw", reference, reason="x")


def supersede(ledger: Ledger, reference: str) -> None:
    do(ledger, "recommendation.supersede", reference, by_other=receive(ledger), reason="x")


def accept_risk(ledger: Ledger, reference: str) -> None:
    do(
        ledger, "recommendation.accept_risk", reference,
        by=EXECUTIVE, to="executive", reason="x",
    )  # fmt: skip


def move(ledger: Ledger, reference: str) -> None:
    redate(ledger, reference, "2026-12-31")


def move_to_a_date_that_passes(ledger: Ledger, reference: str) -> None:
    redate(ledger, reference, "2026-06-15")


def do_nothing(ledger: Ledger, reference: str) -> None:
    pass


def claim_in_vain(ledger: Ledger, reference: str) -> None:
    submit(ledger, reference)
    return_it(ledger, reference)


def implement_and_reopen(ledger: Ledger, reference: str) -> None:
    implement(ledger, reference)
    do(ledger, "recommendation.reopen", reference, reason="x")


Happening = Callable[[Ledger, str], None]
BECAME: dict[Happening, str] = {
    implement: "Verified",
    resolve_otherwise: "Otherwise resolved",
    not_accept: "Otherwise resolved",
    withdraw: "Otherwise resolved",
    supersede: "Superseded",
    accept_risk: "Risk accepted",
    submit: "Claimed to be done",
    move: "Given a new date",
    move_to_a_date_that_passes: "Still late",
    do_nothing: "Still late",
    claim_in_vain: "Still late",
    implement_and_reopen: "Still late",
}


def test_what_became_of_those_that_were_late(ledger: Ledger) -> None:
    late = {happening: receive(ledger, due_words="2026-05-01") for happening in BECAME}
    claimed(ledger, due_words="2026-05-01")
    receive(ledger, due_words="2026-05-12")
    receive(ledger, due_words="to be confirmed")
    earlier = Moment(TODAY, ledger.position())
    receive(ledger, due_words="2026-05-02")
    stand_on(ledger, date(2026, 6, 10))
    for happening, reference in late.items():
        happening(ledger, reference)
    moment = Moment(date(2026, 6, 30))

    def became(at: Moment) -> dict[str, set[str]]:
        with ledger.reading() as connection:
            groups = became_of_the_late(
                connection, earlier=earlier, moment=at, limits=limits(ledger, at.on)
            )
        assert [words for words, _ in groups] == [
            "Verified", "Otherwise resolved", "Superseded", "Risk accepted",
            "Claimed to be done", "Given a new date", "Still late",
        ]  # fmt: skip
        return {words: {row["reference"] for row in rows} for words, rows in groups}

    now = became(moment)
    for words in now:
        assert now[words] == {late[each] for each, group in BECAME.items() if group == words}
    then = became(earlier)
    assert then.pop("Still late") == set(late.values())
    assert not any(then.values())


def test_how_many_were_closed_between_two_dates_by_reason(ledger: Ledger) -> None:
    for close in (
        implement, resolve_otherwise, not_accept, accept_risk, supersede, withdraw, withdraw,
        implement_and_reopen, do_nothing, submit,
    ):  # fmt: skip
        close(ledger, receive(ledger))
    position = ledger.position()
    implement(ledger, receive(ledger))

    def closed(since: date, moment: Moment) -> dict[str, int]:
        with ledger.reading() as connection:
            found_now = closed_by_reason(connection, since=since, moment=moment)
        assert [closing for closing, _ in found_now] == [closing.value for closing in Closing]
        return {closing: count for closing, count in found_now if count}

    each_once = {closing.value: 1 for closing in Closing}
    assert closed(TODAY, Moment(TODAY)) == {**each_once, "implemented": 2, "withdrawn": 2}
    assert closed(TODAY, Moment(TODAY, position)) == {**each_once, "withdrawn": 2}
    assert closed(TOMORROW, Moment(TOMORROW)) == {}
    assert closed(date(2026, 1, 1), Moment(date(2026, 5, 11))) == {}


def test_each_stands_beside_what_it_was_before(ledger: Ledger) -> None:
    before: dict[str, Happening] = {
        "same": do_nothing, "closed": do_nothing, "reopened": implement, "other status": submit,
    }  # fmt: skip
    references = {change: receive(ledger) for change in before}
    for change, happening in before.items():
        happening(ledger, references[change])
    earlier = Moment(TODAY, ledger.position())
    withdraw(ledger, references["closed"])
    do(ledger, "recommendation.reopen", references["reopened"], reason="It came back.")
    return_it(ledger, references["other status"])
    references["new"] = receive(ledger)
    with ledger.reading() as connection:
        rows = status_changes(connection, earlier=earlier, moment=Moment(TODAY))
        none_changed = status_changes(connection, earlier=earlier, moment=earlier)
    assert {row["change"]: row["reference"] for row in rows} == references
    stood = {row["change"]: (row["status_before"], row["status"]) for row in rows}
    assert stood == {
        "same": ("received", "received"), "closed": ("received", "closed"),
        "reopened": ("closed", "in_progress"), "other status": ("submitted", "returned"),
        "new": (None, "received"),
    }  # fmt: skip
    assert [row["change"] for row in none_changed] == ["same"] * 4


def test_the_rows_are_those_that_the_log_gives(ledger: Ledger) -> None:
    for happening in BECAME:
        happening(ledger, receive(ledger, due_words="2026-05-01"))
    add_evidence(ledger, receive(ledger))
    reference = claimed(ledger)
    return_it(ledger, reference)
    claim(ledger, reference)
    for projection in ledger.projections:
        assert differences(ledger, projection) == []  # type: ignore[arg-type]
