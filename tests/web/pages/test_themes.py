"""The list of themes on its page: taking words up, mapping, renaming, merging, retiring."""

from __future__ import annotations

import pytest

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from domain.partnership.partnership import PARTNERSHIP
from tests.acts import do, record
from tests.web.conftest import Visit
from tests.web.doing import receive
from tests.web.page import Page
from tests.web.visitor import Visitor, fill_in


@pytest.fixture
def team(ledger: Ledger, visit: Visit) -> Visitor:
    """The Business Team, of whose list there is one theme, and two words that are none yet."""
    do(ledger, "partnership.add_theme", PARTNERSHIP, name="Neglect")
    record(ledger, theme="neglect", raised_in="saas")
    receive(ledger, themes="NEGLECT, Housing, county lines")
    return visit(Role.BUSINESS_TEAM)


def send(visitor: Visitor, address: str, **typed: str) -> Page:
    form = visitor.get(address)
    return visitor.post(form.form["action"], fill_in(form, **typed))


def test_the_page_counts_what_is_used_and_shows_what_is_proposed(team: Visitor) -> None:
    page = team.get("/themes")
    assert page.heading == "Themes"
    (listed,) = page.table("offered")
    assert listed[:4] == ["Neglect", "1 risks: Neglect", "1 recommendations: Neglect", "0"]
    assert [row[0] for row in page.table("proposed")] == ["Housing", "county lines"]


def test_words_are_taken_up_or_mean_a_theme_of_the_list(team: Visitor) -> None:
    send(team, "/themes/add-theme?name=Housing")
    send(team, "/themes/map-words?words=county lines", theme="1")
    page = team.get("/themes")
    assert [row[0] for row in page.table("offered")] == [
        "Housing",
        "Neglect also written county lines",
    ]
    assert "Proposed" not in page.words
    register = team.get("/recommendations?theme=county lines")
    assert "REC-2026-001" in register.links
    assert "Theme: Neglect" in register.words or "Neglect" in register.words


def test_a_merge_is_in_the_history_and_is_seen_on_the_item(team: Visitor) -> None:
    send(team, "/themes/add-theme", name="Harm in the family")
    send(team, "/themes/merge-themes?theme=1", into="2", reason="One piece of work.")
    assert "Merged the theme “Neglect” into “Harm in the family”" in team.get("/partnership").words
    item = team.get("/recommendations/REC-2026-001")
    assert "Harm in the family" in item.words
    assert [row[0] for row in team.get("/themes").table("offered")] == ["Harm in the family"]


def test_a_retired_theme_that_is_used_can_be_brought_back(team: Visitor) -> None:
    send(team, "/themes/retire-theme?theme=1", reason="Too wide.")
    page = team.get("/themes")
    assert [row[0] for row in page.table("retired")] == ["Neglect"]
    send(team, page.links["Bring back Neglect"])
    assert [row[0] for row in team.get("/themes").table("offered")] == ["Neglect"]


def test_forms_name_the_list(team: Visitor) -> None:
    assert "The list has: Neglect. Other words are proposed for it." in team.get("/risks/new").words


def test_others_see_the_list_and_change_nothing(team: Visitor, visit: Visit) -> None:
    page = visit(Role.SAAS_MEMBER).get("/themes")
    assert "Neglect" in page.words
    assert "Add a theme" not in page.links
