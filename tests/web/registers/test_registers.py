"""What every register does alike: on its page, in its files, and on the command line.

Which rows each filter is about is a matter of its own register, and tested there.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from freezegun import freeze_time

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from projections.filters import Containing, Filter, OfAgencyWith, Tick
from projections.register import Asked, Register
from projections.view import View
from tests.databases import Databases
from tests.databases import databases as databases  # the dialects differ in what they order
from tests.web.commanding import Scrutiny
from tests.web.conftest import Visit
from tests.web.deeds.lived import LONG_AFTER, lived
from tests.web.page import Element, Page
from tests.web.visitor import Visitor
from tests.web.workbooks import sheet
from web.moments import look
from web.nouns import LISTED
from web.running.startup import open_ledger

# The list of redactions is for three roles alone: tests/web/pages/test_redactions.py.
every_register = pytest.mark.parametrize("noun", [each for each in LISTED if each != "redactions"])
TITLES = {
    "disputes": "Disputes",
    "risks": "Partnership Risk Register",
    "recommendations": "Recommendations",
    "actions": "Actions",
    "meetings": "Meetings",
    "decisions": "Decisions",
    "commissions": "Commissions",
    "forward_plan": "Forward plan",
    "groups": "Groups",
}


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    with databases.lend(databases.prepare(lived)) as url:
        yield url


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    """A partnership in which there is some of everything, on 5 October 2026."""
    ledger = open_ledger(url)
    with freeze_time(LONG_AFTER, ignore=["_pytest.timing"]):
        yield ledger
    ledger.close()


@pytest.fixture
def reader(visit: Visit) -> Visitor:
    """Somebody who sees everything and changes nothing."""
    return visit(Role.AUDITOR)


def register_of(noun: str) -> Register[Any]:
    register = LISTED[noun].register
    assert register is not None
    return register


def rows(page: Page) -> list[str]:
    """The references on a page; beside one stands where it is said to be recorded in error."""
    return [row[0].split()[0] for row in page.rows]


def in_file(visitor: Visitor, address: str, form: str) -> list[str]:
    """The references in a download."""
    answer = visitor.ask("GET", address)
    assert answer.status_code == 200
    if form == "JSON":
        document = json.loads(answer.data)
        return [row["reference"] for row in document[address[1:].partition(".")[0]]]
    if form == "Excel":
        _, _, headings, *found = sheet(answer.data)
        return [str(row[headings.index("Reference")]) for row in found]
    text = answer.data.decode("utf-8-sig")
    return [row["Reference"] for row in csv.DictReader(io.StringIO(text))]


def heads(page: Page) -> list[Element]:
    """The headings of the table."""
    return list(page.main.first("thead").every("th"))


def head_of(heading: Element) -> str:
    """What a heading says, without what it sorts by."""
    return heading.words.partition(", sort ")[0]


def removals(page: Page) -> dict[str, str]:
    """Each filter in force, with where it is taken away."""
    mark = "Remove filter: "
    return {
        words.removeprefix(mark).removesuffix(" ✕"): href
        for words, href in page.links.items()
        if words.startswith(mark)
    }


def values_of(noun: str, ledger: Ledger) -> dict[str, dict[str, str]]:
    """The values of each filter of a register, each with the words for it in force."""
    with ledger.reading() as connection:
        view = look(ledger, connection)
        return {
            key: {value: each.words(value, view) for value in _values(each, view)}
            for key, each in register_of(noun).filters.items()
        }


def _values(offered: Filter, view: View) -> list[str]:
    if isinstance(offered, Containing):
        return ["2026-001", "nothing of the kind"]
    if isinstance(offered, OfAgencyWith):
        return ["kent-police", "cafcass", "atlantis"]
    return [value for value, _ in offered.options(view)]


@every_register
def test_each_filter_narrows_the_page_and_its_file_alike_and_can_be_taken_away(
    noun: str, ledger: Ledger, reader: Visitor
) -> None:
    every = set(rows(reader.get(f"/{noun}?status=all")))
    usual = rows(reader.get(f"/{noun}"))
    for key, values in values_of(noun, ledger).items():
        usual_value, sizes = register_of(noun).filters[key].usual, set()
        for value, words in values.items():
            address = f"/{noun}?{urlencode({'status': 'all', key: value})}"
            page = reader.get(address)
            found = rows(page)
            sizes.add(len(found))
            assert in_file(reader, page.links["JSON"], "JSON") == found, address
            assert (words in removals(page)) == (value != usual_value)
            if key == "status" and value != usual_value:
                assert rows(reader.get(f"/{noun}{removals(page)[words]}")) == usual
        assert any(0 < size < len(every) for size in sizes), f"{noun} are all alike in {key}"


@every_register
def test_each_file_holds_what_the_page_lists_with_its_marking(noun: str, reader: Visitor) -> None:
    page = reader.get(f"/{noun}?status=all&search=2026-00&sort=-reference")
    found = rows(page)
    assert len(found) > 2
    for form in ("CSV", "Excel", "JSON"):
        address = page.links[form]
        assert in_file(reader, address, form) == found
        answer = reader.ask("GET", address)
        assert f"{noun}-as-at-2026-10-05-position-" in answer.headers["Content-Disposition"]
        if form == "Excel":
            (marking, *_), *_ = sheet(answer.data)
            assert str(marking).startswith(f"{TITLES[noun]}, as at 5 October 2026, log position ")
            assert str(marking).endswith(". OFFICIAL-SENSITIVE")
        else:
            assert "OFFICIAL-SENSITIVE" in answer.text


@every_register
def test_a_heading_sorts_by_its_column_and_then_the_other_way(noun: str, reader: Visitor) -> None:
    page = reader.get(f"/{noun}?status=all")
    sortable = [head_of(each) for each in heads(page) if [*each.every("a")]]
    assert len(sortable) > 3
    for words in sortable:
        page = reader.get(f"/{noun}?status=all&sort=x")
        orders = {}
        for _ in range(2):
            heading = next(each for each in heads(page) if head_of(each) == words)
            page = reader.get(f"/{noun}{heading.first('a')['href']}")
            (by,) = [each for each in heads(page) if each["aria-sort"]]
            assert head_of(by) == words
            orders[by["aria-sort"]] = rows(page)
            assert in_file(reader, page.links["JSON"], "JSON") == rows(page)
        assert orders.keys() == {"ascending", "descending"}
        assert sorted(orders["ascending"]) == sorted(orders["descending"])
        assert orders["ascending"] != orders["descending"]


@every_register
def test_it_is_read_as_at_any_moment_and_leads_on_at_that_moment(
    noun: str, ledger: Ledger, reader: Visitor
) -> None:
    register, last = register_of(noun), ledger.position()
    for moment, asked in (("2026-06-15", "2026-06-15"), (f"#{last}", f"%23{last}")):
        with ledger.reading() as connection:
            every = register.asked(look(ledger, connection, moment), Asked({"status": "all"}))
        there = {row["reference"] for row in every}
        page = reader.get(f"/{noun}?status=all&as-at={asked}")
        assert set(rows(page)) == there
        assert "You are looking at the ledger as it stood on" in page.root.words
        assert set(in_file(reader, page.links["CSV"], "CSV")) == there
        item = reader.get(page.links[rows(page)[0]])
        assert "You are looking at the ledger as it stood on" in item.root.words
        assert not [*item.main.every("form")]
    for words in ("nonsense", "2126-01-01", "%23999999"):
        assert reader.get(f"/{noun}?as-at={words}", status=422).heading


@every_register
def test_the_columns_that_are_asked_for_are_shown_and_filed(noun: str, reader: Visitor) -> None:
    page = reader.get(f"/{noun}?columns=reference,status")
    assert [head_of(each) for each in heads(page)] == ["Reference", "Status"]
    (first, *_) = reader.ask("GET", page.links["CSV"]).data.decode("utf-8-sig").splitlines()
    assert first == "Reference,Status,As at,Log position,Ledger,Checkpoint,Handling"


@every_register
def test_the_form_shows_what_is_in_force(noun: str, reader: Visitor) -> None:
    ticks = [key for key, each in register_of(noun).filters.items() if isinstance(each, Tick)]
    page = reader.get(f"/{noun}?status=all&search=flood&{ticks[0]}=yes")
    chosen = [each["value"] for each in page.main.every("option") if "selected" in each.attributes]
    ticked = [each["id"] for each in page.main.every("input") if "checked" in each.attributes]
    assert "all" in chosen
    assert ticked == ticks[:1]
    assert page.main.first("input", name="search")["value"] == "flood"
    assert page.links["Clear all"] == f"/{noun}"
    assert f"No {register_of(noun).one} matches." in page.words or page.rows


@every_register
def test_the_command_line_takes_the_same_filters_and_sorts(
    noun: str, url: str, ledger: Ledger, reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny, register = Scrutiny(url, monkeypatch), register_of(noun)

    def listed(*more: str) -> list[str]:
        said = scrutiny.says("list", noun, "--status", "all", "--format", "json", *more)
        return [row["reference"] for row in json.loads(said)[noun]]

    for key, values in values_of(noun, ledger).items():
        value, is_tick = next(iter(values)), isinstance(register.filters[key], Tick)
        option = [f"--{key.replace('_', '-')}", *([] if is_tick else [value])]
        page = reader.get(f"/{noun}?{urlencode({'status': 'all', key: value})}")
        assert listed(*option) == rows(page), option
    for sort in register.sorts:
        found = in_file(reader, f"/{noun}.json?status=all&sort=-{sort}", "JSON")
        assert listed("--sort", f"-{sort}") == found, sort


@every_register
def test_every_role_is_shown_and_given_only_what_it_may_see(
    noun: str, ledger: Ledger, visit: Visit
) -> None:
    for role in Role:
        visitor = visit(role)
        page = visitor.get(f"/{noun}?status=all")
        for form in ("CSV", "Excel", "JSON"):
            assert in_file(visitor, page.links[form], form) == rows(page)
        narrow = noun == "risks" and role in (Role.SAAS_CHAIR, Role.SAAS_MEMBER)
        assert len(rows(page)) == (5 if narrow else register_size(noun, ledger)), role


def register_size(noun: str, ledger: Ledger) -> int:
    """How many there are, those that were recorded in error as well."""
    with ledger.reading() as connection:
        every = register_of(noun).asked(look(ledger, connection), Asked({"status": "all"}))
    return len(every)
