"""Guessing is slowed down; nobody is locked out for what a stranger does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from application.accounts import passwords, tries
from application.accounts.side import SideRecords
from application.accounts.tries import FREE, LONGEST_WAIT, TooManyTriesError, network_of, wait_after
from application.ledger.ledger import Ledger
from tests.application.accounts.conftest import NINE, PASSWORD, SECOND, Door
from tests.databases import databases as databases  # on both dialects


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    return ledger_on_each


def test_three_failures_cost_nothing_and_each_next_one_doubles_the_wait() -> None:
    waits = [wait_after(failures) // SECOND for failures in range(1, 15)]
    assert waits == [0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900]
    assert wait_after(10**9) == LONGEST_WAIT


def test_who_guesses_has_to_wait_even_with_the_right_password(door: Door, person: str) -> None:
    door.fail(FREE + 1)
    with pytest.raises(TooManyTriesError, match="Wait 5 seconds and try again") as refused:
        door.enter()
    assert refused.value.seconds == 5
    door.now += 5 * SECOND
    assert door.enter()
    door.fail(FREE)


def test_waiting_is_said_in_minutes_where_it_is_long(door: Door, person: str) -> None:
    for _ in range(12):
        door.fail(1)
        door.now += LONGEST_WAIT
    door.fail(1)
    with pytest.raises(TooManyTriesError, match="Wait 15 minutes and try again"):
        door.enter()


def test_a_day_without_a_try_begins_anew(door: Door, person: str) -> None:
    for _ in range(12):
        door.fail(1)
        door.now += LONGEST_WAIT
    door.now += timedelta(days=1)
    door.fail(1, name="somebody else")  # whoever fails next tidies up
    door.fail(FREE)


def test_strangers_keep_nobody_out_who_comes_from_elsewhere(door: Door, person: str) -> None:
    for number in range(100):
        door.fail(FREE, address=f"192.0.2.{number}")
    assert door.enter(address="198.51.100.7")


def test_guessing_keeps_nobody_out_who_shares_the_address(door: Door, person: str) -> None:
    for number in range(100):
        door.fail(FREE, name=f"guess {number}")
    assert door.enter()


def test_another_spelling_of_the_name_does_not_help(door: Door, person: str) -> None:
    door.fail(2, name="AUDITOR@kent ")
    door.fail(2, name=" auditor@KENT")
    with pytest.raises(TooManyTriesError):
        door.enter()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("no address", "no address"),
        ("", ""),
        ("x" * 100, "x" * 64),
    ],
)
def test_an_address_stands_for_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_many_tries_at_once_are_each_counted(door: Door, person: str) -> None:
    """Otherwise a hundred guesses at the same moment would be as good as one."""

    def guess(_: int) -> str:
        try:
            door.enter(password="wrong")
        except TooManyTriesError:
            return "refused"
        return "tried"

    with ThreadPoolExecutor(8) as pool:
        came = sorted(pool.map(guess, range(16)))
    assert came == ["refused"] * 12 + ["tried"] * 4


def test_a_refusal_is_on_record_once(
    door: Door, person: str, caplog: pytest.LogCaptureFixture
) -> None:
    door.fail(FREE + 1)
    for _ in range(5):
        with pytest.raises(TooManyTriesError):
            door.enter()
    assert [what for what, *_ in door.log()] == ["failed"] * (FREE + 1) + ["refused"]
    assert door.log()[-1] == ("refused", person, "192.0.2.1")
    [said] = [each.msg for each in caplog.records if "refused" in str(each.msg)]
    assert said == {
        "event": "try refused", "account": person, "address": "192.0.2.1", "seconds": 5,
    }  # fmt: skip


def test_a_password_that_slips_into_the_name_is_kept_nowhere(
    door: Door, person: str, caplog: pytest.LogCaptureFixture
) -> None:
    door.fail(FREE + 1, name=PASSWORD)
    with pytest.raises(TooManyTriesError):
        door.enter(name=PASSWORD)
    with door.side.reading() as connection:
        kept = [
            str(row)
            for table in ("sign_in_tries", "access_log", "sessions")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        ]
        strangers = connection.exec_driver_sql("SELECT DISTINCT stranger FROM access_log").all()
    assert kept
    assert PASSWORD not in f"{kept} {caplog.text}".casefold()
    assert len(strangers) == 1, "the same name can be recognised again"


def test_without_the_key_nobody_can_try_out_what_was_typed(ledger: Ledger) -> None:
    mine, theirs = SideRecords(ledger.engine, key=b"mine"), SideRecords(ledger.engine, key=b"x")
    assert mine.digest("a word") != theirs.digest("a word")
    assert mine.digest("a word") == mine.digest("a word") != mine.digest("another")
    mine.close()
    theirs.close()


def test_those_who_have_not_tried_for_longest_are_forgotten_first(
    side: SideRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "MOST", 10)
    for number in range(40):
        with side.writing() as connection:
            tries.take(connection, f"{number}", now=NINE + number * SECOND)
    with side.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tries.tries)) == 10
        assert set(connection.scalars(select(tries.tries.c.who))) == {f"{n}" for n in range(30, 40)}


def test_so_many_at_once_that_no_more_can_be_checked_are_asked_to_come_again(
    door: Door, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_PATIENCE", 0)
    with (
        passwords.one_of_few(),
        passwords.one_of_few(),
        pytest.raises(passwords.TooBusyError, match="Try again in a minute"),
    ):
        door.enter()
    assert door.enter()


def test_whoever_reads_keeps_threads_for_it_while_many_sign_in() -> None:
    """Six are hashed or wait; the seventh is told at once, and holds up no thread."""
    with ExitStack() as room:
        for _ in range(6):
            assert passwords._ROOM.acquire(blocking=False)
            room.callback(passwords._ROOM.release)
        with pytest.raises(passwords.TooBusyError):
            passwords.matches("", "x")
