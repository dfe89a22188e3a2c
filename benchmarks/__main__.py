"""Measures everything, which takes a few minutes, and prints one table."""

from __future__ import annotations

from rich.console import Console

from benchmarks import importing, looking_back, reading, rebuilding, starting, writing
from benchmarks.figures import Figure, print_table
from benchmarks.partnership import THE_RECOMMENDATIONS, THE_RISKS, large_partnership

_OF_A_PARTNERSHIP = (
    reading.first_page,
    looking_back.page_as_at,
    looking_back.register_as_at,
    rebuilding.rebuilt,
    writing.decisions,
    starting.help_shown,
    starting.site_answers,
)


_OF_FOLLOWING = (reading.follow_up_page,)
_OF_FILES = (importing.peak_memory, importing.speed)


def measure(console: Console) -> list[Figure]:
    """Every figure, one after the other, so that none disturbs another."""
    figures = []
    for story, of_it in ((THE_RISKS, _OF_A_PARTNERSHIP), (THE_RECOMMENDATIONS, _OF_FOLLOWING)):
        with large_partnership(story) as partnership:
            for figure_of in of_it:
                with console.status(f"{figure_of.__doc__}"):
                    figures.append(figure_of(partnership))
    for figure_of_files in _OF_FILES:
        with console.status(f"{figure_of_files.__doc__}"):
            figures.append(figure_of_files())
    return figures


if __name__ == "__main__":
    print_table(measure(Console()))
