"""The demonstration partnership: it loads whole, it never grows stale, and it shows everything."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from application.accounts.people import everybody, names, person_called
from application.accounts.side import SideRecords
from application.accounts.signing_in import Visitor, sign_in
from application.ledger.ledger import Ledger
from demonstration import (
    clock_at,
    load_demo,
    sign_ins,
    working_day,
    working_hours,
)
from domain.actions.action import Action
from domain.disputes.dispute import Dispute
from domain.indicators.indicator import Indicator
from domain.kernel.days.happened import Happened
from domain.kernel.errors import DomainError
from domain.kernel.item import LONDON, Item, london_date
from domain.kernel.terms import Role
from domain.partnership.role_grant import RoleGrant
from domain.procedure.rules import Ending
from domain.recommendations.recommendation import Recommendation
from domain.risks.risk import Risk
from projections.actions import actions
from projections.actions.actions import ACTIONS
from projections.audit.audit_trail import end_of, position_at
from projections.disputes import disputes
from projections.disputes.disputes import DISPUTES
from projections.filters import Containing, OfAgencyWith, OfTheme
from projections.followed.redates import redates_since
from projections.partnership.role_grants import roles_held
from projections.recommendations import figures as follow_up
from projections.recommendations.follow_up import FOLLOW_UP
from projections.register import Asked
from projections.risks import risk_register
from projections.risks.movements import movements_between
from projections.versioned import Row
from projections.view import View
from tests.databases import SQLiteDatabases
from tests.examples import event_classes
from tests.reading import disagreements, looking
from web.nouns import LISTED
from web.proof.verification import verified_now
from web.running.startup import open_ledger

TOLD = (
    Risk.Event, RoleGrant.Event, Recommendation.Event, Action.Event, Indicator.Event, Dispute.Event
)  # fmt: skip
OF_IMPORTS_ONLY = {Risk.SourceCited, Dispute.StageReported, Dispute.EndingReported}
OF_OTHER_PROCEDURES = {Dispute.ClockStarted}
"""What cannot happen where the first stage counts from the meeting."""


@pytest.fixture(scope="module")
def told(sqlite_databases: SQLiteDatabases) -> Iterator[Ledger]:
    """A ledger on which the demonstration is loaded; not to be changed."""
    with sqlite_databases.lend(sqlite_databases.prepare()) as url:
        ledger = open_ledger(url)
        load_demo(ledger)
        yield ledger
        ledger.close()


@pytest.fixture
def view(told: Ledger) -> Iterator[View]:
    with looking(told, on=london_date(told.now())) as view:
        yield view


def before(view: View, days: int) -> View:
    """The ledger as it was some days before."""
    day = view.on - timedelta(days=days)
    return view.back_to(on=day, position=position_at(view.connection, end_of(day)))


def story_of(ledger: Ledger) -> list[Item.Event]:
    """What happened in the demonstration; the agencies were there before it."""
    return [event for _, event in ledger.events_after(0) if isinstance(event, TOLD)]


def published(ledger: Ledger) -> set[str]:
    """The risks that other bodies published."""
    return {event.reference for event in story_of(ledger) if isinstance(event, Risk.SourceCited)}


# Loading


def test_every_register_agrees_with_the_log(told: Ledger) -> None:
    assert disagreements(told) == []


def test_it_loads_on_postgresql_too_and_says_how_far_it_is(postgresql_database_url: str) -> None:
    ledger = open_ledger(postgresql_database_url)
    told_of: list[tuple[str, int, int]] = []
    before = time.process_time()  # work, not waiting: tests that run beside this one do not count
    load_demo(ledger, progress=lambda *words: told_of.append(words))
    assert time.process_time() - before < 10, "it must load in less than ten seconds"
    assert disagreements(ledger) == []
    ledger.close()
    total = told_of[-1][2]
    assert told_of == [("Loading the demonstration", done + 1, total) for done in range(total)]


def test_everybody_can_sign_in_and_holds_their_role(told: Ledger) -> None:
    held = []
    side = SideRecords(told.engine)
    for who in sign_ins():
        assert sign_in(told, side, name=who.sign_in, password=who.password, visitor=Visitor())
        with told.reading() as connection:
            person = person_called(connection, who.sign_in)
            assert names(connection)[person] == f"{who.role} (demo)"
            held += roles_held(connection, person, on=london_date(told.now()))
    side.close()
    assert {role for role, _ in held} == set(Role)
    assert {agency for role, agency in held if role is Role.SAAS_MEMBER} == {
        "kent-police", "nhs-kent-and-medway-icb", "kent-schools-and-colleges",
    }  # fmt: skip


def test_a_meeting_is_named_by_its_words_or_its_reference(told: Ledger) -> None:
    meetings = {event.facts.get("meeting", "") for event in story_of(told)}
    assert meetings
    odd = [words for words in meetings if "{" in words or words.startswith("GRP-")]
    assert odd == []


def test_a_second_time_nothing_is_loaded(told: Ledger) -> None:
    before = told.position()
    with pytest.raises(DomainError, match="into an empty ledger only"):
        load_demo(told)
    assert told.position() == before


class Refuses:
    """A projection that cannot take one kind of event."""

    def row(self, happened: Happened) -> None:
        if isinstance(happened.event, Recommendation.Received):
            raise OSError("The disk is full.")

    def put(self, connection: Connection, rows: Sequence[Any]) -> None:
        """It has none."""


def test_when_it_fails_half_way_nothing_is_left_and_the_clock_is_right_again(
    sqlite_database_url: str,
) -> None:
    ledger = open_ledger(sqlite_database_url)
    ledger.projections = [*ledger.projections, Refuses()]
    before, clock = ledger.position(), ledger.now
    with pytest.raises(OSError, match="disk is full"):
        load_demo(ledger)
    assert ledger.position() == before
    assert ledger.now is clock
    with ledger.reading() as connection:
        assert everybody(connection) == []
    ledger.close()


def test_all_that_it_leads_to_is_what_its_log_gives(told: Ledger) -> None:
    found = verified_now(told)
    assert [str(fault) for area in found.areas for fault in area.faults] == []


# Days and hours


def test_the_log_is_in_the_order_of_time_and_within_working_hours(told: Ledger) -> None:
    moments = [event.timestamp.astimezone(LONDON) for event in story_of(told)]
    assert moments == sorted(moments)
    assert moments[-1].date() < london_date(told.now())
    assert {moment.weekday() for moment in moments} <= {0, 1, 2, 3, 4}
    assert min(moment.hour for moment in moments) >= 9
    assert max(moment.hour for moment in moments) < 17


def test_no_two_steps_share_a_moment() -> None:
    days = [date(2026, 3, 27)] * 30 + [date(2026, 3, 30)] * 2
    moments = list(working_hours(days))
    assert len(set(moments)) == len(moments)
    assert moments == sorted(moments)


@given(today=st.dates(date(2026, 1, 1), date(2040, 1, 1)), days=st.integers(-900, 900))
def test_a_day_of_the_story_is_a_weekday_and_keeps_the_order(today: date, days: int) -> None:
    day = working_day(today, days)
    assert day.weekday() < 5
    assert working_day(today, days - 1) <= day <= today + timedelta(days=days)


@pytest.mark.parametrize(
    "today",
    [
        date(2028, 1, 1),  # a Saturday, before a bank holiday
        date(2027, 3, 30),  # the Tuesday after Easter
    ],
    ids=str,
)
def test_it_loads_on_any_day_of_the_year(sqlite_database_url: str, today: date) -> None:
    ledger = open_ledger(sqlite_database_url)
    midnight = datetime(today.year, today.month, today.day, 0, 30, tzinfo=UTC)
    with clock_at(ledger, midnight):
        load_demo(ledger)
    latest = story_of(ledger)[-1]
    assert timedelta(days=1) <= today - london_date(latest.timestamp) <= timedelta(days=8)
    with looking(ledger, on=today) as view:
        assert alive(view) == ALIVE
        assert disputes.to_tick(replace(view, instant=midnight)) == {}
    ledger.close()


def alive(view: View) -> dict[str, tuple[int, int]]:
    """How many open disputes are on the clock at each stage, and how many of them overdue.

    The urgent one is not among them: its hours have passed or not, by the time of the day.
    """
    found: dict[str, tuple[int, int]] = {}
    for row in DISPUTES.rows(view, disputes.is_open() & ~disputes.urgent()):
        on_time, overdue = found.get(row["stage"], (0, 0))
        assert row["due_on"]
        found[row["stage"]] = (on_time + (not row["overdue"]), overdue + row["overdue"])
    return found


ALIVE = {"direct": (3, 1), "senior": (1, 1), "saas": (2, 0), "executive": (1, 1), "lsp": (1, 0)}


# What it shows


_ASKED = Item.WordsConfirmed | Item.RecordedAnyway
"""What is on record where somebody was asked whether they are sure."""


def test_every_kind_of_event_happens_but_those_of_imports(told: Ledger) -> None:
    imported = published(told)
    happened = {type(event) for event in story_of(told) if event.reference not in imported}
    there_are = {
        event for _, event in event_classes()
        if issubclass(event, TOLD) and not issubclass(event, _ASKED | RoleGrant.Event)
    }  # fmt: skip
    assert there_are - happened == OF_IMPORTS_ONLY | OF_OTHER_PROCEDURES


@pytest.mark.parametrize("noun", LISTED)
def test_every_filter_of_a_register_finds_something(view: View, noun: str) -> None:
    register = LISTED[noun].register
    assert register
    for filter_ in register.filters.values():
        if not isinstance(filter_, Containing):
            counts = {
                value: len(register.asked(view, Asked({"status": "all", filter_.key: value})))
                for value, _ in filter_.options(view)
            }
            assert any(counts.values()), filter_.label
            assert all(counts.values()) or isinstance(filter_, OfAgencyWith | OfTheme), counts


def test_the_published_rows_of_other_bodies_were_loaded_first_and_closed(told: Ledger) -> None:
    recorded = [event.reference for event in story_of(told) if isinstance(event, Risk.Recorded)]
    assert len(published(told)) == 21
    assert published(told) == set(recorded[:21])
    assert all(told.get(Risk, reference).closed for reference in published(told))


@pytest.mark.parametrize(
    ("events", "idle"),
    [(Risk.Event, set()), (Recommendation.Event, {Role.LSP}), (Dispute.Event, set())],
)
def test_every_role_that_has_a_part_in_the_work_plays_it(
    told: Ledger, events: type[Item.Event], idle: set[Role]
) -> None:
    acted = {event.by.role for event in story_of(told) if isinstance(event, events)}
    assert acted == set(Role) - {Role.AUDITOR, Role.ADMINISTRATOR, Role.DATA_PROTECTION} - idle


def test_everything_says_that_it_is_invented(told: Ledger) -> None:
    said: dict[str, list[str]] = {}
    imported = published(told)
    for event in story_of(told):
        if event.reference in imported:
            continue
        match event:
            case Dispute.Recorded() | Dispute.Described() | Risk.Recorded() | Risk.Described():
                words = [event.theme]
            case Recommendation.Received():
                words = [event.title, *event.themes]
            case Action.Set():
                words = [event.measure]
            case _:
                words = []
        said.setdefault(event.reference[:3], []).extend(words)
    for noun in ("RSK", "REC", "ACT", "DSP"):
        assert len(said[noun]) > 5
        assert all(words.endswith("(invented example)") for words in said[noun])


def test_the_executive_has_questions_to_answer_old_and_new(view: View) -> None:
    waiting = risk_register.awaiting_answer(view)
    ages = [
        (row["escalated_to"], (view.on - date.fromisoformat(row["escalated_on"])).days)
        for row in waiting
    ]
    assert [body for body, _ in ages] == ["executive", "lsp"]
    assert 35 <= ages[0][1] <= 37
    assert ages[1][1] <= 8


def test_scores_have_moved_both_ways_in_the_last_three_months(told: Ledger, view: View) -> None:
    compared = movements_between(before(view, 91), view)
    changes = {movement.change for movement in compared.movements}
    assert {"up", "down", "new", "closed", "reopened", "same"} <= changes
    assert all(movement.now["movement_reason"] for movement in compared.of("up", "down")), (
        "every movement has its line of reason"
    )


# What it shows of recommendations and actions


def test_every_line_of_the_tables_for_committees_is_filled(told: Ledger, view: View) -> None:
    became = follow_up.became_of_the_late(before(view, 91), view)
    assert [words for words, rows in became if not rows] == []
    decided = {
        (bool(line["decided_by"]), bool(line["approved_on"]))
        for line in redates_since(view, view.on - timedelta(days=91))
    }
    assert decided == {(True, True), (True, False), (False, False)}
    assert len(follow_up.themes_across_sources(view)) > 2


def test_actions_are_in_every_state_and_serve_risks_and_recommendations_or_stand_alone(
    view: View,
) -> None:
    rows = ACTIONS.rows(view)
    assert {row["status"] for row in rows} == {
        "open", "in_progress", "submitted", "returned", "done", "cancelled",
    }  # fmt: skip
    assert ACTIONS.rows(view, actions.overdue(view))
    served = {frozenset(each[:3] for each in row["serves"].split()) for row in rows}
    assert served == {
        frozenset(),
        frozenset({"RSK"}),
        frozenset({"REC"}),
        frozenset({"REC", "RSK"}),
        frozenset({"DSP"}),
    }


def test_the_actions_of_one_recommendation_have_all_ended_and_it_is_not_submitted(
    view: View,
) -> None:
    ended = actions.all_ended(view)
    waiting = [
        row["reference"]
        for row in FOLLOW_UP.rows(view)
        if row["reference"] in ended and not row["claimed"] and not row["closing"]
    ]
    assert len(waiting) == 1


# What it shows of disputes


def dispute_rows(view: View) -> dict[str, Row]:
    """Every dispute, by its title."""
    return {row["title"]: row for row in DISPUTES.rows(view)}


def test_disputes_are_on_the_clock_at_every_stage_and_some_are_overdue(
    told: Ledger, view: View
) -> None:
    assert alive(view) == ALIVE
    (urgent,) = DISPUTES.rows(view, disputes.urgent())
    assert urgent["due_on"]
    late = DISPUTES.rows(view, disputes.overdue(view) & ~disputes.urgent())
    assert all(row["overdue_on"] for row in late), "the clock has been looked at"
    assert [row for row in late if row["awaited"]]
    assert [row for row in late if not row["awaited"]]


def test_every_stage_that_was_left_late_is_on_record_as_overdue(told: Ledger) -> None:
    for event in story_of(told):
        if isinstance(event, Dispute.Recorded):
            item = told.get(Dispute, event.reference)
            for visit in item.visits:
                if visit.left_on and visit.late_from:
                    assert bool(visit.overdue_on) == (visit.late_from <= visit.left_on)


def test_where_the_council_is_a_party_the_chair_stood_aside_and_a_neutral_member_convenes(
    told: Ledger, view: View
) -> None:
    row = dispute_rows(view)["Who chairs multi-agency exploitation meetings"]
    item = told.get(Dispute, row["reference"])
    council = "kent-county-council"
    assert council in item.parties
    assert [recusal.agency for recusal in item.visit.recusals] == [council, council]
    assert item.visit.convener_agency not in {"", *item.parties}


def test_the_chair_is_of_the_local_authority(told: Ledger) -> None:
    """ToR 2.1."""
    (chair,) = (
        event
        for event in story_of(told)
        if isinstance(event, RoleGrant.Granted) and event.role == Role.SAAS_CHAIR
    )
    assert chair.agency == "kent-county-council"


def test_actions_serve_what_was_agreed(told: Ledger, view: View) -> None:
    (row,) = (row for row in dispute_rows(view).values() if row["actions_done"])
    served = [each["status"] for each in ACTIONS.rows(view, actions.serving(row["reference"]))]
    assert (row["ending"], sorted(served)) == (Ending.AGREED, ["done", "open"])
