"""No word is lost when a session ends: it is there again after signing in, for the same person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.accounts import kept_words
from application.accounts.sessions import IDLE, LONGEST
from application.accounts.side import SideRecords
from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from projections.partnership.role_grants import grants_of
from tests.acts import do, record
from tests.partnership import PASSWORD, PEOPLE
from tests.web.conftest import Visit
from tests.web.page import Page
from tests.web.visitor import Visitor, fill_in

TYPED = {"title": "Late discussions", "cause": "Rotas\nand more", "reason": "It is plainer."}
OUT = timedelta(minutes=31)
TEAM = Role.BUSINESS_TEAM
OTHER = Role.SAAS_MEMBER
"""Who may fill in the same form."""


@pytest.fixture
def address(ledger: Ledger, clock: FrozenDateTimeFactory) -> str:
    """The form by which a risk is described."""
    do(ledger, "role.give", person=PEOPLE[OTHER].id, role="business_team")
    return f"/risks/{record(ledger)}/describe"


@pytest.fixture
def visitor(clock: FrozenDateTimeFactory, visit: Visit) -> Visitor:
    """Somebody of the Business Team, signed in at ten in the morning."""
    return visit(TEAM)


def interrupted(visitor: Visitor, form: Page, **typed: str) -> Page:
    """The page for somebody who sends a form and is not signed in any more."""
    page = visitor.submit(form, status=403, **(typed or TYPED))
    assert page.heading == "You were signed out"
    return page


def sign_in(visitor: Visitor, page: Page, role: Role = TEAM) -> Page:
    """Where the page's button leads once somebody has signed in there."""
    return visitor.submit(visitor.get(page.links["Sign in"]), name=role, password=PASSWORD)


def test_every_word_is_in_place_after_signing_in_again(
    visitor: Visitor, address: str, ledger: Ledger, clock: FrozenDateTimeFactory
) -> None:
    form = visitor.get(address)
    clock.tick(OUT)
    page = interrupted(visitor, form)
    assert "What you typed is kept for you" in page.words
    assert TYPED["title"] not in page.words, "whoever passes by reads nothing"
    again = sign_in(visitor, page)
    assert visitor.address == address
    assert TYPED.items() <= again.filled_in.items()
    assert "Nothing has been saved yet." in again.notices[0]
    done = visitor.submit(again)
    assert done.notices
    assert ledger.history(address.split("/")[2])[-1].facts["title"] == TYPED["title"]
    assert visitor.get(address).notices == [], "what was sent waits no more"


def test_whoever_else_signs_in_there_sees_nothing_of_it(
    visitor: Visitor, address: str, clock: FrozenDateTimeFactory
) -> None:
    form = visitor.get(address)
    clock.tick(OUT)
    page = interrupted(visitor, form)
    other = sign_in(visitor, page, OTHER)
    assert other.filled_in["title"]
    assert TYPED["title"] not in other.html
    visitor.sign_in(TEAM)
    assert visitor.get(address).filled_in["title"] == TYPED["title"], "it waits for whose it is"


def test_it_goes_on_where_they_signed_in_in_another_tab(
    visitor: Visitor, address: str, ledger: Ledger, clock: FrozenDateTimeFactory
) -> None:
    form = visitor.get(address)
    token = visitor.token
    clock.tick(OUT)
    visitor.sign_in(TEAM)
    visitor.token = token
    before = ledger.position()
    again = visitor.submit(form, **TYPED)
    assert visitor.address == address
    assert TYPED.items() <= again.filled_in.items()
    assert ledger.position() == before
    visitor.submit(again)
    assert ledger.position() > before


def test_what_somebody_typed_is_not_shown_to_who_signed_in_in_another_tab(
    visitor: Visitor, address: str, clock: FrozenDateTimeFactory
) -> None:
    form, token = visitor.get(address), visitor.token
    visitor.sign_in(OTHER)
    visitor.token = token
    page = visitor.submit(form, status=400, **TYPED)
    assert TYPED["title"] not in page.html
    assert TYPED["title"] not in visitor.get(address).html


def test_after_signing_out_in_another_tab_the_words_wait_too(
    visitor: Visitor, address: str
) -> None:
    form, token = visitor.get(address), visitor.token
    visitor.post("/sign-out")
    visitor.token = token
    again = sign_in(visitor, interrupted(visitor, form))
    assert TYPED.items() <= again.filled_in.items()


def test_what_has_changed_meanwhile_is_told_before_the_words_are_saved(
    visitor: Visitor, address: str, ledger: Ledger, clock: FrozenDateTimeFactory
) -> None:
    form = visitor.get(address)
    clock.tick(OUT)
    page = interrupted(visitor, form)
    do(ledger, "risk.add_control", address.split("/")[2], text="A weekly look")
    conflict = visitor.submit(sign_in(visitor, page), status=409)
    assert "Nothing has been saved yet" in conflict.words
    assert TYPED.items() <= conflict.filled_in.items()


