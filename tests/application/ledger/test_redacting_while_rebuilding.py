"""Words that are redacted while registers are rebuilt are nowhere once the rebuild has ended."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from application.ledger.ledger import Ledger
from application.ledger.log.log_check import check_log
from application.ledger.storage.fence import OutdatedProgramError
from application.ledger.storage.sqlite_files import path_of
from projections.differences import differences
from projections.rebuild import rebuild
from projections.risks.risk_register import RISKS
from tests.acts import do, record
from tests.application.ledger.test_redacting import (
    SECRET,
    everything_in,
    found_in_files,
    secretive,
)
from tests.databases import Databases
from tests.partnership import found
from tests.web.deeds.redactions import agree, propose
from web.nouns import every_projection
from web.running.startup import open_ledger


@pytest.fixture
def ledger(databases: Databases) -> Iterator[Ledger]:
    with databases.lend(databases.prepare(found)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


class Redacting:
    """Agrees to a redaction, as somebody else, as a rebuild says for that time how far it is."""

    def __init__(self, ledger: Ledger, redaction: str, *, at: int) -> None:
        self._ledger, self._redaction, self._left = ledger, redaction, at

    def __call__(self, *_: Any) -> None:
        self._left -= 1
        if self._left == 0:
            with ThreadPoolExecutor(1) as thread:
                thread.submit(agree, self._ledger, self._redaction).result(timeout=30)

    @property
    def done(self) -> bool:
        return self._left <= 0


@pytest.mark.parametrize("moment", [1, 2, 4])
def test_a_rebuild_that_has_read_them_leaves_none(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    monkeypatch.setattr("projections.given.BATCH", 4)
    risk = secretive(ledger)
    for number in range(6):
        record(ledger, f"Another {number}")
        do(ledger, "risk.add_control", risk, text=f"{SECRET} does it, {number} times.")
    words = [f"{step}/text" for step in range(3, 9)]
    redaction = propose(ledger, risk, "1/title", "2/reason", *words)
    with ledger.writing() as connection:
        connection.execute(delete(RISKS.table))  # so that there is something to put right
    salted = ledger.log.select_notifications(ledger.position() - 1, 1)[0].words
    meanwhile = Redacting(ledger, redaction, at=moment)
    rebuild(ledger, every_projection(), progress=meanwhile)
    assert meanwhile.done
    with ledger.reading() as connection:
        assert "Zebedee" not in everything_in(connection)
    assert differences(ledger, every_projection()) == []
    assert list(check_log(ledger)) == []
    if path := path_of(ledger.engine):
        assert found_in_files(path, "Zebedee Quill", salted) == []


def test_while_registers_are_built_from_nothing_nobody_redacts(ledger: Ledger) -> None:
    redaction = propose(ledger, secretive(ledger), "1/title")
    meanwhile = Redacting(ledger, redaction, at=1)
    with pytest.raises(OutdatedProgramError):
        rebuild(ledger, every_projection(), unread=True, progress=meanwhile)
    assert meanwhile.done
    rebuild(ledger, every_projection())
    agree(ledger, redaction)
    with ledger.reading() as connection:
        assert "because somebody used their right to erasure" in everything_in(connection)


def test_words_that_somebody_kept_from_going_by_reading_go_with_what_is_written_next(
    sqlite_databases: Databases,
) -> None:
    with sqlite_databases.lend(sqlite_databases.prepare(found)) as url:
        ledger, other = open_ledger(url), open_ledger(url)
        path = path_of(ledger.engine)
        assert path
        redaction = propose(ledger, secretive(ledger), "1/title", "2/reason")
        with other.reading() as connection:
            connection.scalar(select(func.count()).select_from(RISKS.table))
            agree(ledger, redaction)
            assert found_in_files(path, SECRET)
            record(ledger, "While somebody reads")
            assert found_in_files(path, SECRET)
        record(ledger, "Once nobody does")
        assert found_in_files(path, SECRET) == []
        other.close()
        ledger.close()
