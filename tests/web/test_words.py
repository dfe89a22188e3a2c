"""Each page explains the words that it uses: in plain words, and where they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pytest
from flask import Flask
from freezegun import freeze_time

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.databases import Databases
from tests.reading_age import longest_sentence, reading_age
from tests.web.conftest import Visit
from tests.web.deeds.lived import LONG_AFTER, lived
from tests.web.page import Page
from web.about.meanings import MEANINGS, USED
from web.nouns import LISTED
from web.running.startup import open_ledger

WITHOUT = {"about", "sign_in", "imported_files"}
"""Where nobody is signed in, or where there is no page."""
ELSEWHERE = [
    "/", "/executive", "/scrutineer", "/audit", "/changes?from=2026-01-01", "/search", "/agencies",
    "/agencies/kent-police", "/agencies/kent-police/awaited", "/people", "/procedure", "/proof",
    "/partnership", "/partnership/guidance", "/partnership/holidays", "/themes", "/terms",
    "/account", "/risks/import", "/risks/quarters", "/recommendations/tables", "/actions/log",
    "/disputes/conformance", "/reads", "/people/accounts", "/recommendations/several",
]  # fmt: skip


@pytest.fixture
def ledger(databases: Databases) -> Iterator[Ledger]:
    """A partnership in which there is some of everything."""
    with databases.lend(databases.prepare(lived)) as url:
        ledger = open_ledger(url)
        with freeze_time(LONG_AFTER, ignore=["_pytest.timing"]):
            yield ledger
        ledger.close()


@pytest.fixture
def pages(app: Flask, visit: Visit) -> Mapping[str, Page]:
    """Registers, items, forms and all else, each by its address."""
    auditor, team, administrator = map(
        visit, (Role.AUDITOR, Role.BUSINESS_TEAM, Role.ADMINISTRATOR)
    )
    found: dict[str, Page] = {}
    for noun in LISTED:
        address = f"/{noun}?status=all"
        found[address] = auditor.get(address)
        item = f"/{noun}/{found[address].rows[-1][0].split()[0]}"
        found[item] = team.get(item) if noun in ("risks", "disputes") else auditor.get(item)
        found[f"/history{item.removeprefix(f'/{noun}')}"] = auditor.get(
            f"/history{item.removeprefix(f'/{noun}')}"
        )
        if team.ask("GET", f"/{noun}/new").status_code == 200:
            found[f"/{noun}/new"] = team.get(f"/{noun}/new")
    for address in ELSEWHERE:
        for visitor in (auditor, team, administrator):
            if visitor.ask("GET", address).status_code == 200:
                found[address] = visitor.get(address)
                break
    return found


def explained(page: Page) -> list[str]:
    """The words that the help of a page explains."""
    [help_] = page.root.every("details", class_="ledger-words")
    return [each.words for each in help_.every("dt")]


def test_every_register_item_and_form_explains_words_that_it_uses(
    app: Flask, pages: Mapping[str, Page]
) -> None:
    assert len(pages) > 50
    assert [address for address, page in pages.items() if not explained(page)] == []
    addresses, texts = app.url_map.bind(""), defaultdict(str)
    for address, page in pages.items():
        endpoint, _ = addresses.match(address.partition("?")[0])
        texts[str(endpoint).partition(".")[0]] += page.main.words.lower()
    unused = {
        f"{pages_of}: {word}"
        for pages_of, text in texts.items()
        for word in USED[pages_of]
        if not set(_forms(word)) & {each for each in _forms(word) if each in text}
    }
    assert not unused, "\n".join(sorted(unused))


def _forms(word: str) -> list[str]:
    """A word as sentences have it: whole, or without what changes at its end."""
    lower = word.lower()
    return [
        lower,
        lower.removesuffix("d"),
        lower.removesuffix("y") + "ies",
        lower[: len(lower) - 2],
    ]


def test_every_room_of_pages_has_words_and_every_word_is_used(app: Flask) -> None:
    rooms = {name for name in app.blueprints if name not in WITHOUT and "." not in name}
    assert set(USED) == rooms
    assert [name for name, words in USED.items() if not words] == ["words"]
    assert {word for words in USED.values() for word in words} == set(MEANINGS)
    assert [name for name, words in USED.items() if len(set(words)) != len(words)] == []


def test_what_words_mean_is_said_in_plain_words() -> None:
    meanings = [each.format_map(defaultdict(lambda: "SAAS")) for each in MEANINGS.values()]
    assert reading_age(" ".join(meanings)) <= 9
    assert [each for each in meanings if longest_sentence(each) > 20] == []


def test_all_words_stand_on_one_page(visit: Visit) -> None:
    page = visit(Role.AUDITOR).get("/words")
    assert page.heading == "What the words mean"
    assert [each.words for each in page.main.every("dt")] == sorted(MEANINGS)
    assert "{" not in page.main.words
