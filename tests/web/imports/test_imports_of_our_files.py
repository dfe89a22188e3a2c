"""A list is downloaded, changed in a spreadsheet and loaded again, on the site and by command."""

from __future__ import annotations

from pathlib import Path

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do
from tests.web.commanding import Scrutiny
from tests.web.conftest import Visit
from tests.web.page import Page
from tests.web.visitor import Visitor

ACTIONS = """\
Action,Owner,Due date,Status
Write it,"Superintendent, Kent Police",30 June 2039,In progress
"""


def send(visitor: Visitor, noun: str, content: bytes, **chosen: str) -> Page:
    """Choose a file on the page of a list, and press the button."""
    page = visitor.get(visitor.get(f"/{noun}").links["Load a file"])
    fields = page.filled_in | chosen | {"file": (content, f"{noun}.csv")}
    return visitor.post(f"/{noun}/import", fields, status=200)


def test_the_business_team_loads_actions_from_the_page_of_the_list(
    visit: Visit,
) -> None:
    team = visit(Role.BUSINESS_TEAM)
    page = send(team, "actions", ACTIONS.encode(), how="load")
    assert page.heading == "What came of actions.csv"
    assert page.links["Go to the list"].endswith("?status=all"), "what is closed was loaded, too"
    assert "Write it" in team.get(page.links["Go to the list"]).words
    assert "Load a file" not in visit(Role.SCRUTINEER).get("/actions").links


def test_a_list_that_was_changed_in_a_spreadsheet_shows_what_was_and_what_becomes(
    ledger: Ledger, visit: Visit
) -> None:
    do(ledger, "action.set", title="Write it", owner_role="Inspector", owner_agency="kent-police",
       due_on="2039-06-30")  # fmt: skip
    team = visit(Role.BUSINESS_TEAM)
    content = team.ask("GET", "/actions.csv").data
    assert "Already there" in send(team, "actions", content).words
    changed = content.replace(b"Inspector", b"Superintendent")
    offered = send(team, "actions", changed)
    assert "Owner’s role: was “Inspector”, becomes “Superintendent”" in offered.words
    assert "Inspector" in team.get("/actions").words
    assert "1 changed what was there" in send(team, "actions", changed, how="load").words
    assert "Superintendent" in team.get("/actions").words


def test_a_command_says_what_it_changes(scrutiny: Scrutiny, tmp_path: Path) -> None:
    scrutiny.says("init")
    file = tmp_path / "actions.csv"
    file.write_text(ACTIONS, encoding="utf-8")
    scrutiny.says("import", "actions", str(file))
    listed = scrutiny.says("list", "actions", "--format", "csv")
    file.write_text(listed.replace("Superintendent", "Chief Inspector"), encoding="utf-8")
    told = scrutiny.says("import", "actions", str(file))
    assert "Line 2: changed, ACT-" in told
    assert "    Owner’s role: was “Superintendent”, becomes “Chief Inspector”" in told
    assert "1 row of actions: 0 loaded, 1 changed, 0 already there, 0 refused." in told
