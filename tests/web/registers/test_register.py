"""The Partnership Risk Register: what it lists, in which order, as at when, and as a file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from urllib.parse import quote

import pytest
from freezegun.api import FrozenDateTimeFactory

from application.ledger.ledger import Ledger
from domain.kernel.terms import Role
from tests.acts import do, record
from tests.web.conftest import Visit
from tests.web.page import Page
from tests.web.visitor import Visitor


def references(page: Page) -> list[str]:
    return [row[0] for row in page.rows]


def titles(page: Page) -> list[str]:
    """The register's titles, without the notices under them."""
    rows = page.main.first("tbody").every("tr") if page.rows else []
    return [str(row.first("td").inside[0]) for row in rows]


def downloaded(visitor: Visitor, address: str) -> list[dict[str, str]]:
    answer = visitor.ask("GET", address)
    assert answer.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.fixture
def reader(visit: Visit) -> Visitor:
    """Somebody who sees the whole register and changes nothing."""
    return visit(Role.AUDITOR)


# Filters


@pytest.fixture
def register(clock: FrozenDateTimeFactory, ledger: Ledger) -> None:
    """Six risks that differ in every way the register can be filtered by."""
    high = record(
        ledger, "High", cause="a Flood", owner_agency="kent-police", owner_role="Chief",
        likelihood="4", impact="5", review_on="2026-06-12",
    )  # fmt: skip
    do(ledger, "risk.escalate", high, to="executive", question="Who pays?", reason="Beyond us.")
    medium = record(
        ledger, "Medium", kind="issue", likelihood="3", impact="4", review_on="2026-12-01",
        owner_agency="kent-county-council",
    )  # fmt: skip
    do(ledger, "risk.assess", medium, measure="target", likelihood="1", impact="1")
    low = record(ledger, "Low", kind="early_warning", likelihood="1", impact="2", theme="50%")
    do(ledger, "risk.set_appetite", low, appetite="1")
    record(ledger, "Unscored", owner_role="Somebody", review_on="2026-12-01")
    odd = record(ledger, "Odd", owner_role="Somebody", review_on="2026-12-01")
    do(ledger, "risk.assess", odd, measure="current", likelihood="3", impact="5", published="16")
    closed = record(ledger, "Closed", likelihood="5", impact="5")
    do(ledger, "risk.close", closed, closing="managed", reason="All is well.")
    clock.tick(timedelta(days=3))


FILTERS = {
    "": {"High", "Medium", "Low", "Unscored", "Odd"},
    "status=closed": {"Closed"},
    "status=all": {"High", "Medium", "Low", "Unscored", "Odd", "Closed"},
    "band=High": {"High", "Odd"},
    "band=Low": {"Low"},
    "band=unscored": {"Unscored"},
    "owner_agency=kent-police": {"High"},
    "owner_agency=atlantis": set(),
    "kind=issue": {"Medium"},
    "kind=early_warning": {"Low"},
    "escalated=yes": {"High"},
    "overdue=yes": {"High"},
    "above_target=yes": {"Medium"},
    "above_appetite=yes": {"Low"},
    "hygiene=no_owner": {"Low"},
    "hygiene=no_score": {"Unscored"},
    "hygiene=overdue_review": {"High"},
    "hygiene=no_review": {"Low"},
    "hygiene=odd_score": {"Odd"},
    "search=flood": {"High"},
    "search=%25": set(),
    "search=RSK-2026-002": {"Medium"},
    "search=rsk-2026-00": {"High", "Medium", "Low", "Unscored", "Odd"},
    "search=nothing+of+the+kind": set(),
    "band=High&escalated=yes&search=flood": {"High"},
    "band=High&overdue=yes&kind=issue": set(),
}


def test_a_filter_leaves_what_it_names(register: None, reader: Visitor) -> None:
    assert {query: set(titles(reader.get(f"/risks?{query}"))) for query in FILTERS} == FILTERS


