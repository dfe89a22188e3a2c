"""A figure, how two things are timed fairly, and the table in which figures are printed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One thing that was measured.

    `result` and `aim` are in `unit`; the aim is the most that it should be, or the least where
    `at_least` says so. None: there is no aim. `details` says what the result was made of.
    """

    name: str
    result: float
    unit: str
    aim: float | None = None
    at_least: bool = False
    details: str = ""

    @property
    def verdict(self) -> str:
        if self.aim is None:
            return ""
        met = self.result >= self.aim if self.at_least else self.result <= self.aim
        return "OK" if met else "short"


Clock = Callable[[], float]
WALL: Clock = time.perf_counter
PROCESSOR: Clock = time.process_time
"""Leaves out what is spent waiting for the disk, or for other programs to yield the processor."""


def seconds(act: Callable[[], object], *, clock: Clock = WALL) -> float:
    """How long `act` takes."""
    start = clock()
    act()
    return clock() - start


def in_turn(
    *acts: Callable[[], object], rounds: int, clock: Clock = WALL
) -> list[tuple[float, ...]]:
    """The seconds that each of `acts` took, round by round, after one round that is not counted.

    What else the machine does in a round slows all of them alike.
    """
    for act in acts:
        act()
    return [tuple(seconds(act, clock=clock) for act in acts) for _ in range(rounds)]


def middle(values: Iterable[float]) -> float:
    """The median: a hiccup of the machine does not move it."""
    return median(values)


def print_table(figures: Iterable[Figure]) -> None:
    table = Table(title="Scrutiny Ledger: figures of this run")
    table.add_column("Figure")
    table.add_column("Result", justify="right")
    table.add_column("Aim", justify="right")
    table.add_column("")
    table.add_column("Measured")
    for figure in figures:
        aim = "" if figure.aim is None else f"{'≥' if figure.at_least else '≤'} {figure.aim:g}"
        result = f"{figure.result:.2f} {figure.unit}".strip()
        table.add_row(figure.name, result, aim, figure.verdict, figure.details)
    Console().print(table)
