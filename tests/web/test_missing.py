"""What is missing from a form is told all at once, and nothing that is optional is ever missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from werkzeug.test import TestResponse

from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from tests.databases import Databases
from tests.web.conftest import Visit
from tests.web.deeds import DEEDS, ITEMS, ground
from tests.web.doing import arrange
from tests.web.page import Page
from tests.web.test_forms import noun, open_form
from tests.web.visitor import Visitor, fill_in
from web.running.startup import open_ledger

IN_THE_MANNER = re.compile(r"(Enter|Select|Record) \S.*[^?]\.")


@pytest.fixture
def ledger(sqlite_databases: Databases, clock: FrozenDateTimeFactory) -> Iterator[Ledger]:
    """The ledger of a partnership with two items of each kind."""
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


@pytest.fixture
def form(ledger: Ledger, name: str, visitor: Visitor) -> Page:
    """The form of the intent of that name, on an item with which it can be done."""
    reference = ITEMS[noun(name)][1]
    if not CATALOGUE[name].creates:
        arrange(ledger, noun(name), reference, DEEDS[name].given)
    return open_form(visitor, name, reference)


@pytest.fixture
def visitor(name: str, visit: Visit) -> Visitor:
    """Somebody who may do it."""
    return visit(DEEDS[name].by)


@pytest.mark.parametrize("name", DEEDS)
def test_an_empty_form_is_told_all_that_it_must_have(
    name: str, form: Page, visitor: Visitor
) -> None:
    fields = CATALOGUE[name].asks.fields
    empty = emptied(form)
    lacking = {
        each: field.missing
        for each, field in fields.items()
        if field.required and not empty.get(each)
    }
    if not lacking:
        return
    page = Page(sent(visitor, form, empty).text)
    told = {field_of(target): words for words, target in page.errors.items()}
    assert lacking.items() <= told.items()
    assert [words for words in page.errors if not IN_THE_MANNER.fullmatch(words)] == []
    assert not told.keys() & optional(page)


@pytest.mark.parametrize("name", DEEDS)
def test_no_field_that_is_called_optional_is_refused_as_missing(
    name: str, form: Page, visitor: Visitor
) -> None:
    """What is required is filled in, then what is asked for besides, until it is done."""
    typed, fields = DEEDS[name].typed, CATALOGUE[name].asks.fields
    there = {each: words for each, words in form.filled_in.items() if each in fields and words}
    given = {each: words for each, words in {**there, **typed}.items() if fields[each].required}
    while (answer := sent(visitor, form, emptied(form) | filled(form, given))).status_code == 422:
        page = Page(answer.text)
        told = {field_of(target) for target in page.errors.values()}
        assert told, page.words
        assert not told & optional(page), page.errors
        asked = {each: typed[each] for each in told & typed.keys()} or typed
        assert asked.keys() - given.keys(), page.errors
        given |= asked
    assert answer.status_code == 303


def emptied(form: Page) -> dict[str, Any]:
    """What the form sends where everything that can be emptied is empty."""
    kept = {"csrf_token", "version", "command"}
    hidden = {each["name"] for each in form.form.every("input") if each["type"] == "hidden"}
    return {name: words if name in kept | hidden else "" for name, words in form.filled_in.items()}


def filled(form: Page, typed: dict[str, str]) -> dict[str, Any]:
    """What of that is sent for what was typed."""
    whole = fill_in(form, **typed)
    return {
        name: words
        for name, words in whole.items()
        if re.sub("-(day|month|year)$", "", name) in typed
    }


def sent(visitor: Visitor, form: Page, data: dict[str, Any]) -> TestResponse:
    """The answer to the form with that in it."""
    return visitor.ask("POST", form.form["action"], {"csrf_token": visitor.token} | data)


def field_of(target: str) -> str:
    """The name of the field that an error leads to."""
    return target.removeprefix("#").removesuffix("-day")


def optional(page: Page) -> set[str]:
    """The fields that the form calls optional."""
    labels = {each["for"] for each in page.form.every("label") if each.words.endswith("(optional)")}
    groups = {
        next(each.every("input"))["name"].removesuffix("-day")
        for each in page.form.every("fieldset")
        if each.first("legend").words.endswith("(optional)")
    }
    return labels | groups
