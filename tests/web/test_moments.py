"""A moment is a date, an instant or a position; anything else is answered with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from application.ledger.clock import today
from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError
from tests.acts import record
from tests.databases import databases as databases  # on both dialects
from web.moments import parse_when
from web.running.startup import open_ledger

TIMES = [
    datetime(2026, 3, 30, 22, 59, 59, tzinfo=UTC),  # still the 30th in London's summer
    datetime(2026, 3, 30, 23, 0, tzinfo=UTC),  # and now the 31st
    datetime(2026, 4, 2, 8, 30, tzinfo=UTC),  # 9:30 in London
]


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    """Three risks, recorded at those times."""
    ledger = open_ledger(database_url)
    for time in TIMES:
        ledger.now = lambda now=time: now  # type: ignore[misc]
        record(ledger)
    yield ledger
    ledger.close()


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2026-03-29", (date(2026, 3, 29), 0)),
        ("2026-03-30", (date(2026, 3, 30), 1)),
        ("2026-03-31", (date(2026, 3, 31), 2)),
        (" 2026-04-02 ", (date(2026, 4, 2), 3)),
        ("31 March 2026", (date(2026, 3, 31), 2)),
        ("31/3/26", (date(2026, 3, 31), 2)),
        ("March 2026", (date(2026, 3, 31), 2)),
        ("2026-04-02T09:29:59", (date(2026, 4, 2), 2)),
        ("2026-04-02T09:30", (date(2026, 4, 2), 3)),
        ("2026-04-02 08:30Z", (date(2026, 4, 2), 3)),
        ("2026-03-31T00:30+01:00", (date(2026, 3, 31), 2)),
        ("#2", (date(2026, 3, 31), 2)),
        ("# 3", (date(2026, 4, 2), 3)),
        ("#0", (date(2026, 3, 30), 0)),
        ("2026-04-05T12:00#2", (date(2026, 4, 5), 2)),
        ("2026-04-02T08:30:00+00:00#3", (date(2026, 4, 2), 3)),
    ],
)
def test_a_moment_has_its_date_in_london_and_its_position(
    ledger: Ledger, words: str, moment: tuple[date, int]
) -> None:
    with ledger.reading() as connection:
        assert parse_when(connection, words)[:2] == moment


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "is not a moment. Write a date such as"),
        ("yesterday", "is not a moment"),
        ("about 14 January 2026", "is not a moment"),
        ("2026-02-30", "is not a moment"),
        ("42", "is not a moment"),
        ("#", "is not a position of the log"),
        ("#two", "is not a position of the log"),
        ("#-1", "is not a position of the log"),
        ("#²", "is not a position of the log"),
        ("#99999999999999999999", "is not a position of the log"),
        ("#4", "The log has no position 4 yet; its last is 3."),
        ("0001-01-01", "There was no ledger in the year 1."),
        ("0001-01-01T00:00", "There was no ledger in the year 1."),
        ("9999-12-31", "31 December 9999 is in the future."),
        ("9999-12-31T23:59", "31 December 9999 is in the future."),
        ("2026-03-31T12:00#3", "Event 3 was recorded later than 2026-03-31T12:00."),
        ("soon#2", "“soon” is not an instant such as"),
        ("2026-03-31T12:00#", "is not a position of the log"),
    ],
)
def test_what_is_no_moment_is_answered_with_a_sentence(
    ledger: Ledger, words: str, sentence: str
) -> None:
    with ledger.reading() as connection, pytest.raises(DomainError) as refused:
        parse_when(connection, words)
    assert sentence in refused.value.sentence


def test_today_is_no_future_but_tomorrow_is(sqlite_database_url: str) -> None:
    ledger = open_ledger(sqlite_database_url)
    with ledger.reading() as connection:
        assert parse_when(connection, today().isoformat())[:2] == (today(), 0)
        for ahead in (1, 2):
            with pytest.raises(DomainError, match="in the future"):
                parse_when(connection, (today() + timedelta(days=ahead)).isoformat())
        with pytest.raises(DomainError, match="in the future"):
            parse_when(connection, (datetime.now(tz=UTC) + timedelta(hours=1)).isoformat())
    ledger.close()
