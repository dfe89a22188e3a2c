"""What has changed since something was decided: on the page, in the register and in the history."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.acts import record as record_risk
from tests.kent import load_placeholder
from tests.web.conftest import Visit
from tests.web.deeds.actions import VERIFIED as ACTION_VERIFIED
from tests.web.deeds.actions import set_action
from tests.web.deeds.disputes import AGREED
from tests.web.deeds.disputes import record as record_dispute
from tests.web.doing import VERIFIED, arrange, receive

TAG = "Changed since decided"


def closed_risk(ledger: Ledger) -> str:
    reference = record_risk(ledger, raised_in="saas")
    do(ledger, "risk.close", reference, closing="managed", reason="It is held.")
    return reference


def verified(ledger: Ledger) -> str:
    reference = receive(ledger)
    arrange(ledger, "recommendation", reference, VERIFIED)
    return reference


def verified_action(ledger: Ledger) -> str:
    reference = set_action(ledger)
    arrange(ledger, "action", reference, ACTION_VERIFIED)
    return reference


def agreed(ledger: Ledger) -> str:
    load_placeholder(ledger)
    reference = record_dispute(ledger)
    arrange(ledger, "dispute", reference, AGREED)
    return reference


@pytest.mark.parametrize(
    ("noun", "decided"),
    [
        ("risk", closed_risk), ("recommendation", verified), ("action", verified_action),
        ("dispute", agreed),
    ],
)  # fmt: skip
def test_evidence_that_came_after_a_decision_is_told_wherever_the_item_is(
    noun: str,
    decided: Callable[[Ledger], str],
    clock: FrozenDateTimeFactory,
    ledger: Ledger,
    visit: Visit,
) -> None:
    reference, reader = decided(ledger), visit(Role.AUDITOR)
    page, register = f"/{noun}s/{reference}?show=history", f"/{noun}s?status=all"
    assert "Nothing that it rests on has changed since." in reader.get(page).words
    assert TAG not in reader.get(page).words
    assert reader.get(f"{register}&changed=yes").rows == []

    file = {"name": "second.txt", "content": "Something else."}
    do(ledger, f"{noun}.add_evidence", reference, kind="data", title="A second look", file=file)
    found = reader.get(page)
    told = f"Added evidence {len(ledger.history(reference)) and found.words.count('Added by')}"
    assert found.links[f"{told}: A second look."] == f"#position-{ledger.position()}"
    entry = next(found.main.every("li", class_="ledger-timeline__entry"))
    assert TAG in entry.words
    [row] = reader.get(f"{register}&changed=yes").rows
    assert reference in row
    assert any(TAG in cell for cell in row)
    columns = f"/{noun}s.csv?status=all&columns=reference,changed_since_decided"
    assert f"{reference},Yes" in reader.ask("GET", columns).text
