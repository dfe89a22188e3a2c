"""What the command line shows, on any screen and to nobody."""

from __future__ import annotations

import signal
import sys
from datetime import UTC, datetime

import pytest

from application.importing.reports import Report, Result, RowReport
from web.commands.shared.console import progress_bar, report_lines, summary, table


def test_a_table_has_its_columns_one_under_the_other() -> None:
    assert list(table(["Reference", "Score"], [("RSK-2026-001", 20), ("RSK-2026-002", None)])) == [
        "Reference     Score",
        "------------  -----",
        "RSK-2026-001  20",
        "RSK-2026-002",
    ]


def test_the_widest_column_is_folded_to_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = list(table(["Reference", "Title"], [("RSK-2026-001", "Too few social workers " * 3)]))
    assert max(map(len, lines)) <= 40
    assert lines[2].startswith("RSK-2026-001  Too few")
    assert lines[3].startswith(" " * 14)


def test_a_moment_is_shown_in_london_time() -> None:
    (*_, row) = table(["Recorded"], [[datetime(2026, 7, 1, 8, 30, tzinfo=UTC)]])
    assert row == "2026-07-01 09:30"


def test_nothing_in_a_cell_can_steer_the_terminal() -> None:
    (*_, row) = table(["Title"], [["[bold]\x1b[31mred\u202etxt.exe\nnext"]])
    assert row == "[bold]�[31mred�txt.exe next"


def test_there_is_no_bar_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as progress:
        progress("Loading risks", 1, 2)
    assert capsys.readouterr().err == ""


def test_ctrl_c_stops_at_the_next_progress_and_pressed_again_at_once() -> None:
    usual = signal.getsignal(signal.SIGINT)
    with progress_bar() as progress:
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            progress("Loading risks", 1, 2)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is usual


def test_a_bar_shows_each_thing_that_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with progress_bar() as progress:
        progress("Loading risks", 1, 2)
        progress("Loading risks", 2, 2)
    assert "Loading risks" in capsys.readouterr().err


ROWS = [
    RowReport(2, "Fire", Result.LOADED, "RSK-2026-001"),
    RowReport(3, "Flood", Result.LOADED, "RSK-2026-002", ("No score.", "No date.")),
    RowReport(4, "Frost", Result.PRESENT, "RSK-2026-003"),
    RowReport(5, "Fog \x1b", Result.REFUSED, column="L", reason="It must be a number."),
    RowReport(6, "", Result.REFUSED, reason="Too many cells."),
]


def test_a_report_tells_of_every_row_and_of_all() -> None:
    report = Report("risks", dry_run=False, rows=ROWS, notes=["It was read as such."], kept=True)
    assert list(report_lines(report)) == [
        "It was read as such.",
        "Line 2: loaded as RSK-2026-001 “Fire”",
        "Line 3: loaded as RSK-2026-002 “Flood”, with a flag:",
        "    No score.",
        "    No date.",
        "Line 4: already there as RSK-2026-003 “Frost”",
        "Line 5: refused “Fog �”. L: It must be a number.",
        "Line 6: refused. Too many cells.",
        "",
        "5 rows of risks: 2 loaded (1 of them with a flag), 1 already there, 2 refused.",
    ]


def test_what_was_not_kept_is_told_as_what_would_be() -> None:
    report = Report("risks", dry_run=True, rows=ROWS[:1])
    assert next(report_lines(report)) == "Line 2: would be loaded as RSK-2026-001 “Fire”"
    assert summary(report) == "1 row of risks: 1 would be loaded, 0 already there, 0 refused."