def test_each_filter_in_force_is_named_and_can_be_taken_away(
    register: None, reader: Visitor
) -> None:
    page = reader.get(
        "/risks?band=High&owner_agency=kent-police&kind=risk&status=all&escalated=yes&overdue=yes"
        "&search=flood&hygiene=overdue_review&above_target=yes&above_appetite=yes&sort=title"
    )
    taken_away = {
        words.removeprefix("Remove filter: ").removesuffix(" ✕"): href
        for words, href in page.links.items()
        if words.startswith("Remove filter: ")
    }
    assert set(taken_away) == {
        "Open and closed", "High", "Kent Police", "Risk", "Awaiting an answer", "Review overdue",
        "Above target", "Above appetite", "“flood”",
    }  # fmt: skip
    assert "band" not in taken_away["High"]
    assert "sort=title" in taken_away["High"]
    assert page.links["Clear all"] == "/risks"


# Order and pages


def test_the_highest_score_comes_first_and_what_has_none_last(
    register: None, reader: Visitor
) -> None:
    assert titles(reader.get("/risks")) == ["High", "Odd", "Medium", "Low", "Unscored"]


def test_it_can_be_sorted(register: None, reader: Visitor) -> None:
    for sort, expected in [
        ("score", ["Low", "Medium", "Odd", "High", "Unscored"]),
        ("title", ["High", "Low", "Medium", "Odd", "Unscored"]),
        ("-title", ["Unscored", "Odd", "Medium", "Low", "High"]),
        ("reference", ["High", "Medium", "Low", "Unscored", "Odd"]),
        ("-reference", ["Odd", "Unscored", "Low", "Medium", "High"]),
        ("target", ["Medium", "High", "Low", "Unscored", "Odd"]),
        ("owner", ["Medium", "High", "Low", "Unscored", "Odd"]),
        ("review", ["High", "Medium", "Unscored", "Odd", "Low"]),
        ("nonsense", ["High", "Odd", "Medium", "Low", "Unscored"]),
    ]:
        assert titles(reader.get(f"/risks?sort={sort}")) == expected, sort


def test_fifty_are_on_a_page_and_the_rest_on_the_next(ledger: Ledger, reader: Visitor) -> None:
    every = sorted(record(ledger, f"Risk {number}") for number in range(53))
    page = reader.get("/risks?sort=reference")
    assert references(page) == every[:50]
    assert "Showing 1 to 50 of 53" in page.words
    following = reader.get("/risks" + page.root.first("a", rel="next")["href"])
    assert references(following) == every[50:]
    assert "Showing 51 to 53 of 53" in following.words
    back = reader.get("/risks" + following.root.first("a", rel="prev")["href"])
    assert references(back) == every[:50]
    beyond = reader.get("/risks?page=3&sort=reference")
    assert "There is no page 3 of this list." in beyond.words
    assert references(reader.get("/risks" + beyond.links["Go to the first page"])) == every[:50]
    assert len(downloaded(reader, "/risks.csv?page=2")) == 53


def test_a_page_that_cannot_be_is_the_first_and_one_that_is_not_there_says_so(
    ledger: Ledger, reader: Visitor
) -> None:
    reference = record(ledger)
    for page in ("-1", "0", "nonsense", "1.5", "", "9" * 5000):
        assert references(reader.get(f"/risks?page={page}")) == [reference]
    for page in ("2", "999", "9" * 25):
        assert "of this list. Go to the first page" in reader.get(f"/risks?page={page}").words


# Odd addresses


ODD = [
    "band=x", "band=", "kind=x", "status=x", "hygiene=x", "escalated=x", "sort=", "sort=--score",
    "sort=current_figure;drop+table+risk_register", "search=%27%22%3B--", "search=" + "x" * 5000,
    "search=%ff%fe", "owner_agency=%27", "band=High&band=Low", "nothing=of+the+kind", "as-at=",
    "since=", "page=2&page=3", "=", "&&&", "search=%F0%9F%90%9D", "search=_", "search=\\",
]  # fmt: skip


@pytest.mark.parametrize("path", ["/risks", "/audit", "/executive", "/agencies", "/people", "/"])
def test_no_query_is_too_odd_for_a_page(path: str, reader: Visitor) -> None:
    for query in ODD:
        assert reader.get(f"{path}?{query}").heading, query


