"""Several recommendations of one report: entered on one page, without JavaScript, all or none."""

from __future__ import annotations

import pytest

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from domain.recommendations.recommendation import Recommendation
from tests.web.conftest import Visit
from tests.web.doing import receive
from tests.web.page import Page
from tests.web.visitor import Visitor, fill_in

ADDRESS = "/recommendations/several"
REPORT = {
    "source": "practice_review", "title": "Review of Alex", "publisher": "KSCMP",
    "published": "March 2026", "themes": "Neglect",
}  # fmt: skip
FIRST = {"number-1": "1", "words-1": "Hear the child.", "due_words-1": "within three months"}
THIRD = {"number-3": "3", "words-3": "Tell the father.", "owner_agency-3": "kent-police"}


@pytest.fixture
def team(visit: Visit) -> Visitor:
    return visit(Role.BUSINESS_TEAM)


def send(visitor: Visitor, page: Page, *, refused: bool = False, **typed: str) -> Page:
    return visitor.post(ADDRESS, fill_in(page, **typed), status=422 if refused else 200)


def add(visitor: Visitor, page: Page, **typed: str) -> Page:
    """What “Add another recommendation” shows."""
    return visitor.post(ADDRESS, {**fill_in(page, **typed), "add": "yes"})


def received(ledger: Ledger, *references: str) -> list[tuple[str, str, str]]:
    items = [ledger.get(Recommendation, each) for each in references]
    return [(each.title, each.number, each.words) for each in items]


def test_the_report_is_entered_once_and_what_is_empty_is_not_recorded(
    team: Visitor, ledger: Ledger
) -> None:
    page = send(team, team.get(ADDRESS), **REPORT, **FIRST, **THIRD)
    assert "You recorded REC-2026-001 and REC-2026-002." in page.words
    assert received(ledger, "REC-2026-001", "REC-2026-002") == [
        ("Review of Alex", "1", "Hear the child."),
        ("Review of Alex", "3", "Tell the father."),
    ]
    first, second = (ledger.get(Recommendation, f"REC-2026-00{at}") for at in (1, 2))
    assert (first.themes, second.themes) == (["Neglect"], ["Neglect"])
    assert (first.due_on, second.owner_agency) == ("2026-06-30", "kent-police")


def test_another_row_is_added_with_every_word_in_place(team: Visitor) -> None:
    page = add(team, team.get(ADDRESS), **REPORT, **FIRST)
    assert "Recommendation 4" in page.words
    filled = page.filled_in
    assert (filled["title"], filled["words-1"]) == ("Review of Alex", "Hear the child.")
    done = send(team, page, **{"words-4": "And a fourth.", "number-4": "4"})
    assert "You recorded REC-2026-001 and REC-2026-002." in done.words


def test_all_that_is_wrong_is_told_and_nothing_is_kept(team: Visitor, ledger: Ledger) -> None:
    at = ledger.position()
    page = send(
        team, team.get(ADDRESS), refused=True,
        **{**FIRST, "number-2": "2", "words-3": "Born 12/03/2014."},
    )  # fmt: skip
    links = {link["href"]: link.words for link in page.root.every("a") if "#" in link["href"]}
    assert "#title" in links
    assert "#words-2" in links
    assert ledger.position() == at
    assert page.filled_in["words-1"] == "Hear the child."


def test_words_like_a_childs_details_are_asked_about_and_confirmed_for_the_page(
    team: Visitor,
) -> None:
    words = {**FIRST, "words-2": "A child born 12/03/2014."}
    page = send(team, team.get(ADDRESS), refused=True, **REPORT, **words)
    assert "holds what looks like a date of birth" in page.words
    done = send(team, page, no_child="true")
    assert "You recorded REC-2026-001 and REC-2026-002." in done.words


def test_an_empty_form_says_what_it_wants(team: Visitor) -> None:
    page = send(team, team.get(ADDRESS), refused=True, **REPORT)
    assert "Enter the recommendation, in its own words" in page.words


def test_sending_it_twice_records_it_once(team: Visitor, ledger: Ledger) -> None:
    form = team.get(ADDRESS)
    send(team, form, **REPORT, **FIRST)
    send(team, form, **REPORT, **FIRST)
    with pytest.raises(Exception, match="REC-2026-002"):
        ledger.get(Recommendation, "REC-2026-002")


def test_another_from_the_same_report_is_recorded_from_the_page_of_one(
    team: Visitor, ledger: Ledger
) -> None:
    receive(ledger, themes="Neglect, Housing", publisher="KSCMP", published="2026-03")
    page = team.get(
        team.get("/recommendations/REC-2026-001").links["Record another from this report"]
    )
    filled = page.filled_in
    assert (filled["source"], filled["title"]) == ("independent_scrutiny", "Scrutiny of neglect")
    assert (filled["published"], filled["themes"]) == ("2026-03", "Neglect, Housing")


def test_whoever_may_not_record_one_is_offered_nothing(
    team: Visitor, ledger: Ledger, visit: Visit
) -> None:
    receive(ledger)
    member = visit(Role.SAAS_MEMBER)
    assert (
        "Record another from this report" not in member.get("/recommendations/REC-2026-001").links
    )
    assert member.ask("GET", ADDRESS).status_code == 403
