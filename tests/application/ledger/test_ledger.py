"""References without gaps or doubles, one order for everybody, and a clock that can be stopped."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from subprocess import Popen
from uuid import UUID

import pytest
from freezegun import freeze_time
from marshmallow import ValidationError
from sqlalchemy import delete, select

from application.ledger.commands import Command, Origin, commands
from application.ledger.identity import identity_of, identity_table
from application.ledger.ledger import Ledger
from application.ledger.log.log_tables import stored_events
from application.ledger.storage.faults import StorageError
from domain.imports.imported_file import ImportedFile
from domain.kernel.errors import NotFoundError
from domain.kernel.terms import Actor, Occasion, Reference, Role
from domain.partnership.agency import Agency
from domain.risks.risk import Risk
from domain.risks.vocabulary import Kind
from tests.acts import do, join, record
from tests.disputing import dispute, found_partnership
from tests.following import stand_on
from tests.reading import disagreements
from tests.tampering import altered, reworded, without_words

Start = Callable[..., Popen[str]]


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    return ledger_on_each


def references(year: int, count: int) -> list[str]:
    return [str(Reference(Risk.prefix, year, number)) for number in range(1, count + 1)]


def recorded(ledger: Ledger) -> list[str]:
    """The references of all recorded risks in the order of the log."""
    return [
        event.reference for _, event in ledger.events_after(0) if isinstance(event, Risk.Recorded)
    ]


def positions(ledger: Ledger) -> list[int]:
    with ledger.reading() as connection:
        query = select(stored_events.c.position).order_by(stored_events.c.position)
        return list(connection.scalars(query))


# References


@freeze_time("2026-05-12")
def test_references_count_from_one(ledger: Ledger) -> None:
    assert [record(ledger) for _ in range(20)] == references(2026, 20)


def test_references_count_from_one_in_every_year_in_london(ledger: Ledger) -> None:
    with freeze_time("2026-12-31T23:59:59Z"):
        assert record(ledger) == "RSK-2026-001"
    with freeze_time("2027-06-30T12:00:00Z"):
        assert record(ledger) == "RSK-2027-001"
    with freeze_time("2026-12-31T23:59:59Z"):
        assert record(ledger) == "RSK-2026-002"


def test_the_year_is_that_of_the_ledgers_own_clock_in_london(ledger: Ledger) -> None:
    already_2020_there = datetime(2020, 1, 1, 5, tzinfo=timezone(timedelta(hours=10)))
    in_2019 = Ledger(ledger.engine, projections=ledger.projections, now=lambda: already_2020_there)
    assert record(in_2019) == "RSK-2019-001"
    assert do(in_2019, "role.give", person="1", role="auditor").reference == "GRT-2019-001"


def test_a_number_is_not_used_up_by_what_was_refused(ledger: Ledger) -> None:
    with freeze_time("2026-05-12"):
        record(ledger)
        with pytest.raises(ValidationError):
            record(ledger, likelihood="9", impact="9")
        assert record(ledger) == "RSK-2026-002"


@pytest.mark.parametrize("taken", [0, 1, 2, 3, 4, 7, 8, 9, 31])
def test_the_next_reference_is_the_first_that_is_free(ledger: Ledger, taken: int) -> None:
    with freeze_time("2026-05-12"), ledger.writing():
        for _ in range(taken):
            record(ledger)
        assert ledger.next_reference(Risk.prefix, 2026) == f"RSK-2026-{taken + 1:03d}"
        assert ledger.next_reference(Risk.prefix, 2025) == "RSK-2025-001"


# Several writers


@freeze_time("2026-05-12")
def test_writers_in_threads_leave_no_gap_and_no_double(ledger: Ledger) -> None:
    with ThreadPoolExecutor(max_workers=6) as threads:
        given_out = list(threads.map(lambda _: record(ledger), range(30)))
    assert sorted(given_out) == references(2026, 30)
    assert recorded(ledger) == references(2026, 30)
    assert positions(ledger) == list(range(1, 31))


def test_writers_in_other_processes_leave_no_gap_and_no_double(
    database_url: str, ledger: Ledger, another_process: Start
) -> None:
    writers = [another_process(database_url, "record", 10) for _ in range(2)]
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
    told = [writer.communicate("go\n")[0].split() for writer in writers]
    confirmed = sorted(told[0] + told[1])
    year = int(confirmed[0].split("-")[1])
    assert confirmed == references(year, 20)
    assert recorded(ledger) == references(year, 20)
    assert positions(ledger) == list(range(1, 41))
    assert not disagreements(ledger)


def test_what_two_threads_do_to_one_risk_is_done_one_after_the_other(ledger: Ledger) -> None:
    reference = record(ledger)
    with ThreadPoolExecutor(max_workers=4) as threads:
        list(
            threads.map(
                lambda number: do(ledger, "risk.add_control", reference, text=f"Control {number}"),
                range(12),
            )
        )
    assert [event.originator_version for event in ledger.history(reference)] == [*range(1, 14)]
    assert set(ledger.get(Risk, reference).controls) == {*range(1, 13)}


def test_a_reader_sees_one_moment_while_others_write(ledger: Ledger) -> None:
    record(ledger)
    with ledger.reading():
        assert ledger.position() == 1
        with ThreadPoolExecutor(max_workers=1) as thread:
            thread.submit(record, ledger).result()
        assert ledger.position() == 1
        assert len(recorded(ledger)) == 1
    assert ledger.position() == 2


def test_a_reader_does_not_wait_for_a_writer(ledger: Ledger) -> None:
    record(ledger)
    with ledger.writing():
        record(ledger)
        with ThreadPoolExecutor(max_workers=1) as thread:
            assert thread.submit(ledger.position).result(timeout=10) == 1
    assert ledger.position() == 2


# Time


@freeze_time("2026-01-31T12:00:00.000001Z")
def test_a_stopped_clock_is_stored_as_any_other(ledger: Ledger) -> None:
    record(ledger)
    assert times(ledger) == ["2026-01-31T12:00:00.000001Z"]


def test_a_full_second_is_stored_with_its_six_digits(ledger: Ledger) -> None:
    with freeze_time("2026-01-31T12:00:00Z"):
        record(ledger)
    assert times(ledger) == ["2026-01-31T12:00:00.000000Z"]


def test_the_time_of_the_log_never_goes_back_where_the_clock_does(ledger: Ledger) -> None:
    """“As at” a moment names one position only as long as later positions are not earlier."""
    with freeze_time("2026-05-12T09:30:00Z"):
        record(ledger)
    with freeze_time("2026-05-12T09:29:59Z"):
        reference = record(ledger, likelihood="3", impact="4")
        [recorded, assessed] = ledger.history(reference)
    with freeze_time("2026-05-12T09:30:01Z"):
        record(ledger)
    assert times(ledger) == [
        "2026-05-12T09:30:00.000000Z",
        "2026-05-12T09:30:00.000000Z",
        "2026-05-12T09:30:00.000000Z",
        "2026-05-12T09:30:01.000000Z",
    ]
    assert recorded.timestamp == assessed.timestamp == datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
    assert disagreements(ledger) == []


def test_what_an_item_knows_of_the_time_is_that_of_the_log_where_the_clock_went_back(
    ledger: Ledger,
) -> None:
    """The loading of a file keeps when it was begun, a dispute the day from which it was known."""
    stand_on(ledger, date(2026, 5, 12))
    found_partnership(ledger)
    stand_on(ledger, date(2026, 5, 8))
    dispute(ledger, met_on="2026-05-06")
    occasion = Occasion(Actor("1", Role.ADMINISTRATOR), ledger.now(), date(2026, 5, 8))
    ledger.save(
        ImportedFile.begin(
            occasion, reference="IMP-2026-001", noun="risks", sha256="0" * 64, rows=1
        )
    )
    assert disagreements(ledger) == []


def times(ledger: Ledger) -> list[str]:
    """When the log says that each event was recorded."""
    with ledger.reading() as connection:
        query = select(stored_events.c.recorded).order_by(stored_events.c.position)
        return list(connection.scalars(query))


def test_a_clock_in_another_zone_tells_the_same_time(ledger: Ledger) -> None:
    moment = datetime(2026, 5, 12, 23, 30, tzinfo=timezone(timedelta(hours=10)))
    abroad = Ledger(ledger.engine, projections=ledger.projections, now=lambda: moment)
    [event] = ledger.history(record(abroad))
    assert event.timestamp == datetime(2026, 5, 12, 13, 30, tzinfo=UTC)
    assert event.on == "2026-05-12"


# Reading the log


def test_who_did_it_is_in_every_stored_event(ledger: Ledger) -> None:
    join(ledger)
    record(ledger, likelihood="3", impact="4", owner_role="Chief Constable")
    do(ledger, "role.give", person="c0ffee", role="auditor")
    with ledger.reading() as connection:
        states = [json.loads(state) for state in connection.scalars(select(stored_events.c.state))]
    assert len(states) == 5
    assert {state["by"]["person"] for state in states} == {"operator"}
    assert {state["by"]["role"] for state in states} == {"business_team", "administrator"}


@pytest.mark.parametrize("batch", [1, 2, 5, 100])
def test_the_log_is_read_in_batches_of_any_size(ledger: Ledger, batch: int) -> None:
    made = [record(ledger, f"Risk {number}") for number in range(5)]
    read = list(ledger.events_after(0, batch=batch))
    assert [position for position, _ in read] == [1, 2, 3, 4, 5]
    assert [event.reference for _, event in read] == made


def test_the_log_is_read_after_one_position_up_to_another(ledger: Ledger) -> None:
    for number in range(5):
        record(ledger, f"Risk {number}")
    assert [position for position, _ in ledger.events_after(2)] == [3, 4, 5]
    assert [position for position, _ in ledger.events_after(1, upto=3)] == [2, 3]
    assert [position for position, _ in ledger.events_after(1, upto=3, batch=1)] == [2, 3]
    assert list(ledger.events_after(5)) == []


def test_an_empty_log_has_no_position_and_no_events(ledger: Ledger) -> None:
    assert ledger.position() == 0
    assert list(ledger.events_after(0)) == []


def test_an_item_is_read_as_it_is_and_as_it_was(ledger: Ledger) -> None:
    reference = record(ledger, "Before")
    do(ledger, "risk.describe", reference, title="After", reason="x")
    assert ledger.get(Risk, reference).title == "After"
    assert ledger.get(Risk, reference, version=1).title == "Before"


def test_what_is_not_there_is_not_found(ledger: Ledger) -> None:
    police = join(ledger)
    for item_class, reference, words in (
        (Risk, "RSK-2026-001", "There is no risk RSK-2026-001."),
        (Risk, police, f"There is no risk {police}."),
        (Agency, "", "There is no agency ."),
    ):
        with pytest.raises(NotFoundError) as refused:
            ledger.get(item_class, reference)
        assert refused.value.sentence == words
    with pytest.raises(NotFoundError, match="There is no RSK-2026-001"):
        ledger.history("RSK-2026-001")


@pytest.mark.parametrize(
    ("altered_to", "sentence"),
    [
        (
            {"topic": "Risk.Vanished"},
            "Position 2: this program knows no event Risk.Vanished. Install the newer program.",
        ),
        ({"state": b"{"}, "Position 2 cannot be read: "),
        ({"state": b"{}"}, "Position 2 cannot be read: "),
        ({"recorded": "yesterday"}, "Position 2 cannot be read: "),
    ],
)
def test_what_cannot_be_read_stops_with_a_sentence(
    ledger: Ledger, altered_to: dict[str, object], sentence: str
) -> None:
    reference = record(ledger, likelihood="3", impact="4")
    altered(ledger, 2, **altered_to)
    for read in (
        lambda: ledger.history(reference),
        lambda: ledger.get(Risk, reference),
        lambda: list(ledger.events_after(0)),
    ):
        with pytest.raises(StorageError) as stopped:
            read()
        assert str(stopped.value).startswith(sentence)
    assert ledger.get(Risk, reference, version=1).reference == reference


def test_words_that_somebody_altered_are_not_read_as_what_was_said(ledger: Ledger) -> None:
    reference = record(ledger, "Before")
    reworded(ledger, 1, "title", "After")
    with pytest.raises(StorageError, match="Position 1 cannot be read: its words are not those"):
        ledger.get(Risk, reference)


def test_words_that_were_taken_out_are_said_to_be(ledger: Ledger) -> None:
    reference = record(ledger, "Before", theme="")
    without_words(ledger, 1)
    risk = ledger.get(Risk, reference)
    assert (risk.title, risk.theme) == ("[taken out]", "")


# One ledger and another


def test_a_ledger_has_an_id_of_its_own_and_keeps_it(ledger: Ledger) -> None:
    kind, _, number = ledger.origin.partition("/")
    assert kind == "scrutiny-ledger"
    assert UUID(number).version == 4
    assert Ledger(ledger.engine).origin == ledger.origin


def test_a_ledger_without_its_id_says_so(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        connection.execute(delete(identity_table))
    with pytest.raises(StorageError, match="has lost its id"):
        do(ledger, "role.give", person="1", role="auditor", command="once")


def test_what_a_command_said_cannot_be_tried_out_without_the_key(ledger: Ledger) -> None:
    """A digest of it alone would give away a short text to whoever tries out likely ones."""
    content = {"title": "Night cover"}
    command = Command(Origin.IMPORT, "risks", "number", "first")
    ledger.once(
        command, content, lambda: (ledger.get(Risk, record(ledger)), ()), permit=lambda first: None
    )
    with ledger.reading() as connection:
        row = connection.execute(select(commands)).one()
        identity = identity_of(connection)
    id_of_it = ["import", "risks", "number", "first"]
    for sealed, said in ((row.command, id_of_it), (row.digest, content)):
        text = json.dumps(said).encode()
        assert sealed != sha256(text).hexdigest()
        assert sealed == hmac.digest(identity.command_key, text, "sha256").hex()


def test_settings_of_the_machine_do_not_change_how_events_are_stored(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The eventsourcing library reads compressors and ciphers from the environment."""
    monkeypatch.setenv("COMPRESSOR_TOPIC", "zlib")
    monkeypatch.setenv("SCRUTINY_COMPRESSOR_TOPIC", "zlib")
    again = Ledger(ledger.engine, projections=ledger.projections)
    record(again)
    with ledger.reading() as connection:
        assert json.loads(connection.scalar(select(stored_events.c.state)) or b"")


# Many at once


def test_what_is_saved_at_once_leaves_the_same_rows_as_one_after_the_other(ledger: Ledger) -> None:
    """Items that are new and items that are not, each with one event or several."""
    old = [ledger.get(Risk, record(ledger, f"Old {number}")) for number in range(3)]
    occasion = Occasion(Actor("b7e1", Role.BUSINESS_TEAM), ledger.now(), date(2026, 5, 12))
    new = [
        Risk.record(
            occasion,
            reference=str(Reference(Risk.prefix, 2031, number)),
            kind=Kind.RISK,
            title=f"New {number}",
            matrix=ledger.matrix,
        )
        for number in range(1, 31)
    ]
    for risk in [*old, *new[:20]]:
        risk.add_control(occasion, text="A weekly look")
        risk.add_control(occasion, text="A monthly look")
    happened = ledger.save(*old, *new)
    assert [each.position for each in happened] == [*range(4, 4 + 6 + 30 + 40)]
    assert ledger.get(Risk, new[0].reference).controls == {
        1: "A weekly look", 2: "A monthly look",
    }  # fmt: skip
    assert disagreements(ledger) == []
