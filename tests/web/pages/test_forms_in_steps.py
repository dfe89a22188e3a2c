"""A long form in steps: a page each, all answers looked through, and one thing recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.accounts.kept_words import KEPT_FOR
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.partnership import PASSWORD
from tests.web.conftest import Visit
from tests.web.deeds.disputes import DISPUTE, SAFETY, URGENT
from tests.web.page import Page
from tests.web.visitor import Visitor

TEAM = Role.BUSINESS_TEAM
NEW = "/disputes/new"
TYPED: dict[str, Any] = {**DISPUTE, "title": "Nights"}
pytestmark = pytest.mark.usefixtures("one", "clock")


@pytest.fixture
def visitor(visit: Visit) -> Visitor:
    return visit(TEAM)


def step(page: Page, **typed: Any) -> dict[str, Any]:
    """What of that the page asks for."""
    there = {name.removesuffix("-day") for name in page.filled_in} | {
        each["name"] for each in page.form.every("input") if each["type"] == "radio"
    }
    return {name: words for name, words in typed.items() if name in there}


def back(page: Page) -> str:
    """Where the link to the step before leads."""
    return next(each["href"] for each in page.root.every("a") if each.words == "Back")


def walk(visitor: Visitor, page: Page, **typed: Any) -> Page:
    """The page with all answers, once each step was answered."""
    while page.heading != "Check your answers":
        page = visitor.submit(page, **step(page, **typed))
    return page


def test_a_dispute_is_recorded_in_four_steps_and_once(visitor: Visitor, ledger: Ledger) -> None:
    before, page = (
        ledger.position(),
        visitor.get(visitor.get("/disputes").links["Record a dispute"]),
    )
    headings = []
    while page.heading != "Check your answers":
        headings.append(page.heading)
        assert SAFETY in page.words
        assert f"Record a dispute or an issue: step {len(headings)} of 4" in page.words
        page = visitor.submit(page, **step(page, **TYPED))
    assert headings == [
        "What it is", "The meeting that it comes from", "Who disagrees, and what each holds",
        "How it starts",
    ]  # fmt: skip
    assert SAFETY in page.words
    assert ledger.position() == before, "nothing is recorded before all was looked through"
    assert "Title Nights Change Title" in page.words
    assert "Agency that disagrees Kent Police" in page.words
    assert "Date of the meeting 3 June 2026" in page.words
    assert "Not answered Why is it urgent?" in page.words
    assert "Change what is not answered: How it starts" in page.links
    assert (
        "What happens next: Stage 1, Direct resolution between the agencies, is due on 10 June "
        "2026. Kent Police finds it on its home page and replies by 10 June 2026."
    ) in page.words
    answers, address = page, visitor.address
    done = visitor.submit(page)
    assert (done.heading, visitor.address) == ("Nights", "/disputes/DSP-2026-003")
    after = ledger.position()
    again = visitor.submit(answers)
    assert "this had been recorded before" in again.notices[0]
    assert visitor.get(address).heading == "Nights", "the way back leads to what it has become"
    assert ledger.position() == after
    assert "Nights" not in visitor.get("/").links


def test_each_step_says_what_is_wrong_and_keeps_what_was_typed(visitor: Visitor) -> None:
    typed = {"kind": "dispute", "title": "Nights", "single_case": "yes"}
    page = visitor.submit(visitor.get(NEW), status=422, **typed)
    assert {*page.errors.values()} == {"#issue", "#impact", "#outcome_sought", "#single_case"}
    assert "it goes by the inter-agency policy on professional disagreement" in page.words
    assert page.filled_in["title"] == "Nights"
    begun = visitor.address
    assert visitor.get(begun).filled_in["title"] == "Nights", "after a reload, too"
    page = visitor.submit(visitor.get(begun), **step(page, **TYPED))
    assert page.heading == "The meeting that it comes from"
    assert visitor.get(back(page)).filled_in["issue"] == TYPED["issue"]


def test_what_is_changed_leads_back_and_what_is_wrong_then_is_told_with_the_answers(
    visitor: Visitor, ledger: Ledger
) -> None:
    typed = {**TYPED, "kind": "issue"}
    page = walk(visitor, visitor.get(NEW), **typed)
    last = visitor.get(back(page)).words
    assert "As the stage KSCMP Executive begins" in last
    assert "As the stage Direct resolution" not in last
    assert "Agency that disagrees" not in page.words, "an issue has no opposing parties"
    before = ledger.position()
    form = visitor.get(page.links["Change What is it?"].partition("#")[0])
    page = visitor.submit(form, kind="dispute")
    assert page.heading == "Check your answers"
    (missing,) = {each.partition("#")[0] for each in page.errors.values()}
    assert sorted(each.partition("#")[2] for each in page.errors.values()) == [
        "other_agency", "other_position", "position",
    ]  # fmt: skip
    assert visitor.submit(page, status=422).errors == page.errors
    form = visitor.get(missing)
    page = visitor.submit(form, **step(form, **TYPED))
    assert (page.heading, page.errors) == ("Check your answers", {})
    assert visitor.submit(page).heading == "Nights"
    assert ledger.position() > before


def test_who_leaves_finds_it_on_their_home_and_nobody_else_does(
    visitor: Visitor, visit: Visit, clock: FrozenDateTimeFactory
) -> None:
    page = visitor.submit(visitor.get(NEW), **step(visitor.get(NEW), **TYPED))
    action = page.form["action"]
    home = visitor.post(action, page.filled_in | {"meeting": "Half a", "later": "yes"})
    assert home.heading == "What needs you"
    assert "What you typed is kept until 17 June 2026." in home.notices[0]
    link = "Record a dispute or an issue: Nights"
    other = visit(Role.SAAS_CHAIR)
    assert link not in other.get("/").links
    assert "Half a" not in other.get(action).html
    assert visitor.get(NEW).links[link] == home.links[link]
    clock.tick(timedelta(hours=30))
    visitor.sign_in(TEAM)
    page = visitor.get(visitor.get("/").links[link])
    assert page.heading == "Who disagrees, and what each holds"
    assert visitor.get(back(page)).filled_in["meeting"] == "Half a"
    clock.tick(KEPT_FOR)
    visitor.sign_in(TEAM)
    assert link not in visitor.get("/").links


def test_what_was_begun_can_be_thrown_away(visitor: Visitor) -> None:
    visitor.submit(visitor.get(NEW), **step(visitor.get(NEW), **TYPED))
    home = visitor.get("/")
    link = "Record a dispute or an issue: Nights"
    page = visitor.submit(home)
    assert page.notices == ["Thrown away."]
    assert link not in page.links


def test_two_tabs_are_two_disputes_and_of_one_neither_loses_words(visitor: Visitor) -> None:
    first, second = visitor.get(NEW), visitor.get(NEW)
    one = visitor.submit(first, **step(first, **TYPED))
    visitor.submit(second, **step(second, **{**TYPED, "title": "Days"}))
    assert visitor.get(back(one)).filled_in["title"] == "Nights"

    tab = visitor.get(visitor.address)
    other = visitor.get(visitor.address)
    visitor.submit(tab, title="Late nights")
    page = visitor.submit(other, status=409, title="Long nights")
    assert "you answered “Title” with “Late nights”" in page.words.replace("You", "you")
    assert page.filled_in["title"] == "Long nights"
    visitor.submit(page)
    assert visitor.get(back(one)).filled_in["title"] == "Long nights"


def test_nobody_is_asked_about_words_that_are_not_lost(visitor: Visitor) -> None:
    visitor.get(NEW)
    empty = visitor.get(visitor.address)
    wrong = visitor.submit(empty, status=422)
    page = visitor.submit(empty, status=422, title="Nights")  # they went back in the browser
    assert "Changed while you were typing" not in page.words
    page = visitor.submit(wrong, **step(wrong, **TYPED))
    assert page.heading == "The meeting that it comes from"
    page = visitor.submit(wrong, status=409, title="Days")
    assert "you answered “Title” with “Nights”" in page.words.replace("You", "you")
    assert "with “”" not in page.words


def test_what_is_answered_after_it_was_recorded_in_another_tab_begins_another(
    visitor: Visitor, ledger: Ledger
) -> None:
    page = walk(visitor, visitor.get(NEW), **TYPED)
    tab = visitor.get(page.links["Change Title"].partition("#")[0])
    visitor.submit(page)
    before = ledger.position()
    page = visitor.submit(tab, title="Days")
    assert visitor.get(back(page)).filled_in["title"] == "Days"
    assert ledger.position() == before


def test_a_step_that_was_sent_after_signing_out_waits(
    visitor: Visitor, clock: FrozenDateTimeFactory
) -> None:
    first = visitor.get(NEW)
    page = visitor.submit(first, **step(first, **TYPED))
    clock.tick(timedelta(minutes=31))
    page = visitor.submit(page, status=403, meeting="SAAS")
    assert page.heading == "You were signed out"
    again = visitor.submit(visitor.get(page.links["Sign in"]), name=TEAM, password=PASSWORD)
    assert again.filled_in["meeting"] == "SAAS"
    assert "before you were signed out" in again.notices[0]
    page = visitor.submit(again, **step(again, **TYPED))
    clock.tick(timedelta(minutes=31))
    answers = visitor.submit(
        visitor.get(visitor.submit(page, status=403).links["Sign in"]), name=TEAM,
        password=PASSWORD,
    )  # fmt: skip
    answers = walk(visitor, answers, **TYPED)
    clock.tick(timedelta(minutes=31))
    page = visitor.submit(answers, status=403)
    again = visitor.submit(visitor.get(page.links["Sign in"]), name=TEAM, password=PASSWORD)
    assert again.heading == "Check your answers"
    done = visitor.submit(again)
    assert done.heading == "Nights"


def test_a_step_that_cannot_be_kept_is_told_and_stays(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = visitor.get(NEW)
    page = visitor.submit(first, status=503, **step(first, **{**TYPED, "issue": "x" * 600_000}))
    assert "could not be kept just now" in page.words
    assert page.filled_in["title"] == "Nights"


def test_the_answers_say_what_looks_like_a_child_and_what_is_on_record_already(
    visitor: Visitor, ledger: Ledger
) -> None:
    typed = {**DISPUTE, **URGENT, "impact": "One born on 1 September 2012."}
    page = visitor.submit(walk(visitor, visitor.get(NEW), **typed), status=422)
    assert page.heading == "Check your answers"
    assert any("step=1#impact" in each for each in page.errors.values())
    page = visitor.submit(page, status=409, no_child="true")
    assert "Is it on record already?" in page.words
    page = visitor.submit(page, another_one="true", anyway="It is of another team.")
    assert page.heading == DISPUTE["title"]
