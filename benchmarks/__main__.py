"""Measures everything, which takes some minutes, and prints one table.

python -m benchmarks                       every figure but those of a very large ledger
python -m benchmarks --only home           those whose name holds the word; may be given again
python -m benchmarks --only postgresql     one database alone
python -m benchmarks --large               those of a log of 1,500,000 events, too: long
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from rich.console import Console

from benchmarks import (
    beside,
    growth,
    importing,
    looking_back,
    proving,
    reading,
    rebuilding,
    starting,
    writing,
)
from benchmarks.figures import Figure, print_table
from benchmarks.partnership import THE_RECOMMENDATIONS, THE_RISKS, large_partnership
from tests.postgresql_server import NoServer


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@dataclass(frozen=True)
class Group:
    """Figures that are measured on the same thing, which is made once for all of them."""

    name: str
    made: Callable[[], AbstractContextManager[Any]]
    figures: Sequence[Callable[[Any], Figure]]

    def only(self, words: Sequence[str]) -> Group:
        """Those of its figures whose name holds one of the words; all of them without words."""
        named = ((each, f"{self.name}.{each.__name__}".replace("_", "-")) for each in self.figures)
        return replace(
            self,
            figures=[
                each for each, name in named if not words or any(word in name for word in words)
            ],
        )


GROUPS = (
    Group("sqlite", beside.on_sqlite, beside.ALL),
    Group("postgresql", beside.on_postgresql, beside.ALL),
    Group(
        "risks",
        lambda: large_partnership(THE_RISKS),
        (
            reading.first_page,
            looking_back.register_as_at,
            looking_back.changes_since,
            rebuilding.rebuilt,
            writing.decisions,
            starting.help_shown,
            starting.site_answers,
            *proving.ALL,
        ),
    ),
    Group("following", lambda: large_partnership(THE_RECOMMENDATIONS), (reading.follow_up_page,)),
    Group("files", _nothing, (importing.peak_memory, importing.rows_a_second, importing.speed)),
)
LARGE = (Group("growth", growth.grown, growth.ALL),)


def measure(console: Console, groups: Sequence[Group]) -> list[Figure]:
    """Every figure, one after the other, so that none disturbs another."""
    figures = []
    for group in groups:
        if not group.figures:
            continue
        try:
            with group.made() as made:
                for figure_of in group.figures:
                    with console.status(f"{group.name}: {figure_of.__doc__}"):
                        figures.append(figure_of(made))
        except NoServer as error:
            console.print(f"{group.name} is left out: {error}.")
    return figures


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true", help="a very large ledger, too")
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--list", action="store_true", help="the names, and nothing else")
    asked = parser.parse_args()
    groups = [each.only(asked.only) for each in (*GROUPS, *(LARGE if asked.large else ()))]
    console = Console()
    if asked.list:
        for group in groups:
            for each in group.figures:
                print(f"{group.name}.{each.__name__.replace('_', '-')}")
        return
    if not any(group.figures for group in groups):
        parser.error(f"no figure is called {' or '.join(asked.only)}; see --list")
    print_table(measure(console, groups))


if __name__ == "__main__":
    main()
