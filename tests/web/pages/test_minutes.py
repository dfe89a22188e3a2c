"""The minutes of a meeting, drafted from what was recorded: on the page and as a Word document."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from docx import Document
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.disputes.dispute import Dispute
from domain.kernel.terms import Role
from tests.acts import do
from tests.databases import Databases
from tests.web.conftest import Visit
from tests.web.deeds import disputes, ground, meetings
from tests.web.deeds.actions import set_action
from tests.web.doing import Given, arrange
from web.running.startup import open_ledger

MTG, TEAM, CHAIR = "MTG-2026-001", Role.BUSINESS_TEAM, Role.SAAS_CHAIR
MEMBER = Role.SAAS_MEMBER
PAGE = f"/meetings/{MTG}/minutes"
SECRET: Given = (
    "add_item",
    {"title": "A contract", "asked": "discuss", "restricted": "yes", "about_scrutineer": "yes",
     "circulation": ["cafcass"]},
    TEAM,
)  # fmt: skip
HELD: list[Given] = [
    meetings.ITEM, meetings.SECOND, SECRET, ("open", {}, TEAM), *meetings.PEOPLE,
    ("take_chair", {"attendee": "1"}, TEAM),
    ("send_paper", {"title": "Dashboard", "item": "1", "on": "2026-06-05"}, TEAM),
    ("depart", {"attendee": "2", "item": "2", "reason": "Called away."}, TEAM),
    ("minute_item", {"item": "1", "minute": "1.1", "words": "It was asked why."}, TEAM),
    ("minute_item", {"item": "3", "words": "The contract ends."}, TEAM),
    ("decide", {"item": "1", "kind": "agreed", "words": "One tool.", "minute": "1.2"}, TEAM),
    ("capture", {"item": "1", "kind": "action", "minute": "1.3", "words": "Send it."}, TEAM),
    ("trace", {"minute": "1.4", "became": "REC-2026-001"}, TEAM),
    ("record_statement", {"item": "1", "kind": "disagreement", "agency": "cafcass",
                          "words": "We see two tools."}, TEAM),
    ("record_statement", {"item": "1", "kind": "alert", "words": "Rotas fail."}, TEAM),
    ("close", {}, TEAM),
]  # fmt: skip


@pytest.fixture
def ledger(sqlite_databases: Databases, clock: FrozenDateTimeFactory) -> Iterator[Ledger]:
    """A meeting of 9 June 2026 that is over, with a restricted item, the day after."""
    with sqlite_databases.lend(sqlite_databases.prepare(ground)) as url:
        ledger = open_ledger(url)
        arrange(ledger, "meeting", MTG, HELD)
        yield ledger
        ledger.close()


def test_the_minutes_say_what_was_recorded_in_the_order_in_which_they_are_read(
    visit: Visit,
) -> None:
    page = visit(TEAM).get(visit(TEAM).get(f"/meetings/{MTG}").links["Minutes"].split("#")[0])
    places = [
        page.words.index(words)
        for words in (
            "A draft, which the chair has not cleared yet.",
            "In the room Lead Member, Kent County Council (chair)",
            "Quorate for item 1: ",
            "Received Dashboard",
            "Points and challenge (minute 1.1) It was asked why.",
            "Agreed (minute 1.2) DEC-2026-002: One tool.",
            "Came of minute 1.4 REC-2026-001",
            "Action (minute 1.3), to be recorded Send it.",
            "A disagreement, Cafcass We see two tools.",
            "Alerts to the Executive Item 1 Rotas fail.",
            "Late paper Dashboard, sent on 5 June 2026",
            "Left Superintendent, Kent Police, from item 2",
        )
    ]
    assert places == sorted(places)


def test_a_decision_whose_quorum_was_found_wanting_is_printed_with_that(
    visit: Visit, ledger: Ledger
) -> None:
    gone = {"attendee": "2", "how": "apologies", "reason": "He had left."}
    arrange(ledger, "meeting", MTG, [("correct_attendance", gone, TEAM)])
    told = (
        "Agreed (minute 1.2) DEC-2026-002: One tool. It was recorded with a quorum, which was "
        "later found wanting when it was corrected who was there: nobody from Kent Police. What "
        "was decided stays as it was written, and {}."
    )
    words = visit(TEAM).get(PAGE).words
    assert told.format("is asked to be confirmed") in words
    assert words.count("What was said is advice.") == 1, "of the item on which nothing was decided"
    later = meetings.plan(ledger, meets_on="2026-06-10")
    given = [*meetings.THERE, ("confirm_decision", {"decision": "DEC-2026-002", "item": "1",
                                                    "minute": "1"}, TEAM)]  # fmt: skip
    arrange(ledger, "meeting", later, given)
    assert told.format("has been confirmed since") in visit(TEAM).get(PAGE).words
    page = visit(TEAM).get(f"/meetings/{MTG}")
    assert "It was recorded with a quorum, which was later found wanting" in page.words


def test_a_dispute_that_only_names_the_meeting_is_told_when_its_minutes_are_circulated(
    ledger: Ledger,
) -> None:
    dispute = disputes.record(ledger, meeting=MTG.lower(), met_on="2026-06-09")
    others = ("kent-county-council", "kent-police")
    shown = [("show_minutes", {"agency": each, "known_by": "an e-mail"}, TEAM) for each in others]
    arrange(ledger, "meeting", MTG, [*shown, ("clear_minutes", {}, CHAIR),
                                     ("circulate_minutes", {}, TEAM)])  # fmt: skip
    later = disputes.record(ledger, meeting=MTG, met_on="2026-06-09", title="Afterwards")
    other = disputes.record(ledger, meeting=MTG, met_on="2026-06-08", title="Of another day")
    for each, day in ((dispute, "2026-06-10"), (later, "2026-06-10"), (other, "")):
        told = ledger.get(Dispute, each)
        assert (told.approved_on, told.circulated_on) == (day, day)


def test_a_search_finds_minutes_and_papers_for_those_who_may_read_them(visit: Visit) -> None:
    page = visit(TEAM).get("/search?q=ask")
    assert "It was <mark>asked</mark> why." in page.html
    assert page.links[f"Minute 1.1 of {MTG}"] == PAGE
    page = visit(TEAM).get("/search?q=contract+ending")
    assert page.links[f"Minute 3 of {MTG}"] == f"{PAGE}/restricted"
    for words in ("tools Cafcass", "dashboards", "it rota fail"):
        assert MTG in visit(Role.LSP).get(f"/search?q={words}").links, words
    readers = {TEAM, CHAIR, Role.AUDITOR}
    for role in Role:
        page = visit(role).get("/search?q=contract+ending")
        assert (MTG in page.links, "Meetings (1)" in page.words) == (role in readers,) * 2, role
        assert ("<mark>contract</mark> <mark>ends</mark>" in page.html) == (role in readers)
        page = visit(role).get("/search?q=dashboard+contract")
        assert (MTG in page.links) == (role in readers), "part of it is for others"


def test_a_restricted_minute_stands_apart_for_those_who_may_read_it(visit: Visit) -> None:
    for role in Role:
        page = visit(role).get(PAGE)
        assert "The contract ends." not in page.words
        assert "Item 3 is restricted: its minute is kept apart." in page.words
    page = visit(TEAM).get(visit(TEAM).get(PAGE).links["The restricted minute"])
    assert "The contract ends." in page.words
    assert "It was asked why." not in page.words
    for role in (Role.SCRUTINEER, Role.SAAS_MEMBER):
        for path in (f"{PAGE}/restricted", f"{PAGE}/restricted.docx"):
            assert visit(role).ask("GET", path).status_code == 404


@pytest.mark.parametrize("role", [Role.SAAS_MEMBER, Role.SCRUTINEER, Role.EXECUTIVE])
def test_of_an_item_that_somebody_may_not_read_no_correction_is_asked(
    role: Role, visit: Visit, ledger: Ledger
) -> None:
    address = f"/meetings/{MTG}/ask-correction"
    before = ledger.position()
    said = {"item": "3", "words": "It does not end.", "reason": "It does not."}
    visitor = visit(role)
    fresh = visitor.get(address)
    again = visitor.post(address, {**fresh.filled_in, **said}, status=422)
    for form in (fresh, again):
        assert "A contract" not in form.words
        assert "a restricted item" in form.words
    assert "That is restricted, and you are not one of those who may read it." in again.words
    assert ledger.position() == before
    assert "3: A contract" in visit(TEAM).get(address).words


def test_the_word_document_says_the_same_and_the_same_gives_the_same_bytes(visit: Visit) -> None:
    visitor = visit(TEAM)
    first, second = (visitor.ask("GET", f"{PAGE}.docx").data for _ in range(2))
    assert first == second
    document = Document(io.BytesIO(first))
    words = "\n".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )
    assert ("It was asked why." in words, "The contract ends." in words) == (True, False)


def test_the_page_says_how_far_they_have_come_and_what_was_corrected(
    visit: Visit, ledger: Ledger
) -> None:
    ask: Given = (
        "ask_correction",
        {"item": "1", "words": "It was asked when.", "asked_by": "Nurse", "reason": "It was."},
        TEAM,
    )
    own: Given = ("ask_correction", {"item": "2", "words": "Twice", "reason": "It was."}, MEMBER)
    arrange(ledger, "meeting", MTG, [ask, own])
    assert "Minute 1.1 Asked for by Nurse" in visit(TEAM).get(PAGE).words
    arrange(ledger, "meeting", MTG, [
        ("accept_correction", {"correction": "1"}, CHAIR),
        ("decline_correction", {"correction": "2", "reason": "Once"}, CHAIR),
        ("clear_minutes", {}, CHAIR),
    ])  # fmt: skip
    page = visit(TEAM).get(PAGE)
    assert "Cleared by the chair on 10 June 2026" in page.words
    assert "Points and challenge (minute 1.1) It was asked when." in page.words
    assert page.words.endswith(
        "Minute 1.1 Asked for by Nurse on 10 June 2026: It was asked when. Accepted on 10 June "
        "2026. Minute 2 Asked for by SAAS member, Kent Police on 10 June 2026: Twice. Declined on "
        "10 June 2026: Once."
    )


def test_what_was_cleared_does_not_change_with_what_happens_afterwards(
    visit: Visit, ledger: Ledger, clock: FrozenDateTimeFactory
) -> None:
    action = set_action(ledger, title="Send it", owner_role="Head", due_on="2026-07-01")
    following = meetings.plan(ledger, meets_on="2026-09-09")
    arrange(ledger, "meeting", MTG, [
        ("finish_capture", {"capture": "1", "became": action}, TEAM),
        ("clear_minutes", {}, CHAIR),
    ])  # fmt: skip
    came = f"Came of minute 1.3 {action} Send it (Head, Kent Police, due on 1 July 2026)"
    before = visit(TEAM).get(PAGE).words
    assert came in before
    assert f"9 September 2026 {following}; papers are due" in before

    clock.tick(timedelta(days=1))
    do(ledger, "action.cancel", action, reason="Overtaken.")
    meetings.plan(ledger, meets_on="2026-10-14")
    do(ledger, "meeting.call_off", following, reason="Snow.")
    assert visit(TEAM).get(PAGE).words == before

    gone = {"attendee": "2", "how": "apologies", "reason": "He never came"}
    arrange(ledger, "meeting", MTG, [("correct_attendance", gone, TEAM)])
    assert (
        visit(TEAM)
        .get(PAGE)
        .words.endswith(
            "Corrections of these minutes Since they were cleared, on 11 June 2026 Corrected the "
            "attendance of Superintendent, Kent Police: apologies. He never came."
        )
    )


def test_a_decision_that_is_confirmed_is_told_in_its_words(visit: Visit, ledger: Ledger) -> None:
    gone = {"attendee": "2", "how": "apologies", "reason": "He had left."}
    arrange(ledger, "meeting", MTG, [("correct_attendance", gone, TEAM)])
    later = meetings.plan(ledger, meets_on="2026-06-10")
    confirmed = {"decision": "DEC-2026-002", "item": "1", "minute": "1"}
    arrange(ledger, "meeting", later, [*meetings.THERE, ("confirm_decision", confirmed, TEAM)])
    words = visit(TEAM).get(f"/meetings/{later}/minutes").words
    assert "Confirmed (minute 1) DEC-2026-002: One tool." in words


def test_there_are_no_minutes_of_a_meeting_that_is_not_opened(visit: Visit, ledger: Ledger) -> None:
    reference = meetings.plan(ledger, meets_on="2026-09-09")
    assert visit(TEAM).ask("GET", f"/meetings/{reference}/minutes").status_code == 422


def test_a_dispute_that_names_its_meeting_by_reference_is_known_to_it(
    ledger: Ledger, visit: Visit
) -> None:
    named = disputes.record(ledger, title="By its reference", meeting=MTG.lower(), minute="1.2",
                   met_on="2026-06-09")  # fmt: skip
    words = disputes.record(ledger, title="In words", meeting="SAAS, 9 June 2026", minute="1.2",
                   met_on="2026-06-09")  # fmt: skip
    page = visit(Role.BUSINESS_TEAM).get(f"/meetings/{MTG}")
    assert page.links[named] == f"/disputes/{named}"
    assert words not in page.links
    minutes = visit(Role.BUSINESS_TEAM).get(f"/meetings/{MTG}/minutes").words
    assert f"Came of minute 1.2 {named} By its reference" in minutes
