"""Nobody can lay hands on what a file will become, or learn of it, by guessing the ids of its rows.

What a row says is no secret: a register is published, and its numbers can be counted. So whoever
may record a risk could work out beforehand by which id the row will be known again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from application.importing import row_commands
from application.ledger.identity import identity_of, take_over
from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError, NotFoundError
from domain.partnership.agency import Agency
from domain.risks.risk import Risk
from tests.acts import POLICE, do, join, record
from tests.databases import Databases
from tests.databases import databases as databases  # on both dialects
from tests.loading import load, only, refusals, sheet
from tests.round_trips import exported, loaded
from web.nouns import LOADED
from web.running.startup import open_ledger

ROW: dict[str, Any] = {
    "register body": "Sandwell MBC", "risk ref": "4", "title": "Children’s social care",
    "current score": "20", "as at": "2025-03-31",
}  # fmt: skip
NUMBER = "4 of sandwell mbc"


def guesses() -> list[str]:
    """Whatever somebody who reads this program could take for the id of the row."""
    by_number = row_commands.by_number("risks", NUMBER)
    edition = row_commands.by_edition("risks", by_number, "2025-03-31")
    digest = hashlib.sha256(json.dumps(["risks", NUMBER], sort_keys=True).encode()).hexdigest()
    return [by_number.id, edition.id, digest, NUMBER]


@pytest.fixture
def planted(ledger_on_each: Ledger) -> tuple[Ledger, list[str]]:
    """The ledger, and the risks with which a member has tried to be there first."""
    join(ledger_on_each)
    risks = [
        do(ledger_on_each, "risk.record", by=POLICE, command=guess, kind="risk", title=str(at))
        for at, guess in enumerate(guesses())
    ]
    return ledger_on_each, [each.reference for each in risks]


def test_what_a_file_says_is_not_added_to_a_risk_that_somebody_planted(
    planted: tuple[Ledger, list[str]],
) -> None:
    ledger, references = planted
    row = only(load(ledger, sheet(ROW)))
    assert row.result.value == "loaded"
    assert row.reference not in references
    assert ledger.get(Risk, row.reference).title == ROW["title"]
    later = only(load(ledger, sheet(ROW | {"as at": "2025-06-30", "current score": "25"})))
    assert later.reference == row.reference
    for planted_risk in references:
        assert ledger.get(Risk, planted_risk).version == 1


def test_what_a_file_became_is_not_told_to_whoever_guesses_the_id_of_its_row(
    ledger_on_each: Ledger,
) -> None:
    join(ledger_on_each)
    hidden = only(load(ledger_on_each, sheet(ROW))).reference
    for guess in guesses():
        outcome = do(
            ledger_on_each, "risk.record", by=POLICE, command=guess, kind="risk", title="A risk"
        )
        assert not outcome.repeated
        assert outcome.reference != hidden


@pytest.fixture
def elsewhere(databases: Databases) -> Iterator[Ledger]:
    """The county's ledger, which is another one."""
    with databases.lend(databases.prepare()) as url:
        ledger = open_ledger(url)
        with ledger.writing() as connection:
            origin = f"scrutiny-ledger/{uuid4()}"
            take_over(connection, replace(identity_of(connection), origin=origin))
        join(ledger)
        yield ledger
        ledger.close()


@pytest.mark.parametrize("told", [True, False], ids=["told", "taken out"])
def test_another_ledgers_risk_is_not_added_to_one_that_was_planted_under_its_reference(
    ledger_on_each: Ledger, elsewhere: Ledger, *, told: bool
) -> None:
    """Its title was read out in a meeting, and its reference could be waited for."""
    join(ledger_on_each)
    real = record(elsewhere, "Too few places", raised_in="saas", likelihood="5", impact="5")
    planted = do(ledger_on_each, "risk.record", by=POLICE, kind="risk", title="Too few places")
    assert planted.reference == real
    text = exported(elsewhere, LOADED["risks"])
    row = only(loaded(ledger_on_each, LOADED["risks"], text if told else without_ledger(text)))
    if told:
        assert row.result.value == "loaded"
        assert row.reference != planted.reference
        assert ledger_on_each.get(Risk, planted.reference).version == 1
    else:
        assert row.reference == planted.reference, "then its title alone tells"


def without_ledger(text: str) -> str:
    """The file, after somebody has emptied the column that says which ledger it is of."""
    return re.sub(r"scrutiny-ledger/[0-9a-f-]+", "", text)


def test_an_item_of_another_kind_is_never_what_an_earlier_row_led_to(ledger: Ledger) -> None:
    agency = join(ledger)
    ledger.once(
        row_commands.by_number("risks", NUMBER),
        "other content",
        lambda: (ledger.get(Agency, agency), ()),
        permit=lambda first: None,
    )
    report = load(ledger, sheet(ROW))
    assert refusals(report) == [(2, "", "What this row led to before is not yours to see.")]
    assert not report.kept


@pytest.mark.parametrize("hidden", [True, False], ids=["hidden", "absent"])
def test_an_item_that_is_named_in_a_form_is_refused_hidden_and_absent_alike(
    ledger: Ledger, *, hidden: bool
) -> None:
    join(ledger)
    reference = do(ledger, "risk.record", kind="risk", title="Hidden").reference
    reference = reference if hidden else "RSK-2020-009"
    with pytest.raises(NotFoundError) as refused:
        do(ledger, "risk.review", reference, by=POLICE, finding="x")
    assert refused.value.sentence == f"There is no risk {reference}."


def test_an_item_of_another_kind_is_refused_as_if_it_were_not_there(ledger: Ledger) -> None:
    agency = join(ledger)
    risk = do(ledger, "risk.record", kind="risk", title="A risk").reference
    for wrong in (agency, "RSK-2020-009", "nonsense"):
        with pytest.raises(DomainError) as refused:
            do(ledger, "risk.review", wrong, finding="x")
        assert refused.value.sentence == f"There is no risk {wrong}."
    with pytest.raises(DomainError) as refused:
        do(ledger, "action.submit", risk, claim="x")
    assert refused.value.sentence == f"There is no action {risk}."
