"""Minutes in a browser: typed by keyboard alone, kept while typing, read and printed."""

from __future__ import annotations

from playwright.sync_api import expect

from application.accounts.people import person_called
from application.ledger.ledger import Ledger
from domain.meetings.meeting import Meeting
from tests.acts import do
from tests.journeys.conftest import Arrive
from tests.journeys.test_keyboard import tab_to
from tests.journeys.test_print import SHEET


def test_minutes_are_taken_by_keyboard_alone_and_kept_while_typing(
    meeting: str, arrive: Arrive
) -> None:
    person = arrive("business-team")
    page = person.page
    person.open(f"{meeting}/take-minutes/1")
    tab_to(page, "Points and challenge")
    page.keyboard.type("It was asked why.")
    expect(page.get_by_text("Saved at")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Points and challenge")).to_have_value("It was asked why.")
    tab_to(page, "What is it?")
    page.keyboard.type("Action")
    tab_to(page, "In a line")
    page.keyboard.type("The Police send the rota.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Noted, to be recorded")).to_be_visible()
    assert person.barriers() == []
    tab_to(page, "Put item 1 in the minutes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("2. Rotas")


def test_two_who_type_the_same_minute_without_a_script_both_keep_their_words(
    meeting: str, arrive: Arrive
) -> None:
    first, second = (arrive("business-team", java_script_enabled=False) for _ in range(2))
    for each in (first, second):
        each.open(f"{meeting}/take-minutes/2")
    first.page.get_by_label("Points and challenge").fill("One.")
    first.press("Save")
    second.page.get_by_label("Points and challenge").fill("Two.")
    second.press("Save")
    assert "saved other words here" in second.words
    assert "One." in second.words
    expect(second.page.get_by_label("Points and challenge")).to_have_value("Two.")


def test_what_is_told_of_a_clash_has_no_barrier(meeting: str, arrive: Arrive) -> None:
    first, second = (arrive("business-team") for _ in range(2))
    for each in (first, second):
        each.open(f"{meeting}/take-minutes/2")
    first.page.get_by_label("Points and challenge").fill("One.")
    first.press("Save")
    second.page.get_by_label("Points and challenge").fill("Two.")
    second.press("Save")
    assert "Business Team (demo) saved other words here" in second.words
    assert second.barriers() == []


def test_the_minutes_are_read_at_both_widths_and_printed(meeting: str, arrive: Arrive) -> None:
    person = arrive("business-team")
    person.open(f"{meeting}/minutes")
    assert person.barriers() == []
    person.page.set_viewport_size(SHEET)
    person.page.emulate_media(media="print")
    expect(person.page.get_by_text("Word document")).to_be_hidden()
    assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_waits_is_told_before_the_meeting_is_closed(meeting: str, arrive: Arrive) -> None:
    person = arrive("business-team")
    person.open(f"{meeting}/take-minutes/1")
    person.page.get_by_label("Points and challenge").fill("It was asked why.")
    person.press("Save")
    person.open(f"{meeting}/close")
    assert person.barriers() == []
    assert "What was typed at item 1 is not in the minutes." in person.words
    person.follow_button("Go on without them")
    person.press("Save")
    assert "Typed, and not in the minutes" in person.words


def test_to_say_whether_one_comes_is_no_barrier(ledger: Ledger, arrive: Arrive) -> None:
    with ledger.reading() as connection:
        account = person_called(connection, "saas-member-police@demo.example")
    planned = ledger.get(Meeting, "MTG-2026-009")
    do(
        ledger, "group.give_seat", planned.group, role="Superintendent", agency="kent-police",
        standing="member", office="none", interim="no", person=account,
    )  # fmt: skip
    person = arrive("saas-member-police")
    person.open(f"/meetings/{planned.reference}/reply-oneself")
    assert person.heading == "Say whether you come"
    assert person.barriers() == []
