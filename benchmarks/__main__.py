"""Measures everything, which takes a few minutes, and prints one table."""

from __future__ import annotations

from rich.console import Console

from benchmarks import importing, looking_back, reading, starting, writing
from benchmarks.figures import Figure, print_table
from benchmarks.partnership import large_partnership

_OF_A_PARTNERSHIP = (
    reading.first_page,
    looking_back.page_as_at,
    looking_back.register_as_at,
    writing.decisions,
    starting.help_shown,
    starting.site_answers,
)


def measure(console: Console) -> list[Figure]:
    """Every figure, one after the other, so that none disturbs another."""
    with large_partnership() as partnership:
        figures = []
        for figure_of in _OF_A_PARTNERSHIP:
            with console.status(f"{figure_of.__doc__}"):
                figures.append(figure_of(partnership))
    with console.status(f"{importing.peak_memory.__doc__}"):
        figures.append(importing.peak_memory())
    return figures


if __name__ == "__main__":
    print_table(measure(Console()))
