"""The Executive's page: its numbers are the register's, its movements have their reasons."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.databases import databases as databases  # on both dialects
from tests.web.conftest import Visit
from tests.web.page import Element, Page
from tests.web.visitor import Visitor

ASSESSED = {"measure": "current"}


@pytest.fixture
def story(clock: FrozenDateTimeFactory, ledger: Ledger) -> dict[str, str]:
    """A register that moved between 10 June and 10 July 2026; the references by name."""
    risks = {
        "risen": record(ledger, "Risen", likelihood="2", impact="4"),
        "fallen": record(ledger, "Fallen", likelihood="5", impact="5", owner_agency="cafcass"),
        "still": record(ledger, "Still", likelihood="3", impact="3", review_on="2026-06-20"),
        "closed": record(ledger, "Closed", likelihood="4", impact="4"),
        "unscored": record(ledger, "Unscored"),
        "odd": record(ledger, "Odd"),
    }
    do(ledger, "risk.assess", risks["odd"], measure="current", published="18")
    do(ledger, "risk.set_target_date", risks["still"], target_on="2026-06-30")
    do(ledger, "risk.set_appetite", risks["still"], appetite="6")
    do(ledger, "risk.escalate", risks["fallen"], on="2026-06-01",
       to="executive", question="Who pays?", reason="Beyond us.")  # fmt: skip
    clock.tick(timedelta(days=30))
    risks["new"] = record(ledger, "New", likelihood="1", impact="1")
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


def figures(page: Page) -> dict[str, str]:
    """Each figure's label with its number."""
    found = page.main.every("div", class_="ledger-figure")
    return {each.first("dt").words: each.first("dd").words for each in found}


def notes(page: Page) -> dict[str, str]:
    return {
        each.first("dt").words: each.first("dd", class_="ledger-figure__note").words
        for each in page.main.every("div", class_="ledger-figure")
    }


def cell(page: Page, likelihood: int, impact: int) -> Element:
    rows = list(page.root.first("table", class_="ledger-heat").first("tbody").every("tr"))
    return list(rows[5 - likelihood].every("td"))[impact - 1]


