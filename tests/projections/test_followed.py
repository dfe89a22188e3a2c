"""What recommendations and actions have in common: what each move makes of the row of either."""

from __future__ import annotations

from typing import Any

import pytest

from application.doing.access import Person
from application.ledger.ledger import Ledger
from projections.actions.actions import ACTIONS
from projections.recommendations.follow_up import FOLLOW_UP
from tests.acts import POLICE, TEAM, do
from tests.following import SCRUTINEER, found, receive, set_action
from tests.reading import listed, row_of

Step = tuple[str, Person, dict[str, str]]
SHOWN: Step = (
    "add_evidence",
    POLICE,
    {"kind": "data", "title": "It", "link": "https://kent.example/it"},
)
CLAIMED: Step = ("submit", POLICE, {"claim": "Done."})
ASKED: Step = ("ask_redate", POLICE, {"due_on": "2027-01-31", "reason": "x"})


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (
            [("report_progress", POLICE, {"progress": "x", "on": "2026-05-10"})],
            {"status": "in_progress", "updated_on": "2026-05-12"},
        ),
        (
            [("assign_owner", TEAM, {"owner_role": "Head", "owner_agency": "nhs"})],
            {"owner_role": "Head", "owner_agency": "nhs"},
        ),
        ([SHOWN, SHOWN], {"evidence": 2}),
        ([ASKED], {"asked_due_on": "2027-01-31", "due_on": "2026-12-31", "moves": 0}),
        (
            [ASKED, ("approve_redate", TEAM, {})],
            {"asked_due_on": "", "due_on": "2027-01-31", "first_due_on": "2026-12-31", "moves": 1},
        ),
        (
            [ASKED, ("refuse_redate", TEAM, {"reason": "x"})],
            {"asked_due_on": "", "due_on": "2026-12-31", "moves": 0},
        ),
        (
            [SHOWN, CLAIMED],
            {"status": "submitted", "submitted_by": "c0ffee", "submitted_on": "2026-05-12",
             "verify_by": "2026-05-27"},
        ),
        (
            [SHOWN, CLAIMED, ("return_it", SCRUTINEER, {"reason": "x"})],
            {"status": "returned", "submitted_by": "", "submitted_on": "", "verify_by": "",
             "returned": 1},
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("noun", ["recommendation", "action"])
def test_a_row_follows_what_happens(
    ledger: Ledger, noun: str, steps: list[Step], expected: dict[str, Any]
) -> None:
    found(ledger)
    if noun == "action":
        reference, register = set_action(ledger), ACTIONS
    else:
        reference, register = receive(ledger), FOLLOW_UP
        if CLAIMED in steps:
            do(ledger, "recommendation.respond", reference, by=POLICE, response="accepted")
    for move, person, data in steps:
        do(ledger, f"{noun}.{move}", reference, by=person, **data)
    row = row_of(ledger, register, reference)
    assert {name: row[name] for name in expected} == expected
    assert listed(ledger, register, search=row["owner_role"]) == [reference]
