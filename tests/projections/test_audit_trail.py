"""Who, what, when, why, and where in the log: in London's dates and in the words of then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from freezegun import freeze_time

from application.ledger.ledger import Ledger
from projections.audit.audit_trail import (
    AuditTrail,
    Trail,
    end_of,
    kinds,
    lines_of,
    position_at,
    recorded_on,
    trail_page,
)
from projections.differences import differences
from projections.rebuild import rebuild
from tests.acts import CHAIR, POLICE, TEAM, do, join, record
from tests.reading import looking

Positions = Callable[..., list[int]]


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    return ledger_on_each


@pytest.fixture
def positions(ledger: Ledger) -> Positions:
    """The positions of the lines that fit, oldest first."""

    def positions(*, position: int | None = None, **wanted: Any) -> list[int]:
        with looking(ledger, position=position) as view:
            page = trail_page(view, Trail(**wanted), size=1000)
            rows, total = page.rows, page.total
        assert total == len(rows)
        return [row["position"] for row in reversed(rows)]

    return positions


def lines(ledger: Ledger) -> list[Any]:
    """Every line, oldest first."""
    with looking(ledger) as view:
        return list(trail_page(view, Trail(), size=1000).rows)[::-1]


# What a line says


@freeze_time("2026-05-12T09:30:00Z")
def test_a_line_says_who_what_when_why_and_where(ledger: Ledger) -> None:
    join(ledger, on="2026-01-01")
    reference = record(ledger, owner_role="Chief", owner_agency="kent-police")
    do(
        ledger, "risk.review", reference,
        by=POLICE, finding="No change", on="2026-05-01",
    )  # fmt: skip
    line = lines(ledger)[-1]
    assert dict(line) == {
        "position": 4,
        "recorded_at": "2026-05-12T09:30:00.000000+00:00",
        "happened_on": "2026-05-01",
        "person": "c0ffee",
        "role": "saas_member",
        "agency": "kent-police",
        "on_behalf_of": "",
        "minute": "",
        "change": "other",
        "days_late": 11,
        "item": reference,
        "version": 3,
        "kind": "Risk.Reviewed",
        "sentence": "reviewed it: No change",
        "reason": "",
        "search": " rsk 2026 001 reviewed it no change",
    }


def test_a_line_gives_the_reason(ledger: Ledger) -> None:
    reference = record(ledger)
    do(ledger, "risk.close", reference, closing="managed", reason="All posts are filled.")
    assert lines(ledger)[-1]["reason"] == "All posts are filled."


def test_every_event_has_its_line(ledger: Ledger) -> None:
    join(ledger)
    one = record(ledger, "One", owner_role="Chief", likelihood="3", impact="3")
    do(ledger, "risk.merge", one, into=record(ledger, "Two"), reason="x")
    do(ledger, "role.give", person="1", role="auditor")
    assert [line["position"] for line in lines(ledger)] == [*range(1, ledger.position() + 1)]


def test_a_clock_in_another_zone_writes_the_same_text(ledger: Ledger) -> None:
    """Text sorts by time only while all of it is in one zone."""
    moment = datetime(2026, 5, 12, 8, 0, tzinfo=timezone(timedelta(hours=10)))
    record(Ledger(ledger.engine, projections=ledger.projections, now=lambda: moment))
    assert lines(ledger)[0]["recorded_at"] == "2026-05-11T22:00:00.000000+00:00"
    with ledger.reading() as connection:
        assert position_at(connection, moment) == 1
        assert position_at(connection, moment - timedelta(microseconds=1)) == 0


# The name that an agency had


def test_a_line_names_an_agency_as_it_was_called_then(ledger: Ledger) -> None:
    join(ledger)
    record(ledger, "Before", raised_by="kent-police")
    do(ledger, "agency.rename", "kent-police", name="One Police", reason="x")
    record(ledger, "After", raised_by="kent-police")
    told = [line["sentence"] for line in lines(ledger)]
    assert told == [
        "recorded that Kent Police joined (Safeguarding Partner: Police)",
        "recorded the risk “Before”, raised by Kent Police",
        "recorded that Kent Police is now called One Police",
        "recorded the risk “After”, raised by One Police",
    ]
    rebuild(ledger, [AuditTrail()])
    assert [line["sentence"] for line in lines(ledger)] == told
    assert differences(ledger, [AuditTrail()]) == []


# Searching


@pytest.fixture
def history(ledger: Ledger) -> dict[str, str]:
    """Six lines by four people."""
    with freeze_time("2026-05-12T09:30:00Z"):
        police = join(ledger, on="2026-01-01")  # 1
        risk = do(ledger, "risk.record", by=TEAM, kind="risk", title="100% of a_b").reference  # 2
        do(ledger, "risk.assign_owner", risk, by=TEAM, owner_role="Chief", owner_agency=police)
        do(ledger, "risk.review", risk, by=POLICE, finding="No Change")  # 4
        do(ledger, "risk.describe", risk, by=TEAM, title="Shorter", reason="Clearer for all")
        other = do(ledger, "risk.record", by=CHAIR, kind="risk", title="Other").reference  # 6
    return {"risk": risk, "other": other}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [1, 2, 3, 4, 5, 6]),
        ({"person": "b7e1"}, [2, 3, 5]),
        ({"person": "operator"}, [1]),
        ({"person": "nobody"}, []),
        ({"agency": "kent-police"}, [4]),
        ({"kind": "Risk.Recorded"}, [2, 6]),
        ({"kind": "Agency.Joined"}, [1]),
        ({"item": "kent-police"}, [1]),
        ({"item": "Kent-Police"}, [1]),
        ({"item": "RSK-2026-001"}, [2, 3, 4, 5]),
        ({"item": "rsk-2026-002"}, [6]),
        ({"item": "RSK-2026-00"}, []),
        ({"search": "reviewed it: no change"}, [4]),
        ({"search": "CLEARER"}, [5]),
        ({"search": "rsk-2026-001"}, [2, 3, 4, 5]),
        ({"search": "100%"}, [2]),
        ({"search": "%"}, []),
        ({"search": "change NO, Reviewed"}, [4]),
        ({"search": "a_b"}, [2]),
        ({"search": "axb"}, []),
        ({"search": "“other”"}, [6]),
        ({"person": "b7e1", "kind": "Risk.Recorded"}, [2]),
        ({"person": "b7e1", "search": "clearer", "item": "rsk-2026-001"}, [5]),
    ],
    ids=str,
)
def test_the_trail_is_searched_by_person_agency_item_kind_and_words(
    positions: Positions, history: dict[str, str], wanted: dict[str, str], found: list[int]
) -> None:
    assert positions(**wanted) == found


def test_the_kinds_of_event_that_there_have_been(ledger: Ledger, history: dict[str, str]) -> None:
    with looking(ledger) as view:
        assert kinds(view) == [
            "Agency.Joined", "Risk.Described", "Risk.OwnerAssigned", "Risk.Recorded",
            "Risk.Reviewed",
        ]  # fmt: skip


def test_the_trail_as_at_a_position_ends_there(
    positions: Positions, history: dict[str, str]
) -> None:
    assert positions(position=3) == [1, 2, 3]
    assert positions(position=3, person="b7e1") == [2, 3]
    assert positions(position=0) == []


def test_the_latest_lines_come_first_fifty_to_a_page(ledger: Ledger) -> None:
    with ledger.writing():
        for number in range(52):
            record(ledger, f"Risk {number}")

    def page(number: int) -> tuple[list[int], int]:
        with looking(ledger) as view:
            page = trail_page(view, Trail(), page=number)
            rows, total = page.rows, page.total
        return [row["position"] for row in rows], total

    assert page(1) == ([*range(52, 2, -1)], 52)
    assert page(2) == ([2, 1], 52)


def test_what_happened_to_an_item_after_a_version(ledger: Ledger, history: dict[str, str]) -> None:
    with looking(ledger) as view:
        rows = lines_of(view, history["risk"], after=2)
        then = lines_of(view.back_to(on=view.on, position=4), history["risk"])
    assert [row["position"] for row in rows] == [4, 5]
    assert [row["position"] for row in then] == [2, 3, 4]


# London's dates, across the changes of the clocks


@pytest.fixture
def recorded_at(ledger: Ledger) -> Callable[[str], None]:
    def record_at(instant: str) -> None:
        with freeze_time(instant):
            record(ledger)

    return record_at


def test_a_day_of_summer_begins_an_hour_before_midnight_utc(
    recorded_at: Callable[[str], None], positions: Positions
) -> None:
    for instant in (
        "2026-05-11T22:59:59.999999Z",
        "2026-05-11T23:00:00Z",
        "2026-05-12T22:59:59.999999Z",
        "2026-05-12T23:00:00Z",
    ):
        recorded_at(instant)
    day = date(2026, 5, 12)
    assert positions(recorded_from=day, recorded_to=day) == [2, 3]
    assert positions(recorded_from=day) == [2, 3, 4]
    assert positions(recorded_to=day) == [1, 2, 3]
    assert positions(recorded_from=day, recorded_to=day - timedelta(days=1)) == []


def test_the_day_on_which_the_clocks_go_forward_has_23_hours(
    recorded_at: Callable[[str], None], positions: Positions
) -> None:
    for instant in (
        "2026-03-28T23:59:59Z",
        "2026-03-29T00:00:00Z",
        "2026-03-29T22:59:59Z",
        "2026-03-29T23:00:00Z",
    ):
        recorded_at(instant)
    day = date(2026, 3, 29)
    assert positions(recorded_from=day, recorded_to=day) == [2, 3]


def test_the_day_on_which_the_clocks_go_back_has_25_hours(
    recorded_at: Callable[[str], None], positions: Positions
) -> None:
    for instant in (
        "2026-10-24T22:59:59Z",
        "2026-10-24T23:00:00Z",
        "2026-10-25T00:30:00Z",
        "2026-10-25T01:30:00Z",
        "2026-10-25T23:59:59Z",
        "2026-10-26T00:00:00Z",
    ):
        recorded_at(instant)
    day = date(2026, 10, 25)
    assert positions(recorded_from=day, recorded_to=day) == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 1, 14), datetime(2026, 1, 14, 23, 59, 59, 999999, UTC)),
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, 59, 59, 999999, UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, 59, 59, 999999, UTC)),
        (date(2026, 7, 1), datetime(2026, 7, 1, 22, 59, 59, 999999, UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, 59, 59, 999999, UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, 59, 59, 999999, UTC)),
    ],
)
def test_the_last_instant_of_a_day_in_london(day: date, last: datetime) -> None:
    assert end_of(day) == last


def test_the_position_at_a_moment_is_that_of_the_last_event_until_then(
    ledger: Ledger, recorded_at: Callable[[str], None]
) -> None:
    for instant in ("2026-05-12T09:00:00Z", "2026-05-12T09:00:00Z", "2026-05-13T09:00:00Z"):
        recorded_at(instant)
    nine = datetime(2026, 5, 12, 9, tzinfo=UTC)
    with ledger.reading() as connection:
        assert position_at(connection, nine - timedelta(microseconds=1)) == 0
        assert position_at(connection, nine) == 2
        assert position_at(connection, end_of(date(2026, 5, 12))) == 2
        assert position_at(connection, end_of(date(2026, 5, 13))) == 3
        in_kabul = nine.astimezone(timezone(timedelta(hours=4, minutes=30)))
        assert position_at(connection, in_kabul) == 2


def test_an_event_was_recorded_on_a_date_in_london(
    ledger: Ledger, recorded_at: Callable[[str], None]
) -> None:
    recorded_at("2026-05-12T23:30:00Z")
    recorded_at("2026-12-12T23:30:00Z")
    with ledger.reading() as connection:
        assert recorded_on(connection, 1) == date(2026, 5, 13)
        assert recorded_on(connection, 2) == date(2026, 12, 12)
        assert recorded_on(connection, 3) is None