def test_its_numbers_are_those_of_the_register(executive: Visitor) -> None:
    page = executive.get("/executive")
    text = executive.ask("GET", "/risks.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    plain = Counter(row["Current band"] or "Not scored" for row in rows)
    assert figures(page) == {
        **{band: str(plain[band]) for band in ("High", "Medium", "Low", "Not scored")},
        "Awaiting an answer": str(sum(bool(row["Awaits an answer from"]) for row in rows)),
        "Disputes": "0",
    }
    assert figures(page)["High"] == "2"
    assert len(page.table("all")) == len(rows)
    lacks = page.words.partition("What the register lacks")[2]
    for words, rule in (
        ("No owner", lambda row: not row["Owner’s agency"] and not row["Owner’s role"]),
        ("No current score", lambda row: not row["Current score"]),
        ("No review planned", lambda row: not row["Next review"]),
        ("Score is odd", lambda row: bool(row["Current score: what is odd"])),
    ):
        assert f"{words}: {sum(map(rule, rows))}" in lacks


def test_each_figure_leads_to_the_risks_that_it_counts(executive: Visitor) -> None:
    page = executive.get("/executive")
    for words, number in figures(page).items():
        href = page.links[words]
        if not href.startswith("#"):
            assert str(len(executive.get(href).rows)) == number
    for link in list(page.main.every("ul"))[-1].every("a"):
        count = page.words.partition(f"{link.words}: ")[2].split()[0]
        assert str(len(executive.get(link["href"]).rows)) == count


def test_each_figure_is_set_beside_that_of_the_earlier_date(executive: Visitor) -> None:
    assert notes(executive.get("/executive?since=2026-06-10")) == {
        "High": "3 on 10 June 2026",
        "Medium": "2 on 10 June 2026",
        "Low": "0 on 10 June 2026",
        "Not scored": "1 on 10 June 2026",
        "Awaiting an answer": "escalations",
        "Disputes": "at the Executive or beyond",
    }


def test_what_moved_is_told_with_its_reason(story: dict[str, str], executive: Visitor) -> None:
    page = executive.get("/executive?since=2026-06-10")
    assert {row[0]: row[2:] for row in page.table("movements")} == {
        story["risen"]: ["▲ Up from 8", "16 High", "Two more vacancies."],
        story["fallen"]: ["▼ Down from 25", "10 Medium", "Cover was found."],
        story["new"]: ["New", "1 Low", ""],
        story["closed"]: ["Closed", "16 High", "It is managed. The work is done."],
    }


def test_a_correction_is_no_movement(
    story: dict[str, str], ledger: Ledger, executive: Visitor
) -> None:
    do(ledger, "risk.correct_score", story["still"], likelihood="3", impact="5",
       reason="Typed 3 for 5.", **ASSESSED)  # fmt: skip
    page = executive.get("/executive?since=2026-06-10")
    assert story["still"] not in {row[0] for row in page.table("movements")}
    (row,) = [row for row in page.table("all") if row[0] == story["still"]]
    assert row[2:4] == ["15 Medium", "No change"]


def test_the_heat_map_shows_where_each_risk_stands_and_stood(
    story: dict[str, str], executive: Visitor
) -> None:
    page = executive.get("/executive?since=2026-06-10")
    assert cell(page, 4, 4).words == (
        f"16 High {story['risen']} Risen was 2 × 4 {story['closed']} closed since"
    )
    assert cell(page, 2, 4).words == f"8 Medium {story['risen']} now 4 × 4"
    assert cell(page, 5, 5).words == f"25 High {story['fallen']} now 2 × 5"
    assert cell(page, 3, 3).words == f"9 Medium {story['still']} Still"
    assert cell(page, 1, 1).words == f"1 Low {story['new']} New new"
    off = page.words.partition("Not on the map, because likelihood or impact is not known: ")[2]
    assert off.startswith(f"{story['odd']} (18 High), {story['unscored']}.")


def test_a_crowded_cell_leads_to_the_rest(ledger: Ledger, executive: Visitor) -> None:
    for number in range(9):
        record(ledger, f"Crowd {number}", likelihood="5", impact="1")
    crowd = cell(executive.get("/executive"), 5, 1)
    assert "and 3 more" in crowd.words
    assert len(executive.get(list(crowd.every("a"))[-1]["href"]).rows) >= 9


def test_of_each_list_fifty_are_shown_and_the_rest_is_a_link_away(
    clock: FrozenDateTimeFactory, ledger: Ledger, story: dict[str, str], visit: Visit
) -> None:
    for number in range(60):
        risk = record(ledger, f"Crowd {number}", likelihood="5", impact="1", review_on="2026-07-20")
        do(ledger, "risk.set_target_date", risk, target_on="2026-07-20")
        do(ledger, "risk.set_appetite", risk, appetite="4")
        do(ledger, "risk.escalate", risk, to="lsp", question="And now?", reason="Beyond us.")
    clock.tick(timedelta(days=11))
    executive = visit(Role.EXECUTIVE)
    page = executive.get("/executive")
    shown = {"escalations": 62, "appetite": 61, "target-dates": 61, "overdue": 61, "all": 66}
    assert {name: len(page.table(name)) for name in shown} == dict.fromkeys(shown, 50)
    links = [link for link in page.main.every("a") if link.words.startswith("See all ")]
    assert sorted(int(link.words.split()[2]) for link in links) == sorted(shown.values())
    for link in links:
        of = link.words.split()[2]
        assert f"Showing 1 to 50 of {of}" in executive.get(link["href"]).words
    assert len(page.table("movements")) == 50
    assert "The first 50 are shown, the highest score first." in page.words
    rest = executive.get(page.links["See the movement of every risk"])
    assert "Showing 1 to 50 of 66" in rest.words


def test_escalations_stand_by_age_the_oldest_first(
    story: dict[str, str], executive: Visitor
) -> None:
    rows = executive.get("/executive").table("escalations")
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (story["fallen"], "The KSCMP Executive", "39 days since 1 June 2026"),
        (story["new"], "The Lead Safeguarding Partners", "0 days since 10 July 2026"),
    ]


def test_appetite_target_dates_and_reviews_have_their_tables(
    story: dict[str, str], executive: Visitor
) -> None:
    page = executive.get("/executive")
    still = [story["still"], "Still", "9 Medium", "No owner"]
    assert page.table("appetite") == [[*still, "6"]]
    moved = "5 July 2026 Passed moved once; first 30 June 2026"
    assert page.table("target-dates") == [[*still, moved]]
    assert page.table("overdue") == [[*still, "20 June 2026"]]


def test_it_can_be_read_as_it_stood(story: dict[str, str], executive: Visitor) -> None:
    page = executive.get("/executive?as-at=2026-06-10&since=2026-06-01")
    assert "As at 10 June 2026, position" in page.words
    assert figures(page)["High"] == "3"
    assert [row[0] for row in page.table("escalations")] == [story["fallen"]]
    assert story["new"] not in page.words
    assert executive.get(page.links["High"]).rows[0][2] == "25 High"


def test_now_it_says_at_which_position_of_the_log(ledger: Ledger, executive: Visitor) -> None:
    page = executive.get("/executive")
    assert (
        f"As at 10 July 2026, position {ledger.position()} of the log, "
        "compared with 10 April 2026." in page.words
    )


def test_before_anything_was_recorded_it_says_so_everywhere(executive: Visitor) -> None:
    page = executive.get("/executive?as-at=2000-01-01")
    assert "As at 1 January 2000, position 0 of the log" in page.words
    assert set(figures(page).values()) == {"0"}
    assert "No score moved, and no risk came or went." in page.words
    assert "No risk is outstanding." in page.words


def test_the_earlier_date_must_be_earlier(executive: Visitor) -> None:
    page = executive.get("/executive?as-at=2026-06-10&since=2026-07-01", status=422)
    assert "The date to compare with must not be after the date of the page." in page.words
