"""What the command line shows: tables, progress, and what became of a file."""

from __future__ import annotations

import shutil
import signal
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import zip_longest
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from application.importing.ours.our_files import Difference
    from application.importing.reports import Report, RowReport

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done and how much there is in all."""

GAP = 2
NARROWEST = 12


def say(words: str = "", *, err: bool = False) -> None:
    """Tell a person something. No words reach a terminal but through here or through `give`."""
    click.echo(harmless(words), err=err)


def give(document: str | bytes) -> None:
    """Give out a document as it is; at a terminal, text without anything that could steer it."""
    if isinstance(document, str) and sys.stdout.isatty():
        document = harmless(document)
    click.echo(document, nl=False)


def harmless(text: str) -> str:
    """The text without anything that could steer a terminal: only its lines and tabs are kept."""
    if text.isprintable():
        return text
    return "".join(
        "�" if each not in "\n\t" and unicodedata.category(each) in _STEERING else each
        for each in text
    )


_STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar for each thing that is being done, where somebody is there to watch it.

    Ctrl-C takes effect when progress is next told of: raised at any odd moment, it could be
    swallowed by a library's own tidying up. Pressed again, it takes effect at once.
    """
    with _stopped_by_ctrl_c() as stop, _bars() as show:

        def told(words: str, done: int, total: int) -> None:
            stop()
            show(words, done, total)

        yield told


@contextmanager
def _stopped_by_ctrl_c() -> Iterator[Callable[[], None]]:
    """Something to call where it is safe to stop: raises KeyboardInterrupt after a Ctrl-C."""
    pressed = False
    usual = signal.getsignal(signal.SIGINT)

    def press(number: int, frame: FrameType | None) -> None:
        nonlocal pressed
        pressed = True
        signal.signal(signal.SIGINT, usual)

    def stop() -> None:
        if pressed:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, press)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, usual)


@contextmanager
def _bars() -> Iterator[Progress]:
    if not sys.stderr.isatty():
        yield lambda words, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    tasks: dict[str, TaskID] = {}
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

        def show(words: str, done: int, total: int) -> None:
            if words not in tasks:
                tasks[words] = bars.add_task(words, total=total)
            bars.update(tasks[words], completed=done, total=total)

        yield show


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The rows as lines of text in columns, the widest of them folded to fit the screen."""
    cells = [[_words(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
    while sum(widths) + GAP * (len(widths) - 1) > _screen() and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    yield from _folded(headings, widths)
    yield _line(["-" * width for width in widths], widths)
    for row in cells:
        yield from _folded(row, widths)


def report_lines(report: Report) -> Iterator[str]:
    """What became of a file: first what is true of all of it, then row by row, then in all."""
    yield from report.notes
    for row in report.rows:
        yield f"Line {row.line}: {_became(row, kept=report.kept)}"
        yield from (f"    {_difference(each)}" for each in row.changes)
        yield from (f"    {flag}" for flag in row.flags)
    yield ""
    yield summary(report)


def summary(report: Report) -> str:
    """One sentence on how many rows became what."""
    would = "" if report.kept else "would be "
    flagged = f" ({report.flagged:,} of them with a flag)" if report.flagged else ""
    changed = f"{report.changed:,} {would}changed, " if report.changed else ""
    left = f", {report.left:,} left out" if report.left else ""
    left += f", {report.passed:,} passed over" if report.passed else ""
    rows = "1 row" if len(report.rows) == 1 else f"{len(report.rows):,} rows"
    return (
        f"{rows} of {report.noun}: {report.loaded:,} {would}loaded{flagged}, {changed}"
        f"{report.present:,} already there, {report.refused:,} refused{left}."
    )


def _became(row: RowReport, *, kept: bool) -> str:
    title = f" “{printable(row.title)}”" if row.title else ""
    if row.result == "passed over":
        return f"passed over: {printable(row.reason)}"
    if row.reason:
        where = f"{printable(row.column)}: " if row.column else ""
        return f"refused{title}. {where}{printable(row.reason)}"
    if row.result == "left out":
        return f"left out{title}, as the loading stopped before it"
    if row.result == "already there":
        return f"already there as {row.reference}{title}"
    if row.result == "changed":
        return f"{'' if kept else 'would be '}changed, {row.reference}{title}:"
    flagged = ", with a flag:" if row.flags else ""
    return f"{'' if kept else 'would be '}loaded as {row.reference}{title}{flagged}"


def _difference(changed: Difference) -> str:
    was, becomes = printable(changed.was), printable(changed.becomes)
    return f"{changed.label}: was “{was}”, becomes “{becomes}”"


def _folded(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    folded = [textwrap.wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for line in zip_longest(*folded, fillvalue=""):
        yield _line(line, widths)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return (" " * GAP).join(padded).rstrip()


def _screen() -> int:
    return shutil.get_terminal_size((120, 24)).columns


def _words(cell: Any) -> str:
    if isinstance(cell, datetime):
        from domain.kernel.item import LONDON

        return f"{cell.astimezone(LONDON):%Y-%m-%d %H:%M}"
    return "" if cell is None else printable(str(cell))


def printable(text: str) -> str:
    """The text on one line, without anything that could steer a terminal."""
    return harmless(" ".join(text.split()))
