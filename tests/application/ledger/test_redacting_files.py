"""A file that was redacted is nowhere in the database any more, and who looks for it is told."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator

import pytest
from marshmallow import ValidationError
from sqlalchemy import select, update

from application.ledger.files import (
    FileRedactedError,
    check_files,
    content_of,
    files,
    mark_of,
    missing,
    whole,
)
from application.ledger.ledger import Ledger
from application.ledger.log.log_check import check_log
from application.ledger.log.log_files import LogFileError, read_log, write_log
from application.ledger.storage.sqlite_files import path_of
from domain.kernel.errors import DomainError
from tests.acts import do, record
from tests.application.ledger.test_redacting import found_in_files
from tests.databases import Databases
from tests.partnership import found
from tests.web.deeds.redactions import agree, propose, redact
from web.running.startup import initialise, open_ledger

SECRET = "Zebedee Quill of Mill Lane, aged nine."
SHA256 = hashlib.sha256(SECRET.encode()).hexdigest()
FILE = {"name": "sample.txt", "content": SECRET}


@pytest.fixture
def ledger(databases: Databases) -> Iterator[Ledger]:
    with databases.lend(databases.prepare(found)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


@pytest.fixture
def empty(databases: Databases) -> Iterator[Ledger]:
    """A second ledger on the same kind of database."""
    with databases.lend(databases.create()) as url:
        initialise(url)
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


def with_the_file(ledger: Ledger, title: str = "A risk") -> str:
    """A risk whose step 2 puts the file forward."""
    risk = record(ledger, title)
    do(ledger, "risk.add_evidence", risk, kind="data", title="Sample", file=FILE)
    return risk


def test_its_content_goes_and_the_log_and_every_proof_hold(ledger: Ledger) -> None:
    risk = with_the_file(ledger)
    before = ledger.log.select_notifications(1, ledger.position())
    redaction = redact(ledger, risk, "2/sha256")
    with ledger.reading() as connection:
        assert content_of(connection, SHA256) is None
        mark = mark_of(connection, SHA256)
        assert mark
        assert mark.redaction == redaction
        with pytest.raises(FileRedactedError, match=r"right to erasure: RED-\d{4}-001"):
            whole(connection, SHA256)
    assert ledger.log.select_notifications(1, len(before)) == before
    assert [*check_log(ledger), *check_files(ledger), *missing(ledger)] == []
    assert "agreed: the file in step 2 of RSK" in _said(ledger)


def _said(ledger: Ledger) -> str:
    [event] = ledger.redactions_after(0)
    return event.sentence({})


def test_words_and_files_go_together_and_are_proposed_once(ledger: Ledger) -> None:
    risk, other = with_the_file(ledger), with_the_file(ledger, "Another risk")
    waits = propose(ledger, risk, "2/sha256", "2/title")
    for item in (risk, other):
        with pytest.raises(ValidationError, match=f"named by {waits} already"):
            propose(ledger, item, "2/sha256")
    agree(ledger, waits)
    assert [*check_log(ledger), *check_files(ledger)] == []
    said = [event.sentence({}) for event in ledger.redactions_after(0)]
    assert said[0].startswith("agreed: words in step 2 and the file in step 2 of")


def test_on_sqlite_it_is_in_no_file_of_the_database(sqlite_databases: Databases) -> None:
    with sqlite_databases.lend(sqlite_databases.prepare(found)) as url:
        ledger = open_ledger(url)
        path = path_of(ledger.engine)
        assert path
        risk = with_the_file(ledger)
        assert found_in_files(path, SECRET)
        redact(ledger, risk, "2/sha256")
        assert found_in_files(path, SECRET) == []
        ledger.close()
        assert found_in_files(path, SECRET) == []


def test_it_goes_from_every_item_and_is_not_taken_again(ledger: Ledger) -> None:
    first, second = with_the_file(ledger), with_the_file(ledger, "Another risk")
    redact(ledger, second, "2/sha256")
    with pytest.raises(DomainError, match="was put forward before, and redacted on"):
        do(ledger, "risk.add_evidence", first, kind="data", title="Again", file=FILE)
    assert ledger.on_record(first, 2).keys() == {"title", "file_name"}
    assert len(ledger.history(first)) == 2


def test_what_goes_or_stays_against_what_was_agreed_is_found(ledger: Ledger) -> None:
    risk = with_the_file(ledger)
    position = ledger.position()
    with ledger.writing() as connection:
        connection.execute(
            update(files).values(content=None, mark="RED-2026-001:2026-06-10:erasure:sha256")
        )
    gone = f"The file of evidence 1 of {risk} is gone, and no event says that it goes ({SHA256})."
    assert list(check_files(ledger)) == [gone]
    with ledger.writing() as connection:
        connection.execute(update(files).values(content=SECRET.encode(), mark=None))
    redaction = redact(ledger, risk, "2/sha256")
    with ledger.writing() as connection:
        connection.execute(update(files).values(mark="RED-2020-001:2020-01-01:order:sha256"))
    assert list(check_files(ledger)) == [gone]
    with ledger.writing() as connection:
        connection.execute(update(files).values(content=SECRET.encode(), mark=None))
    [fault] = check_files(ledger)
    assert f"is still there, which {redaction} redacted" in fault
    assert ledger.position() > position


def test_a_log_with_it_is_written_read_and_written_the_same(ledger: Ledger, empty: Ledger) -> None:
    redact(ledger, with_the_file(ledger), "2/sha256")
    first, second = io.BytesIO(), io.BytesIO()
    write_log(ledger, first)
    read_log(empty, io.BytesIO(first.getvalue()))
    write_log(empty, second)
    assert first.getvalue() == second.getvalue()
    with empty.reading() as connection:
        assert connection.scalar(select(files.c.mark)).startswith("RED-")
    assert list(check_files(empty)) == []


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        (b'"redacted":"RED-', b'"redacted":"RED-19', "no event says that it goes"),
        (b":erasure:sha256", b":order:sha256", "no event says that it goes"),
    ],
)
def test_a_log_that_lies_about_it_is_refused(
    ledger: Ledger, empty: Ledger, was: bytes, becomes: bytes, why: str
) -> None:
    redact(ledger, with_the_file(ledger), "2/sha256")
    written = io.BytesIO()
    write_log(ledger, written)
    assert was in written.getvalue()
    with pytest.raises(LogFileError, match=why):
        read_log(empty, io.BytesIO(written.getvalue().replace(was, becomes)))
    assert empty.position() == 0


def test_a_log_that_has_kept_it_is_refused(ledger: Ledger, empty: Ledger) -> None:
    risk = with_the_file(ledger)
    redact(ledger, risk, "2/sha256")
    with ledger.writing() as connection:
        connection.execute(update(files).values(content=SECRET.encode(), mark=None))
    written = io.BytesIO()
    write_log(ledger, written)
    with pytest.raises(LogFileError, match="the file is there, and an event says that it has gone"):
        read_log(empty, io.BytesIO(written.getvalue()))
