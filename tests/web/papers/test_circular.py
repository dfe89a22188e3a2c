"""The Executive Circular: what it takes from meetings, and what it says where there is nothing."""

from __future__ import annotations

from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from tests.databases import Databases
from tests.web.deeds import ground
from tests.web.deeds.meetings import ITEM, PEOPLE, TEAM
from tests.web.doing import arrange
from tests.web.papers.reading import faults, made, words_of
from web.papers.pdf import pdf_of
from web.running.startup import open_ledger


def test_where_the_ledger_has_nothing_each_section_says_so(
    clock: FrozenDateTimeFactory, ledger: Ledger
) -> None:
    found = made(ledger, "circular")
    assert faults(pdf_of(found)) == []
    words = words_of(found)
    for sentence in (
        "No group has alerted the KSCMP Executive since",
        "Nothing waits for a decision.",
        "No score moved, and no risk came or went since",
        "No group below the KSCMP Executive is on record.",
        "No recommendation is late.",
        "No action is late.",
        "No recommendation of a practice review is open.",
        "Nothing was noted of what was learned from disputes since.",
        "None is at the KSCMP Executive or beyond.",
        "No commission is open.",
        "The ledger has no record of good practice.",
        "The ledger holds no Strategic Plan, and no meeting to come has it in its plan.",
        "No date is on record.",
    ):
        assert sentence in words, sentence


def test_it_tells_what_a_group_alerted_the_executive_to_but_for_what_is_restricted(
    clock: FrozenDateTimeFactory, sqlite_databases: Databases
) -> None:
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        secret = ("add_item", {**ITEM[1], "title": "Conduct", "restricted": "yes"}, TEAM)
        arrange(ledger, "meeting", "MTG-2026-001", [
            ITEM, secret, ("open", {}, TEAM), *PEOPLE,
            *(
                ("record_statement", {"item": item, "kind": "alert", "words": words}, TEAM)
                for item, words in (("1", "Rotas fail."), ("2", "An agency hides it."))
            ),
        ])  # fmt: skip
        words = words_of(made(ledger, "circular"))
        assert "Rotas fail. SAAS, MTG-2026-001\n" in words
        assert "hides" not in words
        ledger.close()