def test_of_two_tabs_with_one_form_neither_loses_words(
    visitor: Visitor, address: str, ledger: Ledger, clock: FrozenDateTimeFactory
) -> None:
    tabs = [visitor.get(address), visitor.get(address)]
    clock.tick(OUT)
    first = interrupted(visitor, tabs[0])
    second = interrupted(visitor, tabs[1], **{**TYPED, "title": "Early discussions"})
    assert sign_in(visitor, second).filled_in["title"] == "Early discussions"
    again = visitor.get(visitor.address)
    shown = visitor.get(first.links["Sign in"].partition("next=")[2])
    assert shown.filled_in["title"] == TYPED["title"]
    links = [words for words in visitor.get("/").links if words.endswith(" discussions")]
    assert len(links) == 2, "home leads to both"
    visitor.submit(again)
    assert visitor.get(address).filled_in["title"] == TYPED["title"], "the other waits on"
    visitor.submit(visitor.get(address), status=409)
    assert ledger.history(address.split("/")[2])[-1].facts["title"] == "Early discussions"


def test_a_refusal_that_no_form_could_mend_shows_what_was_typed_to_copy(
    visitor: Visitor, address: str, ledger: Ledger
) -> None:
    """Somebody's role ended while they were typing."""
    form = visitor.get(address)
    with ledger.reading() as connection:
        grants = grants_of(connection, PEOPLE[TEAM].id)
    for each in grants:
        do(ledger, "role.end", each.reference, to_on="2026-06-09", reason="Leave.")
    page = visitor.submit(form, status=404, **TYPED)
    assert "What you typed, to copy" in page.words
    assert TYPED["title"] in page.words


def test_a_form_can_be_begun_afresh(
    visitor: Visitor, address: str, clock: FrozenDateTimeFactory
) -> None:
    form = visitor.get(address)
    clock.tick(OUT)
    again = sign_in(visitor, interrupted(visitor, form))
    empty = visitor.get(again.links["Start again with an empty form"])
    assert empty.filled_in["title"] == form.filled_in["title"]


def test_a_correction_comes_back_with_the_fact_that_is_corrected(
    visitor: Visitor, ledger: Ledger, clock: FrozenDateTimeFactory
) -> None:
    address = f"/risks/{record(ledger, review_on='2026-09-01')}/correct"
    facts = visitor.get(address)
    form = visitor.get(next(href for href in facts.links.values() if "fact=review_on" in href))
    clock.tick(OUT)
    page = interrupted(visitor, form, becomes="2026-10-01", reason="A slip.")
    again = sign_in(visitor, page)
    assert again.filled_in["reason"] == "A slip."
    assert again.filled_in["becomes-month"] == "10"


def test_nobody_can_make_up_whose_a_form_is(
    visitor: Visitor, address: str, side: SideRecords, clock: FrozenDateTimeFactory
) -> None:
    form = visitor.get(address)
    clock.tick(OUT)
    sent = fill_in(form, **TYPED) | {"whose": "made up"}
    page = visitor.post(address, sent, status=403)
    assert TYPED["title"] in page.words, "it can still be copied"
    visitor.sign_in(TEAM)
    assert visitor.get(address).notices == []


def test_a_form_from_elsewhere_is_refused(visitor: Visitor, address: str) -> None:
    form = visitor.get(address)
    answer = visitor.client.post(
        address,
        data=fill_in(form, **TYPED) | {"csrf_token": "x"},
        headers={"Origin": "https://elsewhere.example"},
    )
    assert answer.status_code == 400
    assert visitor.get(address).notices == []


def test_words_are_kept_for_half_a_day_and_only_so_many(side: SideRecords, ledger: Ledger) -> None:
    now = ledger.now()
    with side.writing() as connection:
        for at in range(kept_words.MOST + 1):
            later = now + timedelta(seconds=at)
            assert kept_words.keep(connection, "a", f"/{at}", [("x", "1")], now=later)
        assert not kept_words.keep(
            connection, "a", "/long", [("x", "y" * kept_words.LONGEST)], now=now
        )
        assert kept_words.kept(connection, "a", "/0", now=now) == []
        assert kept_words.kept(connection, "a", "/1", now=now) == [("x", "1")]
        assert kept_words.kept(connection, "b", "/1", now=now) == []
        late = now + kept_words.KEPT_FOR + timedelta(minutes=1)
        assert kept_words.kept(connection, "a", "/1", now=late) == []
        kept_words.forget_all(connection, "a")
        assert kept_words.kept(connection, "a", "/1", now=now) == []


def test_every_page_says_when_the_session_ends(
    visitor: Visitor, clock: FrozenDateTimeFactory
) -> None:
    page = visitor.get("/risks")
    assert "You will be signed out at 10:30am" in page.root.first("footer").words
    clock.tick(timedelta(minutes=20))
    stay = visitor.get(page_link(page, "Stay signed in (opens in a new tab)"))
    assert "You will be signed out at 10:50am" in stay.words
    clock.tick(timedelta(minutes=20))
    assert visitor.get("/risks").heading == "Partnership Risk Register"


def test_a_script_is_told_how_many_seconds_are_left(
    visitor: Visitor, clock: FrozenDateTimeFactory
) -> None:
    def seconds() -> int:
        answer = visitor.client.get(
            "/stay-signed-in", headers={"Accept": "application/json"}, base_url=visitor.base_url
        )
        assert answer.json
        return int(answer.json["seconds"])

    assert seconds() == IDLE.total_seconds()
    for _ in range(24):
        clock.tick(timedelta(minutes=29))
        seconds()
    left = LONGEST - 24 * timedelta(minutes=29)
    assert seconds() == left.total_seconds(), "nobody is signed in for longer than half a day"


def page_link(page: Page, words: str) -> str:
    return next(link["href"] for link in page.root.every("a") if link.words == words)
