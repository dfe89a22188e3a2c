"""The log as a file: what is written comes back byte for byte, or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from application.ledger.ledger import Ledger
from application.ledger.log.entries import leaf
from application.ledger.log.log_files import LogFileError, read_log, write_log
from application.ledger.log.log_tables import stored_events, stored_words
from application.ledger.log.words_apart import disclosed, disclosure, to_json
from projections.rebuild import rebuild
from tests.acts import do, record
from tests.databases import Databases
from tests.loading import PUBLISHED, load
from tests.reading import disagreements
from web.nouns import every_projection
from web.running.startup import initialise, open_ledger

Lines = list[dict[str, Any]]


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    return ledger_on_each


@pytest.fixture
def other(databases: Databases) -> Iterator[Ledger]:
    """A second ledger with an id of its own, empty, on the same kind of database."""
    with databases.lend(databases.create()) as url:
        initialise(url)
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


def words(ledger: Ledger) -> list[Any]:
    with ledger.reading() as connection:
        query = select(stored_words).order_by(stored_words.c.position)
        return [tuple(row) for row in connection.execute(query)]


def lines_of(content: bytes) -> Lines:
    return [json.loads(line) for line in content.splitlines()]


def forged(lines: Lines) -> bytes:
    """A file with these lines and the checksum that fits them."""
    body = b"".join(as_line(line) for line in lines[:-1])
    return body + as_line({"sha256": hashlib.sha256(body).hexdigest()})


def as_line(value: Any) -> bytes:
    return to_json(value).encode() + b"\n"


def test_what_is_written_is_read_back_byte_for_byte(ledger: Ledger, other: Ledger) -> None:
    load(ledger, PUBLISHED)
    record(ledger, "Ängste — “quoted” \u2028 <b>")
    content = written(ledger)
    assert read_log(other, io.BytesIO(content)) == ledger.position()
    assert events(other) == events(ledger)
    assert words(other) == words(ledger)
    assert other.origin == ledger.origin
    assert written(other) == content


def test_the_projections_that_follow_from_it_agree(ledger: Ledger, other: Ledger) -> None:
    load(ledger, PUBLISHED)
    with other.writing():
        read_log(other, io.BytesIO(written(ledger)))
        rebuild(other, every_projection())
    assert disagreements(other) == []


def test_what_was_done_once_is_not_done_again_on_the_other_ledger(
    ledger: Ledger, other: Ledger
) -> None:
    load(ledger, PUBLISHED)
    with other.writing():
        read_log(other, io.BytesIO(written(ledger)))
        rebuild(other, every_projection())
    assert load(other, PUBLISHED).present == 21


def test_the_first_line_says_what_the_file_is(ledger: Ledger) -> None:
    record(ledger)
    header, event, *_ = lines_of(written(ledger))
    assert header["format"] == "Scrutiny Ledger log"
    assert (header["version"], header["events"], header["commands"]) == (1, 1, 0)
    assert header["handling"] == "OFFICIAL-SENSITIVE"
    assert (event["entry"]["position"], event["entry"]["version"]) == (1, 1)
    assert header["origin"] == ledger.origin
    assert event["entry"]["topic"] == "Risk.Recorded"
    assert "title" not in event["entry"]["event"]
    said = {name: value for _, name, value in disclosed(event["words"])}
    assert said["title"] == "Fewer strategy discussions"


def test_anybody_can_check_a_leaf_with_nothing_but_the_file(ledger: Ledger) -> None:
    """What docs/log-format.md says: the entry is what stands between two fixed texts."""
    record(ledger, "Ängste — “quoted” \u2028 <b>")
    line = written(ledger).splitlines(keepends=True)[1]
    found = re.fullmatch(rb'\{"entry":(.*),"leaf":"([0-9a-f]{64})","words":\[.*\]\}\n', line)
    assert found
    assert hashlib.sha256(b"\x00" + found[1]).hexdigest() == found[2].decode()
    assert found[2].decode() == events(ledger)[0][-1].hex()


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
    lines[2]["entry"]["topic"] = "os:system"
    return forged([*lines[:2], fitted(lines[2]), *lines[3:]])


def _unreadable(lines: Lines) -> bytes:
    lines[2]["entry"]["event"] = {"nothing": 1}
    return forged([*lines[:2], fitted(lines[2]), *lines[3:]])


def fitted(line: dict[str, Any]) -> dict[str, Any]:
    """The line of an event with the leaf that fits its entry."""
    return line | {"leaf": leaf(to_json(line["entry"]).encode()).hex()}


def _unlike_its_leaf(lines: Lines) -> bytes:
    lines[2]["entry"]["recorded"] = "9999-12-31T00:00:00.000000Z"
    return forged(lines)


def _with_other_words(lines: Lines) -> bytes:
    lines[2]["words"] = [disclosure("text", "A look every year")]
    return forged(lines)


def _without_words(lines: Lines) -> bytes:
    lines[2]["words"] = []
    return forged(lines)


def _nameless(lines: Lines) -> bytes:
    del lines[2]["entry"]["item"]
    return forged(lines)


def _in_another_order(lines: Lines) -> bytes:
    lines[2]["entry"] = dict(reversed(lines[2]["entry"].items()))
    return forged(lines)


def _of_no_ledger(lines: Lines) -> bytes:
    lines[0]["origin"] = "somewhere"
    return forged(lines)


def _changed(lines: Lines) -> bytes:
    lines[0]["product"] = "0.0.0"
    return b"".join(map(as_line, lines))


def _longer(lines: Lines) -> bytes:
    return forged(lines) + b"{}\n"


def _shorter(lines: Lines) -> bytes:
    return b"".join(map(as_line, lines[:3]))


def _cut(lines: Lines) -> bytes:
    return forged(lines)[:-10]


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda lines: b"", "cut short on line 1"),
        (lambda lines: b"\x00\xff\n", "not a log of Scrutiny Ledger, or its line 1 is damaged"),
        (lambda lines: b"[]\n", "not a log of Scrutiny Ledger"),
        (lambda lines: b'{"format": "another"}\n', "This is not a log of Scrutiny Ledger."),
        (_later, "of a newer version (2) than this program reads (1)"),
        (_without_an_event, "Line 3: Position 2 of the log is missing; 3 follows."),
        (_unknown, "Line 3: Position 2: this program knows no event os:system."),
        (_unreadable, "Line 3: Position 2 cannot be read"),
        (_unlike_its_leaf, "Line 3: Position 2 was altered: its leaf does not fit."),
        (_with_other_words, "Line 3: Position 2 cannot be read: its words are not those"),
        (_without_words, "Line 3: Position 2: words of it are missing"),
        (_in_another_order, "Line 3: the entry is not written in the form of the log."),
        (_of_no_ledger, "its line 1 is damaged"),
        (_nameless, "its line 3 is damaged"),
        (_changed, "its checksum does not fit"),
        (_longer, "its checksum does not fit"),
        (_shorter, "cut short on line 4"),
        (_cut, "cut short on line"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_and_nothing_is_written(
    ledger: Ledger, other: Ledger, damage: Callable[[Lines], bytes], sentence: str
) -> None:
    reference = record(ledger)
    do(ledger, "risk.add_control", reference, text="Weekly look", command="once")
    record(ledger)
    before = other.origin
    with pytest.raises(LogFileError) as refused:
        read_log(other, io.BytesIO(damage(lines_of(written(ledger)))))
    assert sentence in refused.value.sentence
    assert (events(other), words(other), other.origin) == ([], [], before)


def test_a_ledger_that_holds_anything_is_never_read_into(ledger: Ledger, other: Ledger) -> None:
    record(ledger)
    record(other)
    with pytest.raises(LogFileError, match="This ledger is not empty"):
        read_log(other, io.BytesIO(written(ledger)))
    assert other.position() == 1
