"""A file is loaded while others work: whole rows, a few at a time, resumed by loading it again."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from subprocess import PIPE, Popen
from sys import executable
from typing import Any

import pytest
from sqlalchemy import func, select

from application.importing.reports import Report, Result
from application.ledger.commands import commands
from application.ledger.ledger import Ledger
from application.ledger.rehearsal import Aside, Rehearsal
from domain.imports.imported_file import ImportedFile
from domain.kernel.item import london_date
from domain.risks.risk import Risk
from projections.imports.imports import being_loaded
from projections.risks.risk_register import RISKS
from tests.acts import do, record
from tests.loading import load, many_risks, only, sheet
from tests.reading import disagreements, looking
from web.running.startup import open_ledger

NUMBERED = {"body": "Sandwell MBC", "ref": "4", "title": "Children’s social care"}


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    return ledger_on_each


def imported(ledger: Ledger) -> list[ImportedFile.Event]:
    return [each for _, each in ledger.events_of(ImportedFile.Event)]  # type: ignore[misc]


def titles(ledger: Ledger) -> list[str]:
    with ledger.reading() as connection:
        query = select(RISKS.c.title).where(RISKS.c.until.is_(None)).order_by(RISKS.c.reference)
        return list(connection.scalars(query))


class Once:
    """Does something when the first rows have been loaded, as somebody else might."""

    def __init__(self, act: Any) -> None:
        self._act = act

    def __call__(self, what: str, done: int, total: int) -> None:
        if what == "Loading" and self._act:
            act, self._act = self._act, None
            act()


# On record


def test_an_import_is_on_record_with_the_file_it_is_of(ledger: Ledger) -> None:
    load(ledger, many_risks(3))
    begun, finished = imported(ledger)
    assert isinstance(begun, ImportedFile.Begun)
    assert (begun.noun, begun.rows, len(begun.sha256)) == ("risks", 3, 64)
    assert begun.sentence({}) == "began to load 3 rows of risks from a file"
    assert finished.sentence({}) == "finished loading a file: 3 loaded"


def test_a_file_with_nothing_new_is_not_put_on_record_again(ledger: Ledger) -> None:
    load(ledger, many_risks(3))
    load(ledger, many_risks(3))
    assert len(imported(ledger)) == 2


def test_while_rows_are_loaded_the_register_knows_it(ledger: Ledger) -> None:
    seen: list[Any] = []

    def look() -> None:
        with looking(ledger) as view:
            seen.extend(being_loaded(view, "risks"))
            assert being_loaded(view, "actions") == []

    load(ledger, many_risks(30), progress=Once(look))
    assert [(row["rows"], row["loaded"]) for row in seen] == [(30, 0)]
    with looking(ledger) as view:
        assert being_loaded(view) == []


# The lock


def test_a_dry_run_needs_no_lock_and_makes_nothing(ledger: Ledger, database_url: str) -> None:
    other = open_ledger(database_url)
    with other.writing():
        report = in_another_thread(lambda: load(ledger, many_risks(30), dry_run=True))
    assert report.loaded == 30
    assert ledger.position() == 0
    other.close()


def test_a_refused_file_needs_no_lock(ledger: Ledger, database_url: str) -> None:
    other = open_ledger(database_url)
    with other.writing():
        report = in_another_thread(
            lambda: load(ledger, sheet({"title": "Fire"}, {"title": "Flood", "L": "6"}))
        )
    assert (report.refused, report.kept) == (1, False)
    other.close()


def in_another_thread(act: Any) -> Report:
    found: list[Report] = []
    thread = threading.Thread(target=lambda: found.append(act()), daemon=True)
    thread.start()
    thread.join(60)
    assert found, "it waits for the lock"
    return found[0]


# Others


def test_a_reference_that_somebody_took_meanwhile_is_not_given_out_twice(ledger: Ledger) -> None:
    report = load(ledger, many_risks(60), progress=Once(lambda: record(ledger)))
    assert report.loaded == 60
    assert len(titles(ledger)) == 61
    told = [ledger.get(Risk, row.reference).title for row in report.rows]
    assert told == [row.title for row in report.rows]
    assert disagreements(ledger) == []


def test_whoever_writes_all_the_time_does_not_keep_a_file_out(ledger: Ledger) -> None:
    report = load(
        ledger, many_risks(60), progress=lambda what, *_: what == "Loading" and record(ledger)
    )
    assert report.loaded == 60
    assert disagreements(ledger) == []


def test_a_row_that_is_refused_meanwhile_stops_the_file_and_what_was_loaded_stays(
    ledger: Ledger,
) -> None:
    known = only(load(ledger, sheet({**NUMBERED, "as at": "2021-03-31", "score": "16"})))
    before = [{"title": f"Risk {number}", "score": "4"} for number in range(20)]
    later = {**NUMBERED, "as at": "2022-03-31", "score": "12"}
    text = sheet(*before, later, {"title": "Frost"})

    def close() -> None:
        do(ledger, "risk.close", known.reference, closing="managed", reason="It is over.")

    report = load(ledger, text, progress=Once(close))
    assert report.kept
    assert report.stopped.startswith("A row is refused that was not when the file was checked")
    assert "20 of 22 rows have been loaded and stay" in report.stopped
    assert [row.result for row in report.rows[19:]] == [
        Result.LOADED, Result.REFUSED, Result.LEFT,
    ]  # fmt: skip
    assert "is closed. Reopen it first." in report.rows[20].reason
    finished = imported(ledger)[-1]
    assert isinstance(finished, ImportedFile.Finished)
    assert (finished.loaded, finished.left) == (20, 2)
    do(ledger, "risk.reopen", known.reference, reason="It is back.")
    again = load(ledger, text)
    assert (again.present, again.loaded, again.stopped) == (20, 2, "")


# Whatever stops it


def test_ctrl_c_leaves_whole_rows_and_the_file_goes_on_where_it_stopped(ledger: Ledger) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    report = load(ledger, many_risks(40), progress=Once(stop))
    assert report.interrupted
    assert report.stopped == (
        "Stopped. 10 of 40 rows have been loaded and stay. Load the file again: it goes on where "
        "it stopped."
    )
    with looking(ledger) as view:
        assert len(being_loaded(view, "risks")) == 1
    again = load(ledger, many_risks(40))
    assert (again.present, again.loaded) == (10, 30)
    assert [type(each).__name__ for each in imported(ledger)] == ["Begun", "WentOn", "Finished"]


def test_killed_anywhere_it_leaves_whole_rows_and_is_resumed(
    database_url: str, ledger: Ledger
) -> None:
    """Each time a little further, until one run ends by itself."""
    rows, chance = 300, random.Random(8)
    runs = 0
    while not _run_and_kill(database_url, rows, after=chance.random() * 0.3):
        runs += 1
        assert _each_risk_is_whole(ledger)
        assert runs < 100
    assert runs
    assert len(titles(ledger)) == len(set(titles(ledger))) == rows
    with ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(commands)) == rows + 1
    assert disagreements(ledger) == []


def _run_and_kill(url: str, rows: int, *, after: float) -> bool:
    """Load a file in a process of its own, and kill it so long after it began to append; whether
    it came to its end before that."""
    command = [executable, "-m", "tests.application.importing.import_and_wait", url, str(rows)]
    with Popen(command, stdout=PIPE, text=True) as program:
        assert program.stdout
        for line in program.stdout:
            if line.startswith("Loading"):
                break
        killer = threading.Timer(after, program.send_signal, [signal.SIGKILL])
        killer.start()
        rest = program.stdout.read()
        killer.cancel()
        return rest.endswith("Done\n")


def _each_risk_is_whole(ledger: Ledger) -> bool:
    kinds: dict[str, list[str]] = {}
    for _, event in ledger.events_of(Risk.Event):
        kinds.setdefault(event.reference, []).append(type(event).__name__)
    return all(each == ["Recorded", "SourceCited", "Assessed"] for each in kinds.values())


# While others read and write


def test_nobody_waits_long_while_a_long_file_is_loaded(database_url: str, ledger: Ledger) -> None:
    """A page takes half a second at most and a form two, on a machine that is free; here others
    run beside it, so that the bounds are wider."""
    pages: list[float] = []
    forms: list[float] = []
    command = [
        executable,
        "-m",
        "tests.application.importing.import_and_wait",
        database_url,
        "800",
    ]
    with Popen(command, stdout=PIPE, text=True) as program, _going_on() as stopped:
        assert program.stdout
        threads = [
            threading.Thread(target=_repeat, args=(stopped, lambda: titles(ledger), pages)),
            threading.Thread(target=_repeat, args=(stopped, lambda: record(ledger), forms)),
        ]
        for thread in threads:
            thread.start()
        assert program.stdout.read().endswith("Done\n")
    for thread in threads:
        thread.join()
    assert len(forms) > 10
    assert max(pages) < 2
    assert max(forms) < 5
    assert disagreements(ledger) == []


def test_a_reference_that_somebody_takes_first_does_not_undo_what_was_rehearsed(
    ledger: Ledger,
) -> None:
    with closing(Aside()) as aside, ledger.reading():
        rehearsal = Rehearsal(ledger, aside)
        rehearsed = rehearsal.next_reference(Risk.prefix, london_date(ledger.now()).year)
    taken = record(ledger)
    assert rehearsal.still_holds(ledger)
    assert rehearsed == taken


@contextmanager
def _going_on() -> Iterator[threading.Event]:
    stopped = threading.Event()
    try:
        yield stopped
    finally:
        stopped.set()


def _repeat(stopped: threading.Event, act: Any, took: list[float]) -> None:
    while not stopped.wait(0.05):
        start = time.monotonic()
        act()
        took.append(time.monotonic() - start)
