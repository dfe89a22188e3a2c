"""Drafts of minutes: whoever saves over another’s words is told, and nobody’s are lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from application.accounts.minute_drafts import (
    KEPT_FOR,
    NOTHING,
    MinuteDraft,
    draft_of,
    drafts_of,
    save_draft,
    settle_draft,
)
from application.accounts.side import SideRecords
from application.ledger.ledger import Ledger
from tests.application.accounts.conftest import NINE
from tests.databases import databases as databases  # on both dialects

MTG = "MTG-2026-001"


@pytest.fixture
def ledger(ledger_on_each: Ledger) -> Ledger:
    return ledger_on_each


def save(side: SideRecords, words: str, version: int, *, by: str = "anna", late: int = 0) -> bool:
    draft = MinuteDraft(words, "1", version, by)
    with side.writing() as connection:
        return save_draft(connection, MTG, 1, draft, now=NINE + timedelta(days=late))


def found(side: SideRecords, person: str = "") -> tuple[str, int]:
    with side.reading() as connection:
        draft = draft_of(connection, MTG, 1, person=person)
    return draft.words, draft.version


def test_each_save_over_what_was_seen_is_one_version_more(side: SideRecords) -> None:
    assert (save(side, "One", 0), save(side, "One, two", 1)) == (True, True)
    assert found(side) == ("One, two", 2)


def test_the_same_words_again_change_nothing_whatever_version_was_seen(side: SideRecords) -> None:
    save(side, "One", 0)
    assert save(side, "One", 0, by="ben")
    assert found(side) == ("One", 1)


def test_words_over_another_version_are_kept_beside_it_for_their_typist(side: SideRecords) -> None:
    save(side, "One", 0)
    assert not save(side, "Two", 0, by="ben")
    assert not save(side, "Three", 0, by="ben")
    assert found(side) == ("One", 1)
    assert found(side, "ben") == ("Two\n\nThree", 0)
    assert found(side, "anna") == ("", 0)
    assert save(side, "One, two and three", 1, by="ben")
    assert (found(side), found(side, "ben")) == (("One, two and three", 2), ("", 0))


def test_what_nobody_touched_for_months_goes(side: SideRecords) -> None:
    save(side, "One", 0)
    with side.writing() as connection:
        save_draft(
            connection, "MTG-2026-002", 1, MinuteDraft("Two", "1", 0, "anna"),
            now=NINE + KEPT_FOR + timedelta(days=1),
        )  # fmt: skip
        assert draft_of(connection, MTG, 1) == NOTHING


def test_words_that_are_in_the_minutes_are_kept_no_longer_and_what_is_typed_on_is(
    side: SideRecords,
) -> None:
    save(side, "One", 0)
    save(side, "Two", 0, by="ben")
    for words, left in (("Another", [("", "One"), ("ben", "Two")]), ("One", [("ben", "Two")])):
        with side.writing() as connection:
            settle_draft(connection, MTG, 1, words)
            found_now = drafts_of(connection, MTG)
        assert [(each.person, each.draft.words) for each in found_now] == left
    assert found(side) == ("", 1)
    assert save(side, "One, and more", 1), "the page that was open goes on from its version"
