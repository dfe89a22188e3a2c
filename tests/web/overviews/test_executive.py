"""The Executive's sheet: its numbers are the registers', its movements have their reasons."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.databases import databases as databases  # on both dialects
from tests.disputing import BOOKED
from tests.following import receive, set_action
from tests.kent import load_placeholder
from tests.web.conftest import Visit
from tests.web.deeds import commissions, disputes, groups, meetings
from tests.web.doing import arrange
from tests.web.page import Element, Page
from tests.web.visitor import Visitor

ASSESSED = {"measure": "current"}


@pytest.fixture
def story(clock: FrozenDateTimeFactory, ledger: Ledger) -> dict[str, str]:
    """A register that moved between 10 June and 10 July 2026; the references by name."""
    risks = {
        "risen": record(ledger, "Risen", likelihood="2", impact="4"),
        "fallen": record(ledger, "Fallen", likelihood="5", impact="5", owner_agency="cafcass",
                         consequence="Children wait longer."),
        "still": record(ledger, "Still", likelihood="3", impact="3", review_on="2026-06-20"),
        "closed": record(ledger, "Closed", likelihood="4", impact="4"),
        "unscored": record(ledger, "Unscored"),
        "odd": record(ledger, "Odd"),
    }  # fmt: skip
    do(ledger, "risk.assess", risks["odd"], measure="current", published="18")
    do(ledger, "risk.set_target_date", risks["still"], target_on="2026-06-30")
    do(ledger, "risk.set_appetite", risks["still"], appetite="6")
    do(ledger, "risk.escalate", risks["fallen"], on="2026-06-01",
       to="executive", question="Who pays?", reason="Beyond us.")  # fmt: skip
    clock.tick(timedelta(days=30))
    risks["new"] = record(ledger, "New", likelihood="1", impact="1", cause="A new law.")
    do(ledger, "risk.assess", risks["risen"], likelihood="4", impact="4",
       reason="Two more vacancies.", **ASSESSED)  # fmt: skip
    do(ledger, "risk.assess", risks["fallen"], likelihood="2", impact="5",
       reason="Cover was found.", **ASSESSED)  # fmt: skip
    do(ledger, "risk.escalate", risks["new"], to="lsp", question="And now?", reason="Beyond us.")
    do(ledger, "risk.close", risks["closed"], closing="managed", reason="The work is done.")
    do(ledger, "risk.set_target_date", risks["still"], target_on="2026-07-05", reason="Slow.")
    return risks


@pytest.fixture
def executive(story: dict[str, str], visit: Visit) -> Visitor:
    return visit(Role.EXECUTIVE)


def figures(page: Page) -> dict[str, list[str]]:
    """Each figure's label with its number and its change."""
    found = page.main.first("dl", class_="ledger-sheet__figures").every("div")
    return {each.first("dt").words: [dd.words for dd in each.every("dd")] for each in found}


def decide(page: Page) -> list[str]:
    """The lines of what is to be decided."""
    return [each.words for each in page.main.every("li", class_="ledger-decide")]


def moved(page: Page) -> list[str]:
    return [each.words for each in page.main.first("section", aria_labelledby="moved").every("li")]


def cell(page: Page, likelihood: int, impact: int) -> str:
    """What stands at a place of the heat map."""
    rows = list(page.root.first("table", aria_labelledby="map").first("tbody").every("tr"))
    return list(rows[5 - likelihood].every("td"))[impact - 1].words


def arrows(page: Page) -> int:
    return len(list(page.main.every("line")))


def all_links(page: Page) -> list[Element]:
    return list(page.main.every("a"))


def test_what_is_to_be_decided_says_who_asks_how_long_and_what_delay_costs(
    story: dict[str, str], executive: Visitor
) -> None:
    page = executive.get("/executive")
    assert decide(page) == [
        f"Who pays? {story['fallen']} · asked by SAAS 29 working days ago · "
        f"if it happens: Children wait longer Answer {story['fallen']}",
        f"Live with “Still” at 9, or act? {story['still']} · above the appetite of 6, "
        f"assessed 10 June 2026 Decide {story['still']}",
    ]
    answer, look = (each["href"] for each in page.main.every("a", class_="govuk-button"))
    assert "Answer the escalation" in executive.get(answer).words
    assert story["still"] in executive.get(look).words


