"""What was recorded in error, on the site: who is asked, what the page says, where it is found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.item import KINDS
from domain.kernel.mending.in_error import MayBeInError
from domain.kernel.terms import Role
from domain.risks.risk import Risk
from tests.acts import do
from tests.databases import Databases
from tests.web.conftest import Visit
from tests.web.deeds import ITEMS, ground
from web.running.startup import open_ledger

NOUNS = [kind.word for kind in KINDS if issubclass(kind, MayBeInError) and kind.word in ITEMS]
SAID = "Said to be recorded in error, agreement awaited"


@pytest.fixture
def ledger(sqlite_databases: Databases, clock: FrozenDateTimeFactory) -> Iterator[Ledger]:
    """The ledger of a partnership with two items of each kind."""
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


@pytest.mark.parametrize("noun", NOUNS)
def test_one_says_so_another_is_asked_on_home_and_agrees(
    noun: str, ledger: Ledger, visit: Visit
) -> None:
    where, reference = ITEMS[noun]
    team, scrutineer = visit(Role.BUSINESS_TEAM), visit(Role.SCRUTINEER)
    asked = "Said to be recorded in error: your agreement is awaited"
    form = team.get(team.get(f"{where}/{reference}").links["Say that it was recorded in error"])
    page = team.submit(form, reason="It was entered twice.")
    assert SAID in page.words
    assert "Business Team of the tests said so on 10 June 2026" in page.words
    assert "Said to be in error" in team.get(where).words
    assert asked not in team.get("/").words, "whoever said so is not asked"
    assert "Agree that it was recorded in error" not in page.links

    home = scrutineer.get("/")
    assert asked in home.words
    page = scrutineer.get(home.links[reference])
    page = scrutineer.submit(scrutineer.get(page.links["Agree that it was recorded in error"]))
    assert "Recorded in error Agreed on 10 June 2026." in page.words
    assert "Reason: It was entered twice." in page.words
    for path in (where, "/executive", "/"):
        assert reference not in scrutineer.get(path).words
    assert reference not in scrutineer.ask("GET", f"{where}.csv").text
    every = scrutineer.get(f"{where}?status=all").words
    assert f"{reference} Recorded in error" in every
    page = team.get(f"{where}/{reference}")
    team.submit(team.get(page.links["Put it back: it was not recorded in error"]), reason="No.")
    assert reference in team.get(where).words


@pytest.mark.parametrize("noun", NOUNS)
def test_whoever_said_so_can_take_it_back_and_nobody_needs_to_agree(
    noun: str, ledger: Ledger, visit: Visit
) -> None:
    where, reference = ITEMS[noun]
    do(ledger, f"{noun}.say_in_error", reference, reason="Twice.")
    team = visit(Role.BUSINESS_TEAM)
    form = team.get(team.get(f"{where}/{reference}").links["Say that it was not recorded in error"])
    assert SAID not in team.submit(form, reason="It was not.").words


def test_linked_items_say_so(ledger: Ledger, visit: Visit) -> None:
    do(ledger, "risk.link", "RSK-2026-001", other="REC-2026-001")
    do(ledger, "recommendation.say_in_error", "REC-2026-001", reason="Twice.")
    team = visit(Role.BUSINESS_TEAM)
    assert "said to be recorded in error" in team.get("/risks/RSK-2026-001").words
    visitor = visit(Role.LSP)
    visitor.submit(visitor.get("/recommendations/REC-2026-001/agree-in-error"))
    assert "Recorded in error" in team.get("/risks/RSK-2026-001").words
    form = team.get("/risks/RSK-2026-001/unlink")
    team.submit(form, other="REC-2026-001", reason="It was never right.")
    assert ledger.get(Risk, "RSK-2026-001").links == []
