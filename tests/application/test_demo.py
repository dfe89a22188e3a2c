"""The demonstration partnership: it loads whole, it never grows stale, and it shows everything."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from application import accounts
from application.doing.access import OPERATOR
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from demonstration import (
    StoryError,
    Telling,
    clock_at,
    in_order,
    load_demo,
    read_steps,
    sign_ins,
    story,
    working_day,
    working_hours,
)
from domain.actions.action import Action
from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import Kind
from domain.indicators.indicator import Indicator
from domain.kernel.errors import DomainError
from domain.kernel.item import LONDON, Item, london_date
from domain.kernel.terms import Role, Sight
from domain.partnership.role_grant import RoleGrant
from domain.procedure.rules import Ending
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import CLOSINGS, Response, Source, Status
from domain.risks.risk import Risk
from projections.actions import actions
from projections.disputes import disputes
from projections.followed import redates
from projections.indicators import indicators
from projections.partnership.role_grants import roles_held
from projections.rebuild import differences, every_projection
from projections.recommendations import follow_up
from projections.risks import risk_register as register
from projections.risks.risk_register import Filters
from projections.versioned import Moment, Row, VersionedProjection
from tests.databases import SQLiteDatabases
from tests.rows_of_items import assert_rows_are_what_items_say
from web.startup import open_ledger

EVERYTHING = Sight(everything=True)
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
def reading(told: Ledger) -> Iterator[Connection]:
    with told.reading() as connection:
        yield connection


@pytest.fixture
def now(told: Ledger) -> Moment:
    return Moment(london_date(told.now()))


def story_of(ledger: Ledger) -> list[Item.Event]:
    """What happened in the demonstration; the agencies were there before it."""
    return [event for _, event in ledger.events_after(0) if isinstance(event, TOLD)]


def published(ledger: Ledger) -> set[str]:
    """The risks that other bodies published."""
    return {event.reference for event in story_of(ledger) if isinstance(event, Risk.SourceCited)}


# Loading


def test_it_loads_on_both_databases_and_every_projection_agrees_with_the_log(
    ledger: Ledger,
) -> None:
    told_of: list[tuple[str, int, int]] = []
    before = time.process_time()  # work, not waiting: tests that run beside this one do not count
    load_demo(ledger, progress=lambda *words: told_of.append(words))
    assert time.process_time() - before < 10, "it must load in less than ten seconds"
    for projection in every_projection():
        assert differences(ledger, projection) == []
    total = told_of[-1][2]
    assert told_of == [("Loading the demonstration", done + 1, total) for done in range(total)]


def test_everybody_can_sign_in_and_holds_their_role(told: Ledger) -> None:
    held = []
    with told.writing() as connection:
        for who in sign_ins():
            signed_in = accounts.sign_in(
                connection, sign_in=who.sign_in, password=who.password, address="", now=told.now()
            )
            assert signed_in is not None
            assert signed_in[1].name == f"{who.role} (demo)"
            held += roles_held(connection, signed_in[1].person, on=london_date(told.now()))
    assert {role for role, _ in held} == set(Role)
    assert {agency for role, agency in held if role is Role.SAAS_MEMBER} == {
        "kent-police", "nhs-kent-and-medway-icb", "kent-schools-and-colleges",
    }  # fmt: skip


def test_a_second_time_nothing_is_loaded(told: Ledger) -> None:
    before = told.position()
    with pytest.raises(DomainError, match="into an empty ledger only"):
        load_demo(told)
    assert told.position() == before


class Refuses:
    """A projection that cannot take one kind of event."""

    def apply(self, connection: Connection, *, position: int, event: Item.Event) -> None:
        if isinstance(event, Risk.Reopened):
            raise OSError("The disk is full.")


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
        assert accounts.everybody(connection) == []
    ledger.close()


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
        date(2028, 2, 29),
        date(2026, 12, 28),  # a bank holiday after two others
        date(2027, 3, 30),  # the Tuesday after Easter
    ],
    ids=str,
)
def test_it_loads_on_any_day_of_the_year(sqlite_database_url: str, today: date) -> None:
    ledger = open_ledger(sqlite_database_url)
    with clock_at(ledger, datetime(today.year, today.month, today.day, 0, 30, tzinfo=UTC)):
        load_demo(ledger)
    latest = story_of(ledger)[-1]
    assert timedelta(days=1) <= today - london_date(latest.timestamp) <= timedelta(days=8)
    with ledger.reading() as connection:
        assert alive(connection, Moment(today)) == ALIVE
        assert disputes.to_tick(connection, moment=Moment(today)) == []
    ledger.close()


def alive(connection: Connection, now: Moment) -> dict[str, tuple[int, int]]:
    """How many open disputes are on the clock at each stage, and how many of them overdue."""
    found: dict[str, tuple[int, int]] = {}
    for row in disputes.disputes_that(connection, disputes.OPEN, moment=now):
        on_time, overdue = found.get(row["stage"], (0, 0))
        assert row["due_on"]
        found[row["stage"]] = (on_time + (not row["overdue"]), overdue + row["overdue"])
    return found


ALIVE = {"direct": (3, 1), "senior": (1, 1), "saas": (2, 0), "executive": (2, 1), "lsp": (1, 0)}


# What it shows


@pytest.mark.parametrize(
    "projection",
    [
        register.RiskRegister,
        follow_up.FollowUp,
        actions.Actions,
        indicators.Indicators,
        disputes.Disputes,
    ],
    ids=lambda each: each.__name__,
)
def test_every_kind_of_event_happens_but_those_of_imports(
    told: Ledger, projection: type[VersionedProjection]
) -> None:
    imported = published(told)
    happened = {type(event) for event in story_of(told) if event.reference not in imported}
    assert projection.handlers.keys() - happened <= OF_IMPORTS_ONLY | OF_OTHER_PROCEDURES


def test_the_published_rows_of_other_bodies_were_loaded_first_and_closed(told: Ledger) -> None:
    recorded = [event.reference for event in story_of(told) if isinstance(event, Risk.Recorded)]
    assert len(published(told)) == 21
    assert published(told) == set(recorded[:21])
    assert all(told.get(Risk, reference).closed for reference in published(told))


def test_every_role_that_may_act_on_risks_does(told: Ledger) -> None:
    acted = {event.by.role for event in story_of(told) if isinstance(event, Risk.Event)}
    assert acted == set(Role) - {Role.AUDITOR, Role.ADMINISTRATOR}


def test_every_role_that_may_close_a_recommendation_acts_on_some(told: Ledger) -> None:
    acted = {event.by.role for event in story_of(told) if isinstance(event, Recommendation.Event)}
    assert acted == set(Role) - {Role.AUDITOR, Role.ADMINISTRATOR, Role.LSP}


def test_every_role_that_has_a_part_in_disputes_plays_it(told: Ledger) -> None:
    acted = {event.by.role for event in story_of(told) if isinstance(event, Dispute.Event)}
    assert acted == set(Role) - {Role.AUDITOR, Role.ADMINISTRATOR}


def test_every_dispute_says_that_it_is_invented(told: Ledger) -> None:
    themes = [
        event.theme
        for event in story_of(told)
        if isinstance(event, Dispute.Recorded | Dispute.Described)
    ]
    assert len(themes) > 12
    assert all(theme.endswith("(invented example)") for theme in themes)


def test_every_risk_says_that_it_is_invented(told: Ledger) -> None:
    imported = published(told)
    themes = {
        event.theme
        for event in story_of(told)
        if isinstance(event, Risk.Recorded | Risk.Described) and event.reference not in imported
    }
    assert themes
    assert all(theme.endswith("(invented example)") for theme in themes)


def test_every_recommendation_and_action_says_that_it_is_invented(told: Ledger) -> None:
    said = [
        words
        for event in story_of(told)
        for words in (
            [event.title, *event.themes]
            if isinstance(event, Recommendation.Received)
            else [event.measure]
            if isinstance(event, Action.Set)
            else []
        )
    ]
    assert said
    assert all(words.endswith("(invented example)") for words in said)


def test_days_in_the_text_are_dates_that_a_reader_understands(told: Ledger) -> None:
    (accepted,) = (event for event in story_of(told) if isinstance(event, Risk.Accepted))
    assert re.search(r"Partners, \d{1,2} [A-Z][a-z]+ 20\d\d, minute 4\.3$", accepted.minute)


def test_the_executive_has_questions_to_answer_old_and_new(
    reading: Connection, now: Moment
) -> None:
    waiting = register.awaiting_answer(reading, moment=now, sight=EVERYTHING)
    ages = [
        (row["escalated_to"], (now.on - date.fromisoformat(row["escalated_on"])).days)
        for row in waiting
    ]
    assert [body for body, _ in ages] == ["executive", "lsp"]
    assert 35 <= ages[0][1] <= 37
    assert ages[1][1] <= 8


@pytest.mark.parametrize(
    "filters",
    [
        Filters(band="High"),
        Filters(band="Medium"),
        Filters(band="Low"),
        Filters(kind="issue"),
        Filters(kind="early_warning"),
        Filters(overdue=True),
        Filters(above_target=True),
        Filters(above_appetite=True),
        Filters(hygiene="no_owner"),
        Filters(hygiene="no_score"),
        Filters(status="closed"),
    ],
    ids=str,
)
def test_every_filter_of_the_register_finds_something(
    reading: Connection, now: Moment, filters: Filters
) -> None:
    assert register.whole_register(reading, moment=now, sight=EVERYTHING, filters=filters)


def test_target_dates_have_moved_once_and_often_and_some_have_passed(
    reading: Connection, now: Moment
) -> None:
    rows = register.target_dates(reading, moment=now, sight=EVERYTHING)
    assert {1, 2, 3} <= {row["target_moves"] for row in rows}
    assert [row for row in rows if row["target_on"] < now.on.isoformat()]


def test_scores_have_moved_both_ways_in_the_last_three_months(
    told: Ledger, reading: Connection, now: Moment
) -> None:
    then = now.on - timedelta(days=91)
    position = max(
        position
        for position, event in told.events_after(0)
        if isinstance(event, Risk.Event) and london_date(event.timestamp) <= then
    )
    compared = register.compare(
        reading, earlier=Moment(then, position), moment=now, sight=EVERYTHING
    )
    changes = {movement.change for movement in compared.movements}
    assert {"up", "down", "new", "closed", "reopened", "same"} <= changes
    assert all(movement.now["movement_reason"] for movement in compared.of("up", "down")), (
        "every movement has its line of reason"
    )


def test_something_has_changed_since_it_was_decided(reading: Connection, now: Moment) -> None:
    rows = register.whole_register(reading, moment=now, sight=EVERYTHING, filters=Filters())

    def moved_since(row: Row) -> bool:
        return bool(row["decided_on"]) and row["assessed_on"] > row["decided_on"]

    assert any(moved_since(row) for row in rows)
    assert not all(moved_since(row) for row in rows if row["decided_on"])


# What it shows of recommendations and actions


def recommendations(connection: Connection, now: Moment) -> list[Row]:
    return follow_up.recommendations_that(connection, moment=now, limits=limits(now))


def limits(now: Moment) -> follow_up.Limits:
    """Nearly those of the site, which count working days."""
    return follow_up.Limits(
        due_soon_on=(now.on + timedelta(days=28)).isoformat(),
        stale_before=(now.on - timedelta(days=28)).isoformat(),
    )


def test_recommendations_come_from_every_kind_of_source_and_are_in_every_state(
    reading: Connection, now: Moment
) -> None:
    rows = recommendations(reading, now)
    assert {row["source"] for row in rows} == set(Source)
    assert {row["status"] for row in rows} == set(Status)
    assert {row["closing"] for row in rows} == {"", *CLOSINGS}
    assert {row["response"] for row in rows} == {"", *Response}
    assert {0, 1, 2} <= {row["moves"] for row in rows}
    assert {row["moves"] for row in rows if row["due_on"] < now.on.isoformat()} >= {1, 2}
    assert any(row["worsened"] and not row["closing"] for row in rows)
    assert any(row["impact"] for row in rows)
    assert any(not row["due_on"] and row["due_words"] for row in rows)
    assert any(len(row["agencies"].split()) > 1 for row in rows)


@pytest.mark.parametrize(
    "filters",
    [
        *(follow_up.Filters(colour=colour) for colour in ("red", "amber", "green")),
        follow_up.Filters(colour="blue", status=""),
        follow_up.Filters(overdue=True),
        follow_up.Filters(stale=True),
        follow_up.Filters(awaiting=True),
        follow_up.Filters(returned=True),
        follow_up.Filters(reopened=True),
        follow_up.Filters(impact_due=True, status=""),
    ],
    ids=str,
)
def test_every_filter_of_the_follow_up_finds_something(
    reading: Connection, now: Moment, filters: follow_up.Filters
) -> None:
    assert follow_up.whole_follow_up(reading, moment=now, limits=limits(now), filters=filters)


def test_one_verification_is_late_and_one_is_not(reading: Connection, now: Moment) -> None:
    figures = follow_up.figures(reading, moment=now, limits=limits(now))
    assert (figures.awaiting, figures.verification_late) == (2, 1)
    assert figures.addressed > figures.verified > 0


def test_every_line_of_the_tables_for_committees_is_filled(
    told: Ledger, reading: Connection, now: Moment
) -> None:
    then = now.on - timedelta(days=91)
    position = max(
        position for position, event in told.events_after(0) if london_date(event.timestamp) <= then
    )
    became = follow_up.became_of_the_late(
        reading, earlier=Moment(then, position), moment=now, limits=limits(now)
    )
    assert [words for words, rows in became if not rows] == []
    decided = {
        (line["decided_at"] is not None, bool(line["approved_on"]))
        for line in redates.redates_between(reading, since=then, moment=now)
    }
    assert decided == {(True, True), (True, False), (False, False)}
    assert len(follow_up.themes_across_sources(reading, moment=now, limits=limits(now))) > 2


def test_actions_are_in_every_state_and_serve_risks_and_recommendations_or_stand_alone(
    reading: Connection, now: Moment
) -> None:
    rows = actions.actions_that(reading, moment=now)
    assert {row["status"] for row in rows} == {
        "open", "in_progress", "submitted", "returned", "done", "cancelled",
    }  # fmt: skip
    assert actions.actions_that(reading, actions.overdue(now), moment=now)
    served = {frozenset(each[:3] for each in row["serves"].split()) for row in rows}
    assert served == {
        frozenset(),
        frozenset({"RSK"}),
        frozenset({"REC"}),
        frozenset({"REC", "RSK"}),
        frozenset({"DSP"}),
    }


def test_the_actions_of_one_recommendation_have_all_ended_and_it_is_not_submitted(
    reading: Connection, now: Moment
) -> None:
    ended = actions.all_ended(reading, moment=now)
    waiting = [
        row["reference"]
        for row in recommendations(reading, now)
        if row["reference"] in ended and not row["claimed"] and not row["closing"]
    ]
    assert len(waiting) == 1


def test_the_indicator_has_been_rated_and_rated_again(told: Ledger) -> None:
    ratings = [event.extent for event in story_of(told) if isinstance(event, Indicator.Event)]
    assert ratings == ["partly", "largely"]


# What it shows of disputes


def dispute_rows(connection: Connection, now: Moment) -> dict[str, Row]:
    """Every dispute, by its title."""
    rows = disputes.whole_register(connection, moment=now, filters=disputes.Filters(status=""))
    return {row["title"]: row for row in rows}


def test_disputes_are_on_the_clock_at_every_stage_and_some_are_overdue(
    told: Ledger, reading: Connection, now: Moment
) -> None:
    assert alive(reading, now) == ALIVE
    late = disputes.disputes_that(reading, disputes.overdue(now), moment=now)
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


def test_disputes_have_ended_in_every_way(reading: Connection, now: Moment) -> None:
    rows = dispute_rows(reading, now).values()
    assert {row["ending"] for row in rows} == {"", *Ending}
    assert {row["kind"] for row in rows} == set(Kind)
    for kind in ("urgent", "returned", "reopened", "extensions", "dissents", "learning"):
        assert [row for row in rows if row[kind]], kind
    assert [row for row in rows if len(row["parties"].split()) > 2]


def test_where_the_council_is_a_party_the_chair_stood_aside_and_a_neutral_member_convenes(
    told: Ledger, reading: Connection, now: Moment
) -> None:
    row = dispute_rows(reading, now)["Who chairs multi-agency exploitation meetings"]
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


def test_the_urgent_one_began_higher_and_has_an_urgent_clock(
    told: Ledger, reading: Connection, now: Moment
) -> None:
    (row,) = (row for row in dispute_rows(reading, now).values() if row["urgent"])
    assert (row["stage"], row["escalations"]) == ("executive", 0)
    assert row["working"].startswith("1 working day from")


def test_actions_serve_what_was_agreed(told: Ledger, reading: Connection, now: Moment) -> None:
    (row,) = (row for row in dispute_rows(reading, now).values() if row["actions_done"])
    served = [each["status"] for each in actions.actions_that(reading, moment=now)
              if row["reference"] in each["serves"]]  # fmt: skip
    assert (row["ending"], sorted(served)) == (Ending.AGREED, ["done", "open"])


@pytest.mark.parametrize(
    "filters",
    [
        disputes.Filters(),
        disputes.Filters(status="ended"),
        disputes.Filters(kind="issue"),
        disputes.Filters(overdue=True),
        disputes.Filters(urgent=True),
        disputes.Filters(reopened=True),
        disputes.Filters(agency="nhs-kent-and-medway-icb"),
        disputes.Filters(stage="external", status=""),
    ],
    ids=str,
)
def test_every_filter_of_the_disputes_finds_something(
    reading: Connection, now: Moment, filters: disputes.Filters
) -> None:
    assert disputes.whole_register(reading, moment=now, filters=filters)


# A story that is written wrongly

STEP = {"days_ago": 3, "as": "business-team", "do": "risk.reopen", "item": "workforce"}
RECORD = {**STEP, "do": "risk.record", "kind": "risk", "title": "Some risk"}


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"do": "risk.reopen"}, "step 1: days_ago, as, item must be given."),
        ({**STEP, "days_ago": 0}, "days_ago must be a whole number from 1 upwards."),
        ({**STEP, "days_ago": "3"}, "days_ago must be a whole number from 1 upwards."),
        ({**STEP, "do": "risk.forget"}, "the catalogue has no risk.forget."),
        ({**STEP, "resaon": "x"}, "risk.reopen does not ask for resaon."),
    ],
)
def test_a_step_of_the_wrong_shape_is_refused(table: dict[str, Any], says: str) -> None:
    with pytest.raises(StoryError) as refused:
        read_steps([table], file="story.toml")
    assert str(refused.value).startswith("story.toml, step 1")
    assert str(refused.value).endswith(says)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({**STEP, "as": "nobody"}, "there is no nobody in people.toml."),
        (STEP, "workforce is not recorded by then."),
        ({**RECORD, "item": "known"}, "known has been recorded before."),
        ({**RECORD, "kind": "worry"}, "kind: “What is it?” must be one of"),
        ({**RECORD, "on": "2026-01-05"}, "on must be days from today, like +30 or -10."),
        ({**RECORD, "on": "+30"}, "on: The date it happened must not be in the future."),
        ({**STEP, "item": "known", "reason": "x"}, "is open."),
        (
            {**STEP, "item": "known", "do": "risk.link", "other": "unknown"},
            "other: There is no item UNKNOWN.",
        ),
    ],
)
def test_a_step_that_cannot_be_done_is_refused_with_the_reason(
    told: Ledger, table: dict[str, Any], says: str
) -> None:
    references = {
        "known": next(
            each.reference
            for each in story_of(told)
            if type(each) is Risk.Recorded and each.reference not in published(told)
        )
    }
    telling = Telling(
        told, london_date(told.now()), people={"business-team": OPERATOR}, references=references
    )
    (step,) = read_steps([table], file="story.toml")
    with pytest.raises(StoryError) as refused:
        telling.tell(step)
    assert str(refused.value).startswith(f"story.toml, step 1 ({table['do']}, {table['item']}, 3")
    assert says in str(refused.value)


def test_steps_of_one_day_are_told_as_they_are_written_and_each_file_after_the_other() -> None:
    early, late = ({**STEP, "days_ago": days, "do": "risk.reopen"} for days in (9, 2))
    steps = [*read_steps([late, early, late], file="a"), *read_steps([early], file="b")]
    assert [(step.file, step.number) for step in in_order(steps)] == [
        ("a", 2), ("b", 1), ("a", 1), ("a", 3),
    ]  # fmt: skip


def test_a_day_in_a_text_can_be_written_as_a_report_does(told: Ledger) -> None:
    telling = Telling(told, date(2026, 5, 12))
    table = {**STEP, "reason": "{-42}, {-42 iso}, {-42 month}"}
    (step,) = read_steps([table], file="story.toml")
    assert telling.in_ledger_terms(step) == {"reason": "31 March 2026, 2026-03-31, 2026-03"}


def test_the_files_of_the_demonstration_make_one_story() -> None:
    assert {step.file for step in story()} == {
        "story.toml", "recommendations.toml", "disputes.toml",
    }  # fmt: skip


def test_no_field_of_an_intent_hides_behind_a_word_of_the_story() -> None:
    asked = {name for intent in CATALOGUE.values() for name in intent.schema().fields}
    assert not asked & {"days_ago", "as", "do", "item"}


def test_every_row_says_what_its_item_says_after_each_event(told: Ledger) -> None:
    histories: dict[str, list[Item.Event]] = {}
    for _, event in told.events_after(0):
        histories.setdefault(event.reference, []).append(event)
    for history in histories.values():
        assert_rows_are_what_items_say(history)