def test_what_the_lead_safeguarding_partners_are_asked_is_not_the_executives_to_decide(
    executive: Visitor,
) -> None:
    assert "And now?" not in executive.get("/executive").words


def test_who_may_not_decide_is_led_to_the_item(story: dict[str, str], visit: Visit) -> None:
    page = visit(Role.AUDITOR).get("/executive")
    links = {each.words: each["href"] for each in page.main.every("a", class_="govuk-button")}
    assert links == {
        f"Open {story['fallen']}": f"/risks/{story['fallen']}",
        f"Open {story['still']}": f"/risks/{story['still']}",
    }


def test_what_was_decided_is_asked_again_only_once_something_has_changed(
    story: dict[str, str], ledger: Ledger, executive: Visitor
) -> None:
    do(ledger, "risk.accept", story["still"], to="executive",
       reason="We live with it.", **commissions.MINUTED)  # fmt: skip
    assert len(decide(executive.get("/executive"))) == 1
    do(ledger, "risk.assess", story["still"], likelihood="5", impact="3", reason="Worse.",
       **ASSESSED)  # fmt: skip
    assert "Live with “Still” at 15, or act?" in decide(executive.get("/executive"))[1]


def test_disputes_and_ratifications_are_among_it_the_urgent_and_the_longest_waiting_first(
    clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    load_placeholder(ledger)
    waiting = disputes.record(ledger, title="Waiting", impact="Visits happen twice.",
                              outcome_sought="One visit.")  # fmt: skip
    arrange(ledger, "dispute", waiting, disputes.AT_EXECUTIVE)
    groups.establish(ledger)
    groups.establish(ledger, ruled=False, name="Policy Group", short="Policy", kind="sub_group")
    commissions.ask(ledger)
    clock.tick(timedelta(days=7))
    lines = decide(visit(Role.EXECUTIVE).get("/executive"))
    assert lines[0].startswith(f"Waiting {waiting} · Kent County Council and Kent Police, ")
    assert "here for 5 working days" in lines[0]
    assert "sought: One visit · until then: Visits happen twice" in lines[0]
    assert lines[1].startswith("Ratify the commission “")
    assert "asked by SAAS 8 working days ago" in lines[1]
    assert "nothing starts before (ToR 5.3)" in lines[1]


def test_a_dispute_is_told_by_the_question_once_it_is_on_record(
    clock: object, ledger: Ledger, visit: Visit
) -> None:
    load_placeholder(ledger)
    reference = disputes.record(ledger, title="Thresholds")
    arrange(ledger, "dispute", reference, disputes.AT_EXECUTIVE)
    executive = visit(Role.EXECUTIVE)
    assert decide(executive.get("/executive"))[0].startswith(f"Thresholds {reference}")
    asked = BOOKED["executive"][0]
    do(ledger, "dispute.keep_record", reference, record=asked, words="Shall there be one panel?")
    assert decide(executive.get("/executive"))[0].startswith(
        f"Shall there be one panel? {reference}"
    )
    do(ledger, "dispute.escalate", reference, reason="No majority.", for_the_record="All of it.")
    assert decide(executive.get("/executive")) == []


def test_at_most_seven_are_shown_and_the_rest_is_a_link_away(
    ledger: Ledger, story: dict[str, str], executive: Visitor
) -> None:
    for number in range(8):
        risk = record(ledger, f"Crowd {number}", likelihood="5", impact="1")
        do(ledger, "risk.escalate", risk, to="executive", question="Now?", reason="Beyond us.")
    page = executive.get("/executive")
    assert len(decide(page)) == 7
    assert decide(page)[0].startswith("Who pays?")
    assert "Decide today (7 of 10)" in page.words
    rest = {words: href for words, href in page.links.items() if words[0].isdigit()}
    assert set(rest) == {"2 questions", "1 risk above its appetite"} | {
        words for words in rest if "-" in words
    }
    assert len(executive.get(rest["2 questions"]).rows) == 10


def test_the_four_figures_have_their_change(
    story: dict[str, str], ledger: Ledger, executive: Visitor
) -> None:
    set_action(ledger, due_on="2026-07-01", on="2026-06-20")
    found = figures(executive.get("/executive?since=2026-06-10"))
    assert found == {
        "High risks": ["2", "▼down by 1"],
        "Recommendations claimed, verified": ["–", "none counts"],
        "Late actions": ["1", "▲up by 1"],
        "Open disputes, 0 here or beyond": ["0", "no change"],
    }


def test_each_figure_leads_to_what_it_counts(executive: Visitor) -> None:
    page = executive.get("/executive")
    for link, (label, numbers) in zip(
        page.main.first("dl", class_="ledger-sheet__figures").every("a"),
        figures(page).items(), strict=True,
    ):  # fmt: skip
        if numbers[0].isdigit():
            assert str(len(executive.get(link["href"]).rows)) == numbers[0], label


def test_what_moved_is_told_with_its_reason_the_worst_first(
    story: dict[str, str], executive: Visitor
) -> None:
    assert moved(executive.get("/executive?since=2026-06-10")) == [
        "▲ 8→16Up from 8 to 16. Risen: Two more vacancies.",
        "New 1 New: A new law.",
        "▼ 25→10Down from 25 to 10. Fallen: Cover was found.",
        "Closed Closed: It is managed. The work is done.",
    ]


def test_a_correction_is_no_movement(
    story: dict[str, str], ledger: Ledger, executive: Visitor
) -> None:
    do(ledger, "risk.correct_score", story["still"], likelihood="3", impact="5",
       reason="Typed 3 for 5.", **ASSESSED)  # fmt: skip
    page = executive.get("/executive?since=2026-06-10")
    assert not [words for words in moved(page) if "Still" in words]
    assert arrows(page) == 2
    (row,) = [row for row in page.table("all-risks") if row[0] == story["still"]]
    assert row[2:4] == ["15 Medium 3 × 5", "No change"]


def test_the_heat_map_counts_the_risks_of_each_place_and_says_from_where_they_came(
    story: dict[str, str], executive: Visitor
) -> None:
    page = executive.get("/executive?since=2026-06-10")
    assert cell(page, 4, 4) == "16 H 1 risk, 1 from 2 × 4"
    assert cell(page, 2, 5) == "10 M 1 risk, 1 from 5 × 5"
    assert cell(page, 3, 3) == "9 M 1 risk"
    assert cell(page, 5, 5) == "25 H"
    assert arrows(page) == 2
    assert "2 risks have no likelihood or impact and are not on the map." in page.words


def test_what_each_partner_owes_is_counted_and_leads_to_what_it_is(
    story: dict[str, str], ledger: Ledger, executive: Visitor
) -> None:
    load_placeholder(ledger)
    disputes.record(ledger, title="Silent")
    do(ledger, "risk.assign_owner", story["still"], owner_agency="kent-police", owner_role="Head",
       reason="Agreed.")  # fmt: skip
    page = executive.get("/executive")
    found = {row[0]: row[1:] for row in page.table("partners")}
    assert found["Kent Police"][1:] == ["1", "0"]
    assert sum(int(row[0]) for row in found.values()) == 1
    assert list(found)[-1] == "All others"
    assert executive.get(page.links["Kent Police"]).heading == "Kent Police"


def test_the_dates_of_the_next_60_days_stand_by_day(
    ledger: Ledger, story: dict[str, str], executive: Visitor
) -> None:
    groups.establish(ledger)
    meetings.plan(ledger, meets_on="2026-08-20", starts_at="14:00", minutes="90")
    meetings.plan(ledger, meets_on="2026-10-20", starts_at="14:00", minutes="90")
    do(ledger, "risk.set_target_date", story["risen"], target_on="2026-08-20")
    assert executive.get("/executive").table("dates") == [
        ["11 Aug", "Papers due for SAAS, 20 August 2026"],
        ["20 Aug", f"SAAS meets; Target date of {story['risen']}, Risen"],
    ]


def test_every_outstanding_risk_stands_in_one_table_with_what_is_amiss(
    story: dict[str, str], executive: Visitor
) -> None:
    page = executive.get("/executive?since=2026-06-10")
    rows = {row[0]: row[4:] for row in page.table("all-risks")}
    text = executive.ask("GET", "/risks.csv").data.decode("utf-8-sig")
    assert set(rows) == {row["Reference"] for row in csv.DictReader(io.StringIO(text))}
    assert rows[story["still"]] == [
        "", "above 6", "passed 5 Jul 2026, moved once", "review since 20 Jun 2026", "No owner",
    ]  # fmt: skip
    assert rows[story["fallen"]][:3] == ["The KSCMP Executive, 29 working days", "", ""]
    assert rows[story["new"]][0] == "The Lead Safeguarding Partners, 0 working days"
    assert "No current score" in rows[story["unscored"]][-1]
    assert "1 above appetite · 1 target date passed or moved · No owner: 5" in page.words


def test_a_late_recommendation_is_told_beside_its_risk(
    clock: FrozenDateTimeFactory, ledger: Ledger, story: dict[str, str], visit: Visit
) -> None:
    late = receive(ledger, due_words="2026-07-12")
    do(ledger, "risk.link", story["still"], other=late)
    clock.tick(timedelta(days=5))
    rows = visit(Role.EXECUTIVE).get("/executive").table("all-risks")
    (row,) = [row for row in rows if row[0] == story["still"]]
    assert row[7] == "review since 20 Jun 2026; 1 linked recommendation"


def test_of_many_risks_fifty_are_shown_and_the_rest_is_a_link_away(
    ledger: Ledger, story: dict[str, str], executive: Visitor
) -> None:
    for number in range(60):
        record(ledger, f"Crowd {number}", likelihood="5", impact="1")
    page = executive.get("/executive")
    assert len(page.table("all-risks")) == 50
    (link,) = [each for each in all_links(page) if each.words.startswith("See all ")]
    assert link.words == "See all 66 outstanding risks"
    assert "Showing 1 to 50 of 66" in executive.get(link["href"]).words


def test_nothing_is_linked_more_than_twice(story: dict[str, str], executive: Visitor) -> None:
    hrefs = [each["href"] for each in all_links(executive.get("/executive"))]
    for reference in story.values():
        assert sum(reference in href for href in hrefs) <= 2


def test_it_can_be_read_as_it_stood(story: dict[str, str], executive: Visitor) -> None:
    page = executive.get("/executive?as-at=2026-06-10&since=2026-06-01")
    assert "As at 10 June 2026, position" in page.words
    assert figures(page)["High risks"][0] == "3"
    assert next(line.split(" ·")[0] for line in decide(page)) == f"Who pays? {story['fallen']}"
    assert story["new"] not in page.words
    assert executive.get(page.links["High risks"]).rows[0][2] == "25 High"


def test_now_it_says_at_which_position_of_the_log_and_bears_its_marking_and_code(
    ledger: Ledger, executive: Visitor
) -> None:
    page = executive.get("/executive")
    assert (
        f"As at 10 July 2026, position {ledger.position()} of the log. "
        "Compared with 10 April 2026" in page.words
    )
    assert "OFFICIAL-SENSITIVE" in page.words
    assert f"Checkpoint {ledger.position()}-" in page.words


def test_before_anything_was_recorded_it_says_so_everywhere(executive: Visitor) -> None:
    page = executive.get("/executive?as-at=2000-01-01")
    assert "As at 1 January 2000, position 0 of the log" in page.words
    assert {numbers[0] for numbers in figures(page).values()} == {"0", "–"}
    for words in ("Nothing waits for a decision.", "No score moved, and no risk came or went",
                  "No date is on record.", "No risk is outstanding."):  # fmt: skip
        assert words in page.words


def test_the_earlier_date_must_be_earlier(executive: Visitor) -> None:
    page = executive.get("/executive?as-at=2026-06-10&since=2026-07-01", status=422)
    assert "The date to compare with must not be after the date of the page." in page.words
