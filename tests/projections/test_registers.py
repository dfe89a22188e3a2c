"""What every register promises, whatever it is a register of. A new noun is tested by being one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import Select, Text, cast, func, insert, select

from application.ledger.ledger import Ledger
from domain.kernel.item import Item
from domain.kernel.plain import in_order, normal
from domain.kernel.terms import Sight
from projections.columns import Column, OfAgency
from projections.filters import Among, Containing, OfAgencyWith, OfTheme, OneOf, State
from projections.indexes import has_any
from projections.register import COUNTED, UNCOUNTED, Asked, Page, Register
from projections.view import View
from tests.reading import looking
from web.noun import Noun
from web.nouns import NOUNS

NOBODY = Sight(everything=False)
REGISTERS = {noun.name: noun for noun in NOUNS if noun.register}


@pytest.fixture
def view(told: Ledger) -> Iterator[View]:
    with looking(told) as view:
        yield view


@pytest.fixture(params=REGISTERS)
def noun(request: pytest.FixtureRequest) -> Noun:
    return REGISTERS[request.param]


@pytest.fixture
def register(noun: Noun) -> Register[Any]:
    assert noun.register
    return noun.register


def references(rows: Any) -> list[str]:
    return [row["reference"] for row in rows]


def asked(register: Register[Any], view: View, **filters: str) -> set[str]:
    """The items that these filters leave, of whatever status."""
    return set(references(register.asked(view, Asked({"status": "all", **filters}))))


def answers(register: Register[Any], view: View) -> list[tuple[str, str]]:
    """Two values of each filter, where it has as many, and two searches."""
    found = [
        (each.key, value)
        for each in register.filters.values()
        for value, _ in each.options(view)[:2]
    ]
    return [*found, ("search", "50%"), ("search", "KENT")]


# What it holds


def test_every_item_has_one_row_that_says_what_the_item_says(
    told: Ledger, view: View, register: Register[Any]
) -> None:
    rows = register.rows(view, sort="reference")
    recorded = [
        event.reference
        for _, event in told.events_after(0)
        if isinstance(event, Item.Created) and isinstance(event, register.item.Event)
    ]
    assert references(rows) == sorted(recorded, key=in_order)
    for row in rows:
        item: Any = told.get(register.item, row["reference"])
        words = register.in_words(item, view)
        assert row["version"] == item.version
        for column in register.columns:
            if column.in_story:
                assert words.get(column.label, "") == column.words(row, view) or column.at


def test_it_is_read_as_it_stood_at_any_position(
    told: Ledger, view: View, register: Register[Any]
) -> None:
    stood: dict[str, dict[str, Any]] = {}
    for happened in told.happened_after(0):
        if row := register.row(happened):
            stood[happened.event.reference] = row
            then = view.back_to(on=view.on, position=happened.position)
            for reference, was in stood.items():
                found = register.one_row(then, reference)
                assert found
                assert {key: found[key] for key in was if key != "until"} == {
                    key: value for key, value in was.items() if key != "until"
                }
            assert register.count(then) == len(stood)
    assert register.rows(view.back_to(on=view.on, position=0)) == []


def test_a_row_ends_where_the_next_begins(told: Ledger, register: Register[Any]) -> None:
    table = register.table
    with told.reading() as connection:
        query = table.select().order_by(table.c.reference, table.c.since)
        rows = connection.execute(query).all()
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        same = following is not None and following.reference == row.reference
        assert row.until == (following.since if same else None)


# In which order


def test_every_sort_goes_both_ways_and_leaves_what_is_not_known_to_the_end(
    view: View, register: Register[Any]
) -> None:
    rows = register.rows(view, sort="reference")
    for column in register.columns:
        if column.sort:
            known = [row for row in rows if _key(column, row, view) is not None]
            unknown = [row for row in rows if _key(column, row, view) is None]
            upwards = sorted(known, key=lambda row: _key(column, row, view))
            downwards = sorted(known, key=lambda row: _key(column, row, view), reverse=True)
            for sort, ordered in ((column.sort, upwards), (f"-{column.sort}", downwards)):
                # What is equal stands in the order of references; Python's sort keeps that.
                expected = references([*ordered, *unknown])
                assert references(register.rows(view, sort=sort)) == expected, sort


def _key(column: Column[Any], row: Any, view: View) -> Any:
    value = view.named(row[column.key]) if isinstance(column.kind, OfAgency) else row[column.key]
    return (value.lower() if isinstance(value, str) else value) if value != "" else None


@pytest.mark.parametrize("sort", ["", "-", "gossip", "title; DROP TABLE risks", "--reference"])
def test_an_order_that_is_not_known_is_the_usual_one(
    view: View, register: Register[Any], sort: str
) -> None:
    assert register.rows(view, sort=sort) == register.rows(view, sort=register.usual)


def test_it_comes_in_pages(view: View, register: Register[Any]) -> None:
    question = Asked({"status": "all"}, sort="-reference")
    whole = register.asked(view, question)
    pages = [
        register.page(view, replace(question, page=number), size=2)
        for number in range(1, len(whole) // 2 + 3)
    ]
    assert [row for page in pages for row in page.rows] == whole
    assert {page.total for page in pages} == {len(whole)}
    assert pages[-1].rows == []


# Which of them


def several(held: Any) -> list[Any]:
    return held if isinstance(held, list) else [held]


def test_a_list_of_codes_lets_those_with_the_code_through(
    view: View, register: Register[Any]
) -> None:
    rows = register.rows(view)
    for each in register.filters.values():
        if isinstance(each, OneOf):
            column = register.column({"theme": "themes"}.get(each.key, each.key))
            for value, _ in each.options(view):
                having = {
                    row["reference"] for row in rows if value in map(str, several(column.held(row)))
                }
                assert asked(register, view, **{each.key: value}) == having, (each.key, value)


def test_open_and_ended_are_all_and_the_open_ones_are_usual(
    view: View, register: Register[Any]
) -> None:
    for each in register.filters.values():
        if isinstance(each, State):
            begun, over = (asked(register, view, status=group) for group in each.groups)
            assert begun | over == asked(register, view) == set(references(register.rows(view)))
            assert not begun & over
            assert begun
            assert over
            assert set(references(register.asked(view, Asked()))) == begun
            for code in each.names.keys() - each.groups.keys():
                found = register.asked(view, Asked({"status": str(code)}))
                assert {row["status"] for row in found} <= {code}


def test_filters_narrow_each_other_down(view: View, register: Register[Any]) -> None:
    alone = {each: asked(register, view, **dict([each])) for each in answers(register, view)}
    for one, other in combinations(alone, 2):
        if one[0] != other[0]:
            assert asked(register, view, **dict([one, other])) == alone[one] & alone[other]


def test_a_value_that_a_filter_does_not_know_is_none(view: View, register: Register[Any]) -> None:
    for each in register.filters.values():
        if isinstance(each, OfTheme):  # words that are no theme of the list are looked for as such
            assert asked(register, view, **{each.key: "gossip"}) == set()
        elif not isinstance(each, Containing | OfAgencyWith | Among):
            assert each.meant("gossip", view) == each.usual
        if not isinstance(each, Containing):
            for value, words in each.options(view):
                assert each.meant(value, view) == value
                assert words
                assert each.words(value, view) == words


def test_a_search_finds_the_words_in_any_letters_and_order(
    view: View, register: Register[Any]
) -> None:
    rows = register.rows(view)
    for row in rows:
        told = [row["reference"], *(row[each.key] for each in register.columns if each.searched)]
        for words in filter(None, "\n".join(told).split("\n")):
            backwards = " ".join(reversed(words.split()))
            for term in (words, words.upper(), words.casefold(), backwards, f" “{words}” "):
                if normal(term):
                    assert row["reference"] in asked(register, view, search=term)
    for term in ("%", "_", "\\", "'", "–"):
        assert asked(register, view, search=term) == set()


def test_an_agencys_filter_knows_every_agency_by_the_name_that_it_had(
    view: View, register: Register[Any]
) -> None:
    for each in register.filters.values():
        if isinstance(each, OfAgencyWith):
            assert dict(each.options(view))["kent-police"] == "Police of Kent"
            then = view.back_to(on=date(2024, 1, 8), position=5)
            assert dict(each.options(then))["kent-police"] == "Kent Police"


# How many, and for whom


def test_counts_are_of_the_rows(view: View, register: Register[Any]) -> None:
    for figure in register.figures:
        counted = references(register.rows(view, figure.holds(view), sort="reference"))
        shown = register.asked(view, Asked(figure.query, sort="reference"))
        assert counted == references(shown), figure.label
    for reader in (view, replace(view, sight=NOBODY)):
        every = [each.condition(value, reader)
                 for each in register.filters.values()
                 for value, _ in each.options(reader)]  # fmt: skip
        numbers = [len(register.rows(reader, condition)) for condition in every]
        assert [register.count(reader, condition) for condition in every] == numbers
        if every:
            assert register.counts(reader, *every) == numbers


def test_what_a_reader_may_not_see_is_nowhere(view: View, register: Register[Any]) -> None:
    nobody = replace(view, sight=NOBODY)
    seen = set(references(register.rows(nobody)))
    for reference in references(register.rows(view)):
        assert (register.one_row(nobody, reference) is not None) is (reference in seen)
    assert asked(register, nobody) == seen
    in_the_past = nobody.back_to(on=nobody.on, position=nobody.position - 1)
    assert set(references(register.rows(in_the_past))) <= seen


def test_an_item_that_there_is_not_has_no_row(view: View, register: Register[Any]) -> None:
    assert register.one_row(view, "RSK-1999-001") is None


# As a file, and between two moments


def test_a_file_has_the_columns_that_were_chosen_or_all(
    view: View, register: Register[Any]
) -> None:
    keys = [column.key for column in register.columns if column.exported]
    assert [column.key for column in register.exported()] == keys
    assert [column.key for column in register.exported(("version", "reference"))] == [
        "reference", "version",
    ]  # fmt: skip
    for row in register.rows(view):
        for column in register.columns:
            assert isinstance(column.words(row, view), str)
            assert isinstance(column.typed(row, view), str | int | date | None)
            column.held(row)


def test_between_a_moment_and_itself_everything_is_the_same(view: View, noun: Noun) -> None:
    compared = noun.compared
    assert compared
    rows = compared.rows(view, view)
    assert rows
    assert {row["change"] for row in rows} == {"same"}
    assert {column.key for column in compared.columns} >= {"change", *compared.shown}
    for row in rows:
        for column in compared.columns:
            assert isinstance(column.words(row, view), str)


def test_what_came_since_is_new(view: View, noun: Noun) -> None:
    compared = noun.compared
    assert compared
    before = view.back_to(on=date(2024, 1, 1), position=0)
    assert {row["change"] for row in compared.rows(before, view)} == {"new"}


# By an index


LONG = {
    name for name, noun in REGISTERS.items()
    if noun.register and any(question.by for question in noun.register.quick)
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(LONG))
@pytest.mark.parametrize("moment", ["now", "then"])
def test_a_page_in_the_usual_order_is_found_by_an_index(view: View, name: str, moment: str) -> None:
    register: Any = REGISTERS[name].register
    at = view if moment == "now" else view.back_to(on=view.on, position=view.position - 1)
    if moment == "now" and view.connection.dialect.name == "postgresql":
        lengthen(view, register)
    conditions = register.conditions(at, Asked())
    page = register.first(at, *conditions).params(most=50, skipped=4950)
    for query in (page, select(register.counted(at, *conditions))):
        plan = plan_of(at, query)
        assert f"ix_{name}_" in plan
        assert f"_{moment}" in plan
        assert f"SCAN {name}" not in plan
        assert f"Seq Scan on {name}" not in plan


@pytest.mark.parametrize("key", ["said_in_error_on", "redecision_on"])
def test_the_few_that_await_agreement_are_found_by_an_index(
    view: View, noun: Noun, key: str
) -> None:
    """As home asks for them, on every register."""
    register = noun.register
    if register is None or key not in register.table.c:
        return
    if view.connection.dialect.name == "postgresql":
        lengthen(view, register)
    few = register.counted(view, has_any(register.c[key]))
    assert f"ix_{register.table.name}_{key}_now" in plan_of(view, select(few))


def lengthen(view: View, register: Register[Any]) -> None:
    """Let the register have many rows, in this transaction alone, and PostgreSQL know of it: of a
    few it expects any index to be as quick as another, and may take that of the past to count."""
    table, nth = register.table, func.generate_series(1, 200).column_valued("nth")
    changed = {
        "since": table.c.since + 1_000_000 * nth,
        "until": table.c.until + 1_000_000 * nth,
        "reference": table.c.reference + "-" + cast(nth, Text),
    }
    columns = [changed.get(column.name, column).label(column.name) for column in table.columns]
    rows = select(*columns).where(table.c.since > nth * 0)  # all of them, each with each
    view.connection.execute(insert(table).from_select([*table.columns.keys()], rows))
    view.connection.exec_driver_sql(f"ANALYZE {table.name}")


def plan_of(view: View, query: Select[Any]) -> str:
    """How the database would answer a query, had it many rows."""
    explain = "EXPLAIN QUERY PLAN"
    if view.connection.dialect.name == "postgresql":
        explain = "EXPLAIN"
        for costly in ("seqscan", "sort", "bitmapscan"):
            view.connection.exec_driver_sql(f"SET LOCAL enable_{costly} = off")
    words = query.compile(view.connection, compile_kwargs={"literal_binds": True})
    lines = view.connection.exec_driver_sql(f"{explain} {words}").all()
    return "\n".join(str(line) for line in lines)


# How far it is counted


def test_rows_are_counted_only_so_far(view: View, register: Register[Any]) -> None:
    there = len(register.rows(view))
    for most in (1, there, there + 1):
        counted = view.connection.scalar(select(register.counted(view, most=most)))
        assert counted == min(most, there)


@pytest.mark.parametrize(
    ("page", "pages", "more"),
    [
        (Page([], 0), 0, False),
        (Page([{}] * 50, 50), 1, False),
        (Page([{}] * 50, 51), 2, True),
        (Page([{}], 51, 2), 2, False),
        (Page([{}] * 50, COUNTED, 200), 200, False),
        (Page([{}] * 50, UNCOUNTED, 200), None, True),
        (Page([{}] * 50, UNCOUNTED, 400), None, True),
        (Page([{}] * 49, UNCOUNTED, 401), None, False),
    ],
)
def test_a_page_knows_whether_there_is_another(page: Page, pages: int | None, more: bool) -> None:
    assert (page.pages, page.more) == (pages, more)


def test_a_page_says_how_many_there_are_as_far_as_they_were_counted() -> None:
    assert [Page([], total).total_words for total in (0, 9_999, COUNTED, UNCOUNTED)] == [
        "0", "9,999", "10,000", "more than 10,000",
    ]  # fmt: skip
    assert Page([], 1_001, counted_to=1_000).total_words == "more than 1,000"
