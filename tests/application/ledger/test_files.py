"""Files stand with their events or not at all, once, and what is wrong with one is told."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator

import pytest
from sqlalchemy import delete, update

from application.ledger.files import check_files, content_of, every_file, files, keep, missing
from application.ledger.ledger import Ledger
from application.ledger.log.log_files import LogFileError, read_log, write_log
from tests.acts import do, record
from tests.databases import Databases
from web.running.startup import initialise, open_ledger

SAMPLE = {"name": "sample.txt", "content": "A sample."}
SHA256 = hashlib.sha256(b"A sample.").hexdigest()


def stored(ledger: Ledger) -> list[str]:
    with ledger.reading() as connection:
        return every_file(connection)


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    return ledger_on_each


@pytest.fixture
def empty(databases: Databases) -> Iterator[Ledger]:
    """A second ledger on the same kind of database."""
    with databases.lend(databases.create()) as url:
        initialise(url)
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


@pytest.fixture
def risk(ledger: Ledger) -> str:
    return record(ledger)


def give(ledger: Ledger, reference: str, **more: object) -> None:
    data = {"kind": "data", "title": "Sample", "file": SAMPLE, **more}
    do(ledger, "risk.add_evidence", reference, **data)


@pytest.mark.parametrize("decides_first", [True, False])
def test_a_file_is_kept_with_its_event_and_once(
    risk: str, ledger: Ledger, decides_first: bool
) -> None:
    ledger.decides_first = decides_first
    give(ledger, risk)
    give(ledger, risk, title="Again")
    assert stored(ledger) == [SHA256]
    with ledger.reading() as connection:
        assert content_of(connection, SHA256) == b"A sample."
    assert list(check_files(ledger)) == []


def test_what_is_not_recorded_leaves_no_file(risk: str, ledger: Ledger) -> None:
    class GivenUpError(Exception):
        pass

    def give_and_give_up() -> None:
        with ledger.writing():
            give(ledger, risk)
            raise GivenUpError

    with pytest.raises(GivenUpError):
        give_and_give_up()
    assert stored(ledger) == []
    assert ledger.history(risk)[-1].originator_version == 1


def test_a_file_is_hashed_before_the_lock_is_taken(
    risk: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = []

    def hashed(content: bytes) -> object:
        held.append(ledger.log.is_writing)
        return real(content)

    real = hashlib.sha256
    monkeypatch.setattr("application.doing.chosen_files.hashlib.sha256", hashed)
    give(ledger, risk)
    assert held[0] is False


def test_a_file_that_is_missing_or_altered_or_nobodys_is_told(risk: str, ledger: Ledger) -> None:
    give(ledger, risk)
    with ledger.writing() as connection:
        connection.execute(update(files).values(content=b"Another."))
        keep(connection, {"f" * 64: b"Whose?"})
    assert list(check_files(ledger)) == [
        f"The file of evidence 1 of {risk} is no longer what was put forward ({SHA256}).",
        f"A stored file belongs to nothing on record ({'f' * 64}).",
    ]
    assert missing(ledger) == []
    with ledger.writing() as connection:
        connection.execute(delete(files))
    told = f"The file of evidence 1 of {risk} is missing ({SHA256})."
    assert missing(ledger) == list(check_files(ledger)) == [told]


def test_an_exported_log_has_the_files(risk: str, ledger: Ledger, empty: Ledger) -> None:
    give(ledger, risk)
    written = io.BytesIO()
    write_log(ledger, written)
    read_log(empty, io.BytesIO(written.getvalue()))
    assert stored(empty) == [SHA256]
    assert list(check_files(empty)) == []


def test_an_exported_log_with_another_file_is_refused(
    risk: str, ledger: Ledger, empty: Ledger
) -> None:
    give(ledger, risk)
    written = io.BytesIO()
    write_log(ledger, written)
    altered = written.getvalue().replace(b'"QSBzYW1wbGUu"', b'"QW5vdGhlci4="')
    assert altered != written.getvalue()
    with pytest.raises(LogFileError, match="not the one that was put forward"):
        read_log(empty, io.BytesIO(altered))
    assert stored(empty) == []
    assert empty.position() == 0
