"""A dispute from its minute to the next stage, in a real browser, by mouse and by keyboard."""

from __future__ import annotations

from application.ledger.clock import today
from application.ledger.ledger import Ledger
from domain.kernel.item import long_date
from tests.acts import do
from tests.disputing import complete_record, dispute
from tests.journeys.conftest import Arrive, Person
from tests.journeys.test_keyboard import FOCUSED, tab_to

LONG = "Supercalifragilisticexpialidocious" * 5
TITLE = "Who calls the strategy discussion"


def test_a_dispute_is_recorded_answered_and_escalated(arrive: Arrive) -> None:
    reference = record(arrive("business-team", width="narrow"))
    reply(arrive("saas-member-police", width="narrow"), reference)
    escalate(arrive("saas-chair"), reference)


def record(team: Person) -> str:
    """The Business Team's job; the reference of the new dispute."""
    page, day = team.page, today()
    team.open("/disputes")
    assert "not the route for a child at immediate risk" in team.words
    team.follow_button("Record a dispute")
    assert team.barriers() == []
    team.press("Continue")
    assert page.title().startswith("Error: ")
    assert team.barriers() == []
    page.get_by_label("A dispute between agencies").check()
    about_a_case = page.get_by_role("group", name="Is it about a single child’s case?")
    about_a_case.get_by_label("No").check()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("What is it about?").fill("The two read the thresholds differently.")
    page.get_by_label("Impact on children").fill("Children wait.")
    page.get_by_label("Outcome sought").fill("One reading.")
    team.press("Continue")
    page.get_by_label("Meeting", exact=True).fill("SAAS")
    page.get_by_label("Minute", exact=True).fill("5.2")
    met = page.get_by_role("group", name="Date of the meeting", exact=True)
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        met.get_by_label(part).fill(str(number))
    team.press("Save and come back later")
    assert team.barriers() == []
    team.follow(f"Record a dispute or an issue: {TITLE}")
    page.get_by_label("Agency that raises it").select_option("Kent County Council")
    page.get_by_label("What is its position?").fill("After a check.")
    page.get_by_label("Agency that disagrees").select_option("Kent Police")
    page.get_by_label("What is that agency’s position?").fill("At once.")
    team.press("Continue")
    page.go_back()
    assert page.get_by_label("What is its position?").input_value() == "After a check."
    page.go_forward()
    team.press("Check your answers")
    assert team.heading == "Check your answers"
    assert team.barriers() == []
    team.press("Record a dispute or an issue")
    assert team.heading == TITLE
    assert f"Minute 5.2 of SAAS, {long_date(day.isoformat())}" in team.words
    assert team.barriers() == []
    return page.url.rpartition("/")[2]


def reply(member: Person, reference: str) -> None:
    """The job of the agency whose reply is awaited."""
    member.open("/")
    assert "Disputes that await your agency’s reply" in member.words
    member.follow_first(reference)
    member.follow("Record a reply (A reply from Kent Police)")
    assert member.page.get_by_label("Agency", exact=True).input_value() == "kent-police"
    assert member.barriers() == []
    member.page.get_by_label("What does it reply?").fill("We keep to our reading.")
    member.press("Save")
    assert "We keep to our reading." in member.words
    assert "No reply yet" not in member.words


def escalate(chair: Person, reference: str) -> None:
    """The Chair's job: first the record of the stage, then up."""
    chair.open(f"/disputes/{reference}")
    chair.page.get_by_text("What cannot be done now, and why").click()
    assert "First put on record for this stage" in chair.words
    assert chair.barriers() == []
    record = "For the record of this stage: The named lead of each party"
    chair.follow(f"Complete the record of the stage ({record})")
    assert chair.barriers() == []
    chair.page.get_by_label("For the record").fill("Two heads of service.")
    chair.press("Save")
    chair.follow("Escalate (Or else, an escalation to Senior managers)")
    assert "The next stage is Senior managers." in chair.words
    chair.page.get_by_label("Reason").fill("No agreement.")
    chair.page.get_by_label("For the record, as this stage ends").fill("They met twice.")
    assert chair.barriers() == []
    chair.press("Save")
    assert "Stage 2 of 6: Senior managers" in chair.words
    current = chair.page.locator("[aria-current=step]")
    assert "Stage 2 of 6: Senior managers" in current.inner_text()


def test_a_dispute_of_which_too_much_is_known_has_no_barrier(
    ledger: Ledger, arrive: Arrive
) -> None:
    words = dict.fromkeys(("title", "issue", "impact", "outcome_sought", "theme"), LONG)
    urgent = dict.fromkeys(("urgent_reason", "authorised_by", "protective_step", "contact"), LONG)
    reference = dispute(ledger, meeting=LONG, minute=LONG, position=LONG, **words, **urgent)
    do(ledger, "dispute.reply", reference, agency="kent-county-council", reply=LONG)
    do(ledger, "dispute.record_dissent", reference, agency="kent-police", dissent=LONG)
    complete_record(ledger, reference, "direct")
    do(ledger, "dispute.escalate", reference, to="saas", reason=LONG)
    do(ledger, "dispute.recuse", reference, role=LONG, reason=LONG)
    do(ledger, "dispute.name_convener", reference, role=LONG[::-1], agency="cafcass")
    dispute(ledger, title="Second", met_on="2026-04-30")
    person = arrive("business-team")
    for address in (
        f"/disputes/{reference}", "/disputes?search=" + LONG[:20], "/disputes/clock",
        "/disputes/clock?by=agency", "/disputes/figures", "/", "/executive",
    ):  # fmt: skip
        person.open(address)
        person.page.evaluate(
            "document.querySelectorAll('main details').forEach(e => e.open = true)"
        )
        assert person.barriers() == []


def test_a_form_of_a_dispute_has_no_barrier(ledger: Ledger, arrive: Arrive) -> None:
    reference = dispute(ledger)
    complete_record(ledger, reference, "direct")
    team = arrive("business-team", width="narrow")
    team.open(f"/disputes/{reference}")
    links = team.page.locator(".ledger-moves a")
    addresses = [str(link.get_attribute("href")) for link in links.all()]
    assert len(addresses) > 10
    for address in addresses:
        team.open(address)
        assert team.barriers("main", widths=["narrow"]) == []


def test_a_reply_is_given_without_touching_a_mouse(ledger: Ledger, arrive: Arrive) -> None:
    reference = dispute(ledger, raised_by="kent-county-council", other_agency="kent-police")
    person = arrive("saas-member-police", width="narrow")
    person.open("/")
    page = person.page
    tab_to(page, reference)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{reference}")
    tab_to(page, "Record a reply")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reply?**")
    tab_to(page, "What does it reply?")
    assert page.evaluate(FOCUSED)["seen"]
    page.keyboard.type("We agree.")
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{reference}")
    assert "We agree." in page.get_by_role("main").inner_text()
