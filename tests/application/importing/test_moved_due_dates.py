"""A due date that was moved elsewhere: the revised one is due, the original one was the first."""

from __future__ import annotations

from typing import Any

import pytest

from application.importing.actions.rows import ACTION_FILES
from application.importing.importable import Importable
from application.importing.recommendations.rows import RECOMMENDATION_FILES
from application.ledger.ledger import Ledger
from domain.kernel.followed import Followed
from tests.loading import load, sheet


def loaded(ledger: Ledger, kind: Importable, **cells: str) -> tuple[Followed, tuple[str, ...]]:
    row = {"action" if kind is ACTION_FILES else "recommendation": "Reconcile monthly",
           "audit title": "Council tax audit", "raised on": "1 January 2026"}  # fmt: skip
    words = {heading.replace("_", " "): said for heading, said in cells.items()}
    (told,) = load(ledger, sheet({**row, **words}), kind).rows
    assert told.reference, told.reason
    return ledger.get(Followed, told.reference), told.flags


DATES = [
    ({"original_target_date": "31/03/2026", "revised_target_date": "31/03/2027"}, 1),
    ({"due_date": "31/03/2026", "revised_due_date": "31/03/2027"}, 1),
    ({"due_date": "31/03/2027", "original_due_date": "31/03/2026"}, 1),
    ({"due_date": "31/03/2026 (extended to 31/03/2027)"}, 1),
    ({"due_date": "31 March 2026\nRevised: 31 March 2027"}, 1),
    ({"due_date": "31/03/2027", "revised_due_date": "N/A"}, 0),
    ({"original_due_date": "", "revised_due_date": "31/03/2027"}, 0),
    ({"original_due_date": "31/03/2027", "revised_due_date": ""}, 0),
]


@pytest.mark.parametrize("kind", [RECOMMENDATION_FILES, ACTION_FILES], ids=lambda kind: kind.noun)
@pytest.mark.parametrize(("cells", "moves"), DATES)
def test_the_revised_date_is_due_and_the_original_one_was_the_first(
    ledger: Ledger, kind: Importable, cells: dict[str, str], moves: int
) -> None:
    item, _ = loaded(ledger, kind, **cells)
    first = "2026-03-31" if moves else "2027-03-31"
    assert (item.due_on, item.first_due_on, item.moves) == ("2027-03-31", first, moves)


def test_a_revised_date_that_is_none_leaves_the_one_before_and_is_flagged(ledger: Ledger) -> None:
    cells: dict[str, Any] = {"due_date": "31/03/2026", "revised_due_date": "soon"}
    item, flags = loaded(ledger, RECOMMENDATION_FILES, **cells)
    assert (item.due_on, item.moves) == ("2026-03-31", 0)
    assert flags[0] == (
        "Revised due date “soon” comes to no date, so the date before counts; the words are kept."
    )
