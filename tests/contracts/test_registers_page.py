"""docs/registers.md is made from the registers' own descriptions."""

from __future__ import annotations

from projections.columns import Column, Kind, OfCode
from projections.filters import Filter
from projections.register import Register
from tests.contracts.conftest import AsMadeNow
from web.nouns import LISTED

OPENING = """\
# The registers, column by column

Made from the descriptions in `projections/` by `REGENERATE=1 pytest tests/contracts`; a test fails
when it is out of date.

A register has one row for each item. The same columns and filters serve the page, the files (CSV,
Excel workbook, JSON), `scrutiny list` and an item's history. Where a file of ours is loaded, its
headings are known by the labels below. *Key* is the name in JSON and in an address
(`?columns=reference,title`); *sorts as* is the name after `?sort=` (with `-` before it: the largest
or last first). What passes with time, such as “overdue”, is worked out for the moment that is
looked at, and never kept.
"""

HOLDS = {
    "OfText": "words",
    "OfSaid": "words, of which some are the partnership’s own",
    "OfNumber": "a whole number",
    "OfDay": "a date",
    "OfDays": "several dates, with “; ” between them",
    "OfNumbered": "text",
    "OfDueMoment": "a day and a time in London",
    "OfTheme": "a theme, by the list as it was at the moment",
    "OfThemes": "themes, by the list as it was at the moment",
    "OfYesNo": "yes or no",
    "OfAgency": "an agency, by the name that it had at the moment",
    "OfAgencies": "agencies, by the names that they had at the moment",
    "OfItem": "an item, by its reference, for whoever may know of it",
    "OfItems": "items, by their references, those that the reader may know of",
    "OfSeats": "seats, each with the name that its agency had at the moment, “; ” between them",
    "OfSeveral": "several things, with “; ” between them",
    "OfData": "data",
}


def page() -> str:
    return OPENING + "".join(
        f"\n## {noun.section}\n\n{columns(noun.register)}\nFilters:\n\n{offered_by(noun.register)}"
        for noun in LISTED.values()
        if noun.register
    )


def columns(register: Register) -> str:  # type: ignore[type-arg]
    head = "| key | label | holds | sorts as | at a moment |\n| --- | --- | --- | --- | --- |\n"
    return head + "".join(_column(each) for each in register.exported([]))


def _column(column: Column) -> str:  # type: ignore[type-arg]
    sort = f"`{column.sort}`" if column.sort else ""
    at = "worked out" if column.at else ""
    return f"| `{column.key}` | {column.label} | {holds(column.kind)} | {sort} | {at} |\n"


def holds(kind: Kind) -> str:
    if isinstance(kind, OfCode):
        return f"one of: {', '.join(kind.names.values())}"
    return HOLDS[type(kind).__name__]


def offered_by(register: Register) -> str:  # type: ignore[type-arg]
    return "".join(_filter(key, each) for key, each in register.filters.items())


def _filter(key: str, offered: Filter) -> str:
    return f"- `{key}`: {' '.join(filter(None, [f'{offered.label}.', offered.hint]))}\n"


def test_the_page_of_the_registers_is_up_to_date(as_made_now: AsMadeNow) -> None:
    as_made_now("docs/registers.md", page())