NO_MOMENTS = {
    "nonsense": "“nonsense” is not a moment.",
    "2026-02-30": "“2026-02-30” is not a moment.",
    "2126-01-01": "1 January 2126 is in the future.",
    "9999-12-31": "31 December 9999 is in the future.",
    "2126-01-01T10:00": "1 January 2126 is in the future.",
    "0001-01-01": "There was no ledger in the year 1.",
    "#999999": "The log has no position 999999 yet",
    "#" + "9" * 99: "is not a position of the log.",
    "#-1": "is not a position of the log.",
    "#": "is not a position of the log.",
    "<b>": "“<b>” is not a moment.",
}


@pytest.mark.parametrize("path", ["/risks", "/audit", "/executive", "/agencies", "/people"])
def test_a_moment_that_cannot_be_is_refused_in_a_sentence(path: str, reader: Visitor) -> None:
    for words, sentence in NO_MOMENTS.items():
        page = reader.get(f"{path}?as-at={quote(words)}", status=422)
        assert sentence in page.words


# As at


def test_before_the_first_risk_the_register_is_empty(
    clock: FrozenDateTimeFactory, ledger: Ledger, reader: Visitor
) -> None:
    record(ledger)
    page = reader.get("/risks?as-at=2000-01-01")
    assert "No risk is open." in page.words
    assert "position 0" in page.root.words
    name = reader.ask("GET", "/risks.csv?as-at=2000-01-01").headers["Content-Disposition"]
    assert "as-at-2000-01-01-position-0.csv" in name


def test_from_a_past_moment_one_comes_back_to_the_same_list_now(
    ledger: Ledger, reader: Visitor
) -> None:
    record(ledger, "High", likelihood="4", impact="5")
    record(ledger, "Low", likelihood="1", impact="1")
    page = reader.get(f"/risks?band=High&as-at=%23{ledger.position()}")
    banner = page.root.first("section", aria_label="As")
    (back,) = [each["href"] for each in banner.every("a") if each.words == "Back to now"]
    assert titles(reader.get(f"/risks{back}")) == ["High"]


def test_movement_since_an_earlier_date_is_shown_in_words(
    clock: FrozenDateTimeFactory, ledger: Ledger, visit: Visit
) -> None:
    risen = record(ledger, "Risen", likelihood="2", impact="2")
    fallen = record(ledger, "Fallen", likelihood="5", impact="5")
    record(ledger, "Still", likelihood="3", impact="3")
    clock.tick(timedelta(days=2))
    record(ledger, "New", likelihood="1", impact="1")
    do(ledger, "risk.assess", risen, measure="current", likelihood="3", impact="2", reason="Up.")
    do(ledger, "risk.assess", fallen, measure="current", likelihood="2", impact="5", reason="Dn.")
    rows = visit(Role.AUDITOR).get("/risks?since=2026-06-10").rows
    assert {row[1].split()[0]: row[3] for row in rows} == {
        "Risen": "▲ Up from 4",
        "Fallen": "▼ Down from 25",
        "Still": "No change",
        "New": "New",
    }


def test_movement_since_a_later_date_is_refused(reader: Visitor) -> None:
    page = reader.get("/risks?as-at=2025-01-01&since=2025-06-01", status=422)
    assert "The date to compare with must not be after the date of the page." in page.words


# What leaves as a file


def test_the_file_opens_in_a_spreadsheet_and_no_text_runs_there(
    clock: FrozenDateTimeFactory, ledger: Ledger, reader: Visitor
) -> None:
    formula = '=HYPERLINK("https://evil.example","click")'
    reference = record(ledger, formula, cause="-2+3", event="@SUM(A1)", consequence='<b>"x"</b>')
    page = reader.get("/risks")
    assert formula in page.words
    answer = reader.ask("GET", page.links["CSV"])
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert (
        f"risks-as-at-2026-06-10-position-{ledger.position()}.csv"
        in answer.headers["Content-Disposition"]
    )
    (row,) = downloaded(reader, "/risks.csv")
    assert row["Reference"] == reference
    assert row["Title"] == f"'{formula}"
    assert (row["Cause"], row["Event"]) == ("'-2+3", "'@SUM(A1)")
    assert row["Consequence"] == '<b>"x"</b>'
    assert row["Handling"] == "OFFICIAL-SENSITIVE"
