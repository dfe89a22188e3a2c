"""Owners, numbers and percentages as trackers have them."""

from __future__ import annotations

import pytest

from application.importing.actions.rows import ACTION_FILES
from application.importing.files.cells import read_cell
from application.importing.importable import Importable
from application.importing.published.owners import PublishedOwner, read_owner
from application.importing.published.statuses import Reported, read_status
from application.importing.recommendations.rows import RECOMMENDATION_FILES
from application.importing.reports import RowReport
from application.importing.risks.rows import RISK_FILES
from application.ledger.ledger import Ledger
from domain.recommendations.recommendation import Recommendation
from tests.loading import load, only, sheet

NAMES = {"kent police": "kent-police", "nhs kent and medway": "icb", "kcc": "kcc"}


def called(words: str) -> str:
    return NAMES.get(" ".join(words.casefold().split()), "")


@pytest.mark.parametrize(
    "words",
    ["12;#Kent Police;#15;#NHS Kent and Medway", ";#Kent Police;#NHS Kent and Medway;#",
     "Kent Police;#NHS Kent and Medway", "Kent Police\nNHS Kent and Medway",
     "Kent Police / NHS Kent and Medway"],
)  # fmt: skip
def test_several_agencies_in_a_cell_are_each_found(words: str) -> None:
    assert read_owner(read_cell(words).words, called) == PublishedOwner(("kent-police", "icb"))


def test_an_address_tells_whose_it_is_and_is_kept() -> None:
    address = "jane.example@kent.police.uk"
    assert read_owner(address, called) == PublishedOwner(("kent-police",), address)
    assert read_owner("jane@example.org", called) == PublishedOwner((), "jane@example.org")


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("100%", Reported.CLAIMED), ("75% complete", Reported.IN_PROGRESS), ("0 %", Reported.OPEN),
        ("Overdue", None), ("Not complete", None), ("120%", None),
        ("C\u0336o\u0336m\u0336p\u0336l\u0336e\u0336t\u0336e\u0336d\u0336", None),
    ],
)  # fmt: skip
def test_a_status_says_how_far_it_has_come(words: str, meaning: Reported | None) -> None:
    assert read_status(words) is meaning


def loaded(ledger: Ledger, **cells: str) -> tuple[Recommendation, RowReport]:
    row = {"source type": "internal audit", "source title": "Audit", "gist": "Do it"}
    named = {name.replace("_", " "): words for name, words in cells.items()}
    told = only(load(ledger, sheet({**row, **named}), RECOMMENDATION_FILES))
    return ledger.get(Recommendation, told.reference), told


@pytest.mark.parametrize("words", ["75%", "75", "0.75"])
def test_a_percentage_is_read_with_its_column(ledger: Ledger, words: str) -> None:
    item, _ = loaded(ledger, percent_complete=words)
    assert (item.reported, item.status) == ("75% complete", "in_progress")


@pytest.mark.parametrize("number", ["1.1, 1.2a and 1.3", "R1 & R2", "4; 5"])
def test_several_numbers_in_a_cell_are_flagged(ledger: Ledger, number: str) -> None:
    _, told = loaded(ledger, rec_ref=number)
    assert told.flags[0].startswith(f"Number “{number}” is of several recommendations")


def test_a_number_that_became_a_date_is_flagged(ledger: Ledger) -> None:
    _, told = loaded(ledger, rec_ref="01-Feb")
    assert told.flags[0] == "Number “01-Feb” looks like a date that a spreadsheet made of a number."


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        (RISK_FILES, {"title": "Too few places", "owner role": "jane.example@kent.police.uk"}),
        (RECOMMENDATION_FILES, {"source type": "internal audit", "source title": "Audit",
                                "gist": "Do it", "owner": "Jane <jane@example.org>"}),
        (ACTION_FILES, {"action": "Do it", "raised on": "2026-01-01", "owner": "jane@example.org"}),
    ],
    ids=["risks", "recommendations", "actions"],
)  # fmt: skip
def test_an_address_in_the_place_of_a_role_is_flagged(
    ledger: Ledger, kind: Importable, cells: dict[str, str]
) -> None:
    told = only(load(ledger, sheet(cells), kind))
    assert [flag for flag in told.flags if "is an e-mail address and no role" in flag]
