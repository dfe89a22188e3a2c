"""A clock that leaps stops writing until somebody says that it is right; idleness does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from application.ledger import clock_watch
from application.ledger.clock_watch import (
    ClockLeaptError,
    ClockWatch,
    Reading,
    confirm,
    readings,
    the_machines,
)
from application.ledger.ledger import Ledger
from application.ledger.log.entries import stamp
from tests.acts import record

START = Reading("a-start", 1_000.0, datetime(2026, 5, 12, 9, 30, tzinfo=UTC))
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class Machine:
    """One whose clocks a test sets."""

    def __init__(self) -> None:
        self.says = START

    def __call__(self) -> Reading:
        return self.says

    def passes(self, time: timedelta) -> None:
        ran = self.says.ran + time.total_seconds()
        self.says = replace(self.says, at=self.says.at + time, ran=ran)

    def leaps(self, time: timedelta) -> None:
        self.passes(timedelta(seconds=1))
        self.says = replace(self.says, at=self.says.at + time)

    def starts_anew(self) -> None:
        self.says = Reading("another-start", 5.0, self.says.at)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(clock_watch, "the_machines", machine)
    monkeypatch.setattr(clock_watch, "_now", lambda: machine.says.at)
    return machine


@pytest.fixture
def connection(ledger_on_each: Ledger) -> Iterator[Connection]:
    with ledger_on_each.writing() as connection:
        yield connection


def writes(connection: Connection, machine: Machine, *, watch: ClockWatch | None = None) -> None:
    """Somebody writes, whose log ended at START."""
    watch = watch or ClockWatch(machine)
    watch.must_be_right(connection, log_end=stamp(START.at), told=machine.says.at)


@pytest.mark.parametrize("another_process", [False, True])
@pytest.mark.parametrize(
    ("leap", "sentence"),
    [
        (
            DAY + HOUR,
            "The clock of this machine leapt ahead by 25 hours, to 13 May 2026 at 11:30am.",
        ),
        (400 * DAY, "The clock of this machine leapt ahead by 400 days, to "),
        (-HOUR, "The clock of this machine was put back by 60 minutes, to 12 May 2026 at 9:30"),
        (-5 * DAY, "The clock of this machine was put back by 5 days, to "),
    ],
    ids=str,
)
def test_a_leap_stops_writing_until_somebody_says_that_the_clock_is_right(
    connection: Connection, machine: Machine, leap: timedelta, sentence: str, another_process: bool
) -> None:
    watch = ClockWatch(machine)
    writes(connection, machine, watch=watch)
    machine.leaps(leap)
    if another_process:
        watch = ClockWatch(machine)
    with pytest.raises(ClockLeaptError) as leapt:
        writes(connection, machine, watch=watch)
    assert str(leapt.value).startswith(sentence)
    assert "“scrutiny clock confirm”" in str(leapt.value)

    confirm(connection, log_end=stamp(START.at), person="a0d1")
    writes(connection, machine, watch=watch)
    kept = connection.execute(select(readings.c.person).order_by(readings.c.ran)).scalars().all()
    assert sorted(kept) == ["", "a0d1"]


def test_a_ledger_that_nobody_used_for_a_year_is_written_to(
    connection: Connection, machine: Machine
) -> None:
    watch = ClockWatch(machine)
    writes(connection, machine, watch=watch)
    machine.passes(365 * DAY)
    writes(connection, machine, watch=watch)
    writes(connection, machine)
    machine.starts_anew()
    machine.passes(30 * DAY)
    writes(connection, machine)


@pytest.mark.parametrize("little", [timedelta(seconds=-59), timedelta(seconds=59), 23 * HOUR])
def test_a_clock_that_is_put_right_a_little_is_no_leap(
    connection: Connection, machine: Machine, little: timedelta
) -> None:
    writes(connection, machine)
    machine.leaps(little)
    writes(connection, machine)


def test_a_machine_that_starts_behind_the_log_does_not_write(
    connection: Connection, machine: Machine
) -> None:
    writes(connection, machine)
    machine.starts_anew()
    machine.leaps(-2 * DAY)
    with pytest.raises(ClockLeaptError, match=r"which is 2 days before the last entry of the log"):
        writes(connection, machine)
    machine.passes(HOUR)
    confirm(connection, log_end=stamp(START.at), person="a0d1")
    writes(connection, machine)


def test_it_is_asked_whenever_something_is_recorded(
    ledger_on_each: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(ledger_on_each)
    right = the_machines()
    ahead = replace(right, at=right.at + 2 * DAY)
    monkeypatch.setattr(ledger_on_each.events, "_watch", ClockWatch(lambda: ahead))
    with pytest.raises(ClockLeaptError):
        record(ledger_on_each)
    assert ledger_on_each.position() == 1


def test_the_machines_own_clocks_go_on() -> None:
    first, second = the_machines(), the_machines()
    assert first.boot == second.boot
    assert first.ran <= second.ran
    assert first.at <= second.at
