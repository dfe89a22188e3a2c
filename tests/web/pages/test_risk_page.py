"""One risk: how it stands, what was decided on what, and all that happened to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.minuted import OUTSIDE
from tests.partnership import PEOPLE, name_of
from tests.web.conftest import Visit
from tests.web.page import Page, cells
from tests.web.visitor import Visitor


@pytest.fixture
def reader(clock: FrozenDateTimeFactory, visit: Visit) -> Visitor:
    return visit(Role.AUDITOR)


def facts(page: Page) -> dict[str, str]:
    """The rows of every summary list."""
    return {
        row.first("dt").words: row.first("dd").words
        for row in page.main.every("div", class_="govuk-summary-list__row")
    }


def test_what_is_known_of_it_is_said_in_words(ledger: Ledger, reader: Visitor) -> None:
    reference = record(
        ledger, "A risk", kind="early_warning", cause="Rotas\nno longer\n\noverlap", event="delay",
        warning="Emerging", raised_in="saas", raised_by="kent-police", owner_role="Chief",
        owner_agency="cafcass", likelihood="4", impact="5", review_on="2026-09-01", on="2026-06-01",
    )  # fmt: skip
    do(ledger, "risk.choose_response", reference, response="treat")
    do(ledger, "risk.set_appetite", reference, appetite="9")
    do(ledger, "risk.judge_proximity", reference, proximity="Within a year")
    do(ledger, "risk.add_control", reference, text="A weekly look")
    do(ledger, "risk.set_target_date", reference, target_on="2026-12-01")
    do(ledger, "risk.set_target_date", reference, target_on="2027-01-01", reason="Slow.")
    page = reader.get(f"/risks/{reference}")
    assert facts(page) | {
        "Cause": "Rotas no longer overlap",
        "Event": "delay",
        "Consequence": "Not described",
        "Owner": "Chief, Cafcass",
        "Response": "Treat",
        "Appetite": "A score up to 9",
        "When it could happen": "Within a year",
        "Target date": "1 January 2027, moved once",
        "First target date": "1 December 2026",
        "Next review": "1 September 2026",
        "How it shows itself": "Emerging",
        "Raised": "SAAS, Kent Police",
        "Recorded": "1 June 2026",
    } == facts(page)
    assert page.table("scores")[1] == ["Current", "20 High", "4 – Likely", "5 – Major"]
    assert page.table("scores")[0] == ["Inherent", "Not scored", "Not known", "Not known"]
    assert "1. A weekly look" in page.words
    tags = [each.words for each in page.main.every("strong", class_="ledger-status")]
    assert tags == ["Early warning", "Above appetite", "Target date moved"]


def test_little_known_looks_whole_too(ledger: Ledger, reader: Visitor) -> None:
    page = reader.get(f"/risks/{record(ledger)}")
    assert (facts(page)["Owner"], facts(page)["Next review"]) == ("No owner", "None planned")
    assert "Cause" not in facts(page)


def test_its_reference_can_be_typed_in_small_letters(ledger: Ledger, reader: Visitor) -> None:
    assert reader.get(f"/risks/{record(ledger).lower()}").heading == "Fewer strategy discussions"


def test_what_was_published_is_kept_word_for_word_and_what_is_odd_is_said(
    ledger: Ledger, reader: Visitor
) -> None:
    reference = record(ledger)
    do(ledger, "risk.assess", reference, measure="current",
       likelihood="3", impact="4", published="16")  # fmt: skip
    do(ledger, "risk.assess", reference, measure="target", published="TBC")
    do(ledger, "risk.cite_source", reference, source_body="Wirral", source_reference="7",
       source_as_at="2021 autumn (inferred)", published_band="Red")  # fmt: skip
    page = reader.get(f"/risks/{reference}")
    scores = page.table("scores")
    assert scores[1][1] == "16 High Published as 16, but likelihood × impact is 12."
    assert "Published as “TBC”, which is not a number." in scores[2][1]
    assert facts(page)["Published in"] == "Wirral, 2021 autumn (inferred)"
    assert facts(page)["Published band"] == "Red"
    assert f"{reference} (Wirral 7)" in page.words


def test_each_entry_of_its_history_opens_to_before_and_after(
    ledger: Ledger, reader: Visitor
) -> None:
    reference = record(ledger, likelihood="4", impact="5", on="2026-06-01")
    do(ledger, "risk.assess", reference, by=PEOPLE[Role.BUSINESS_TEAM],
       measure="current", likelihood="2", impact="5", reason="Cover was found.")  # fmt: skip
    page = reader.get(f"/risks/{reference}")
    entry = next(page.main.every("li", class_="ledger-timeline__entry"))
    assert entry["id"] == f"position-{ledger.position()}"
    assert f"{name_of(Role.BUSINESS_TEAM)}, Business Team" in entry.words
    assert f"Recorded 10 June 2026 at 10:00am, step 3, position {ledger.position()}" in entry.words
    assert "Reason: Cover was found." in entry.words
    assert [cells(row) for row in entry.first("tbody").every("tr")] == [
        ["Current score", "20 (4 × 5), High", "10 (2 × 5), Medium"]
    ]
    assert "Happened on 1 June 2026." in page.words


def test_a_decision_names_what_was_known_and_what_has_changed_since(
    clock: FrozenDateTimeFactory, ledger: Ledger, reader: Visitor
) -> None:
    reference = record(ledger, "As it was")
    do(ledger, "risk.escalate", reference, to="executive", question="Who pays?", reason="Beyond.")
    seen = ledger.position()
    do(
        ledger,
        "risk.answer",
        reference,
        by=PEOPLE[Role.EXECUTIVE],
        answer="accept",
        words="So.",
        **OUTSIDE,
    )
    page = reader.get(f"/risks/{reference}")
    assert (
        "The KSCMP Executive accepted the risk as it stands, on 10 June 2026, seeing version 2 "
        f"of this risk and the log up to position {seen}" in page.words
    )
    assert "Nothing that it rests on has changed since." in page.words
    do(ledger, "risk.describe", reference, title="As it is", reason="Clearer.")
    page = reader.get(f"/risks/{reference}")
    assert "Changed since decided" in page.words
    words = "Changed the wording; it now reads “As it is”."
    assert page.links[words] == f"#position-{ledger.position()}"
    then = reader.get(page.links["see what they saw"])
    assert then.heading == "As it was"
    assert "Awaiting an answer from the KSCMP Executive" in then.words


def test_an_escalation_shows_its_age_until_it_is_answered(
    clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    reference = record(ledger)
    do(ledger, "risk.escalate", reference, to="lsp", question="Who pays?", reason="Beyond us.")
    clock.tick(timedelta(days=1))
    page = visit(Role.LSP).get(f"/risks/{reference}")
    assert (
        "Awaiting an answer from the Lead Safeguarding Partners since 10 June 2026, 1 day. "
        "Who pays?" in page.words
    )


def test_only_what_is_possible_now_is_offered(ledger: Ledger, visit: Visit) -> None:
    visitor = visit(Role.BUSINESS_TEAM)
    reference = record(ledger)
    assert not {"Reopen", "Answer the escalation", "Remove a link"} & set(
        visitor.get(f"/risks/{reference}").links
    )
    do(ledger, "risk.close", reference, closing="managed", reason="Done.")
    page = visitor.get(f"/risks/{reference}")
    assert "Reopen" in page.links
    assert not {"Close", "Assess a score", "Escalate"} & set(page.links)
    assert facts(page)["Why it was closed"] == "It is managed. Done."


def test_in_the_past_nothing_is_offered(ledger: Ledger, visit: Visit) -> None:
    reference = record(ledger)
    page = visit(Role.BUSINESS_TEAM).get(f"/risks/{reference}?as-at=%23{ledger.position()}")
    assert "What you can do" not in page.words
    assert "Your role can read this risk and change nothing." not in page.words


def test_before_it_was_recorded_there_is_nothing_to_see(ledger: Ledger, visit: Visit) -> None:
    then = ledger.position()
    reference = record(ledger)
    page = visit(Role.AUDITOR).get(f"/risks/{reference}?as-at=%23{then}", status=404)
    assert f"There was no {reference} yet at that moment" in page.words


def test_linked_risks_show_on_each_other(ledger: Ledger, reader: Visitor) -> None:
    one, other = record(ledger, "One"), record(ledger, "Other")
    do(ledger, "risk.link", one, other=other)
    do(ledger, "risk.close", other, closing="managed", reason="Done.")
    assert f"Linked items {other} Other Closed" in reader.get(f"/risks/{one}").words
    assert f"Linked items {one} One Not scored" in reader.get(f"/risks/{other}").words
