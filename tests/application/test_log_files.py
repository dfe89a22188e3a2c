"""The log as a file: what is written comes back byte for byte, or not at all."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from application.ledger.ledger import Ledger
from application.ledger.log_files import LogFileError, read_log, write_log
from application.ledger.recorder import stored_events
from projections.rebuild import differences, every_projection, rebuild
from tests.acts import do, record
from tests.databases import Databases
from tests.loading import PUBLISHED, load
from web.startup import open_ledger

Lines = list[dict[str, Any]]


@pytest.fixture
def other(databases: Databases) -> Iterator[Ledger]:
    """A second ledger, empty, on the same kind of database."""
    with databases.lend(databases.prepare()) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


def written(ledger: Ledger) -> bytes:
    file = io.BytesIO()
    write_log(ledger, file)
    return file.getvalue()


def events(ledger: Ledger) -> list[Any]:
    with ledger.reading() as connection:
        query = select(stored_events).order_by(stored_events.c.position)
        return [tuple(row) for row in connection.execute(query)]


def lines_of(content: bytes) -> Lines:
    return [json.loads(line) for line in content.splitlines()]


def forged(lines: Lines) -> bytes:
    """A file with these lines and the checksum that fits them."""
    body = b"".join(json.dumps(line).encode() + b"\n" for line in lines[:-1])
    return body + json.dumps({"sha256": hashlib.sha256(body).hexdigest()}).encode() + b"\n"


def test_what_is_written_is_read_back_byte_for_byte(ledger: Ledger, other: Ledger) -> None:
    load(ledger, PUBLISHED)
    record(ledger, "Ängste — “quoted” \u2028 <b>")
    content = written(ledger)
    assert read_log(other, io.BytesIO(content)) == ledger.position()
    assert events(other) == events(ledger)
    assert written(other) == content


def test_the_projections_that_follow_from_it_agree(ledger: Ledger, other: Ledger) -> None:
    load(ledger, PUBLISHED)
    with other.writing():
        read_log(other, io.BytesIO(written(ledger)))
        for projection in every_projection():
            rebuild(other, projection)
    assert [words for each in every_projection() for words in differences(other, each)] == []


def test_what_was_done_once_is_not_done_again_on_the_other_ledger(
    ledger: Ledger, other: Ledger
) -> None:
    load(ledger, PUBLISHED)
    with other.writing():
        read_log(other, io.BytesIO(written(ledger)))
        for projection in every_projection():
            rebuild(other, projection)
    assert load(other, PUBLISHED).present == 21


def test_the_first_line_says_what_the_file_is(ledger: Ledger) -> None:
    record(ledger)
    header, event, *_ = lines_of(written(ledger))
    assert header["format"] == "Scrutiny Ledger log"
    assert (header["version"], header["events"], header["commands"]) == (1, 1, 0)
    assert header["handling"] == "OFFICIAL-SENSITIVE"
    assert (event["position"], event["version"]) == (1, 1)
    assert event["topic"] == "Risk.Recorded"
    assert event["state"]["title"] == "Fewer strategy discussions"


def test_an_empty_log_is_a_file_too(ledger: Ledger, other: Ledger) -> None:
    assert read_log(other, io.BytesIO(written(ledger))) == 0


def _later(lines: Lines) -> bytes:
    lines[0]["version"] = 2
    return forged(lines)


def _without_an_event(lines: Lines) -> bytes:
    del lines[2]
    lines[0]["events"] -= 1
    return forged(lines)


def _unknown(lines: Lines) -> bytes:
    lines[2]["topic"] = "os:system"
    return forged(lines)


def _unreadable(lines: Lines) -> bytes:
    lines[2]["state"] = {"nothing": 1}
    return forged(lines)


def _nameless(lines: Lines) -> bytes:
    del lines[2]["originator_id"]
    return forged(lines)


def _changed(lines: Lines) -> bytes:
    changed = [*lines[:-1]]
    changed[1]["state"]["title"] = "Another title"
    return b"".join(json.dumps(line).encode() + b"\n" for line in [*changed, lines[-1]])


def _longer(lines: Lines) -> bytes:
    return forged(lines) + b"{}\n"


def _shorter(lines: Lines) -> bytes:
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines[:3])


def _cut(lines: Lines) -> bytes:
    return forged(lines)[:-10]


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda lines: b"", "cut short on line 1"),
        (lambda lines: b"\x00\xff\n", "not a log of Scrutiny Ledger, or its line 1 is damaged"),
        (lambda lines: b"[]\n", "not a log of Scrutiny Ledger"),
        (lambda lines: b'{"format": "another"}\n', "This is not a log of Scrutiny Ledger."),
        (_later, "of a newer version (2) than this program reads (1)"),
        (_without_an_event, "Line 3: Position 2 of the log is missing; 3 follows."),
        (_unknown, "Line 3: Position 2: this program knows no event os:system."),
        (_unreadable, "Line 3: Position 2 cannot be read"),
        (_nameless, "its line 3 is damaged"),
        (_changed, "its checksum does not fit"),
        (_longer, "its checksum does not fit"),
        (_shorter, "cut short on line 4"),
        (_cut, "cut short on line"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_and_nothing_is_written(
    ledger: Ledger, other: Ledger, damage: Callable[[Lines], bytes], words: str
) -> None:
    reference = record(ledger)
    do(ledger, "risk.add_control", reference, text="Weekly look", command="once")
    record(ledger)
    with pytest.raises(LogFileError) as refused:
        read_log(other, io.BytesIO(damage(lines_of(written(ledger)))))
    assert words in refused.value.sentence
    assert events(other) == []


def test_a_ledger_that_holds_anything_is_never_read_into(ledger: Ledger, other: Ledger) -> None:
    record(ledger)
    record(other)
    with pytest.raises(LogFileError, match="This ledger is not empty"):
        read_log(other, io.BytesIO(written(ledger)))
    assert other.position() == 1
