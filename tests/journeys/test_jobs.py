"""The jobs that people come with, done from end to end in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from application.ledger.clock import today
from tests.journeys.conftest import Arrive, Person

WAYS: dict[str, dict[str, Any]] = {
    "narrow": {"width": "narrow"},
    "without JavaScript": {"width": "wide", "java_script_enabled": False},
}
TITLE = "Strategy discussions start late at weekends"


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_risk_goes_up_is_answered_and_can_be_replayed(
    way: dict[str, Any], arrive: Arrive
) -> None:
    reference = record_assess_and_escalate(arrive("business-team", **way))
    answer(arrive("executive", **way), reference)
    reconsider(arrive("saas-member-police", **way), reference)
    replay(arrive("auditor", **way), reference)


def record_assess_and_escalate(team: Person) -> str:
    """The Business Team's job; the reference of the new risk."""
    page = team.page
    team.follow_button("Record a risk")
    page.get_by_label("Risk: something that may happen").check()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Cause").fill("Rotas no longer overlap\nfrom Friday to Monday")
    page.get_by_label("Where was it raised?").select_option("SAAS")
    page.get_by_label("Owner’s role").fill("Superintendent")
    page.get_by_label("Owner’s agency").select_option("Kent Police")
    team.press("Record a risk")
    assert team.heading == TITLE
    reference = page.url.rpartition("/")[2]

    team.follow("Assess a score")
    page.get_by_label("Current: with today’s controls").check()
    page.get_by_label("Likelihood").select_option("4 – Likely")
    page.get_by_label("Impact").select_option("5 – Major")
    team.press("Save")
    assert f"{reference}: you assessed the current score as 20 (4 × 5), High." in team.words

    team.follow("Escalate")
    page.get_by_label("The KSCMP Executive").check()
    page.get_by_label("What are they asked?").fill("Will you pay for a joint rota?")
    page.get_by_label("Why can SAAS not resolve it?").fill("No budget")
    team.press("Save")
    assert "Awaiting an answer from the KSCMP Executive" in team.words
    return reference


def answer(executive: Person, reference: str) -> None:
    """The Executive's job."""
    page = executive.page
    assert "Escalations that await your answer (2)" in executive.words
    executive.open("/executive")
    asked = page.get_by_role("listitem").filter(has_text="Will you pay for a joint rota?")
    asked.get_by_role("link", name=f"Answer {reference}").click()
    assert executive.heading == "Answer the escalation"
    page.get_by_label("Commission work").check()
    page.get_by_label("What was decided, and why").fill("Cost a joint rota by the next meeting.")
    page.get_by_label("Meeting", exact=True).fill("KSCMP Executive")
    page.get_by_label("Minute", exact=True).fill("4")
    met, day = page.get_by_role("group", name="Date of the meeting", exact=True), today()
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        met.get_by_label(part).fill(str(number))
    executive.press("Save")
    assert "The KSCMP Executive commissioned work, on " in executive.words
    assert "Nothing that it rests on has changed since." in executive.words


def reconsider(member: Person, reference: str) -> None:
    """The job of the agency that owns the risk."""
    member.open("/")
    member.follow_first(reference)
    member.follow("Assess a score")
    member.page.get_by_label("Current: with today’s controls").check()
    member.page.get_by_label("Likelihood").select_option("2 – Unlikely")
    member.page.get_by_label("Impact").select_option("5 – Major")
    member.page.get_by_label("Why this score, in one line").fill("Volunteers were found.")
    member.press("Save")
    assert "Changed since decided" in member.words


def replay(auditor: Person, reference: str) -> None:
    """The auditor's job: what was known when it was decided?"""
    page = auditor.page
    auditor.open("/audit")
    page.get_by_text("Search the trail").click()
    page.get_by_label("Reference").fill(reference)
    auditor.press("Apply filters")
    assert "Volunteers were found." in auditor.words
    page.get_by_role("main").get_by_role("link", name=reference, exact=True).last.click()
    assert "Step 1 of " in auditor.words
    auditor.open(f"/risks/{reference}")
    assert "10 Medium" in auditor.words
    auditor.follow("see what they saw")
    banner = page.get_by_role("region", name="As at")
    assert "You are looking at the ledger as it stood on" in banner.inner_text()
    assert "Awaiting an answer from the KSCMP Executive" in auditor.words
    assert "20 High" in auditor.words
    assert "What you can do" not in auditor.words
    assert page.get_by_role("main").get_by_role("listitem").filter(has_text="Escalated").count()
    banner.get_by_role("link", name="Back to now").click()
    assert "10 Medium" in auditor.words
