"""`scrutiny list`, `history` and `compare`: for people, for spreadsheets and for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from application.ledger.ledger import Ledger
from tests.acts import do, join, record
from tests.databases import databases as databases  # on both dialects
from tests.web.commanding import Scrutiny
from web.running.startup import open_ledger

FOSTER, SLOW, FORMULA = "Too few foster homes", "Slow referrals", '=HYPERLINK("x")'
JANUARY, MARCH, MAY = (datetime(2026, month, 10, 9, tzinfo=UTC) for month in (1, 3, 5))


@pytest.fixture
def ledger(scrutiny: Scrutiny) -> Iterator[Ledger]:
    """Three risks: one that went down in March, one that was closed, one that came in May."""
    ledger = open_ledger(scrutiny.database_url)

    def at(moment: datetime) -> None:
        ledger.now = lambda: moment

    at(JANUARY)
    police = join(ledger)
    down = record(
        ledger, FOSTER, likelihood="4", impact="5",
        owner_role="Head", owner_agency=police,
    )  # fmt: skip
    gone = record(ledger, FORMULA, likelihood="2", impact="3")
    at(MARCH)
    do(
        ledger, "risk.assess", down,
        measure="current", likelihood="3", impact="4", reason="Ten new homes",
    )  # fmt: skip
    do(ledger, "risk.close", gone, closing="managed", reason="It is over.")
    at(MAY)
    record(ledger, SLOW)
    yield ledger
    ledger.close()


def as_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def titles(scrutiny: Scrutiny, *more: str) -> list[str]:
    found: dict[str, Any] = json.loads(scrutiny.says("list", "risks", "--format", "json", *more))
    return [risk["title"] for risk in found["risks"]]


# list


def test_the_register_is_a_table_with_its_moment_and_its_marking(
    scrutiny: Scrutiny, ledger: Ledger
) -> None:
    lines = scrutiny.says("list", "risks").splitlines()
    assert lines[0].split() == [
        "Reference", "Title", "Owner’s", "agency", "Current", "score", "Current", "band", "Next",
        "review",
    ]  # fmt: skip
    assert FOSTER in lines[2]
    assert lines[-1].startswith("2 risks, as at ")
    assert lines[-1].endswith(", log position 9. OFFICIAL-SENSITIVE")


@pytest.mark.parametrize("when", ["2026-02-28", "2026-02-28T12:00", "#6"])
def test_the_register_is_shown_as_it_stood(scrutiny: Scrutiny, ledger: Ledger, when: str) -> None:
    (high, low) = as_csv(scrutiny.says("list", "risks", "--as-at", when, "--format", "csv"))
    assert (high["Title"], high["Current score"], high["Owner’s agency"]) == (
        FOSTER, "20", "Kent Police",
    )  # fmt: skip
    assert low["Status"] == "Open"
    assert (high["Log position"], high["Handling"]) == ("6", "OFFICIAL-SENSITIVE")


def test_before_the_first_event_the_register_is_empty(scrutiny: Scrutiny, ledger: Ledger) -> None:
    said = scrutiny.says("list", "risks", "--as-at", "2020-01-01")
    assert said.endswith("0 risks, as at 1 January 2020, log position 0. OFFICIAL-SENSITIVE\n")


def test_json_says_what_it_is(scrutiny: Scrutiny, ledger: Ledger) -> None:
    found = json.loads(scrutiny.says("list", "risks", "--as-at", "2026-04-01", "--format", "json"))
    assert (found["handling"], found["as_at"], found["position"]) == (
        "OFFICIAL-SENSITIVE", "2026-04-01", 8,
    )  # fmt: skip
    (risk,) = found["risks"]
    assert (risk["current_figure"], risk["movement_reason"]) == (12, "Ten new homes")


def test_a_formula_in_a_title_is_made_text_in_csv_alone(scrutiny: Scrutiny, ledger: Ledger) -> None:
    closed = ["--status", "closed"]
    (row,) = as_csv(scrutiny.says("list", "risks", "--format", "csv", *closed))
    assert row["Title"] == f"'{FORMULA}"
    assert titles(scrutiny, *closed) == [FORMULA]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        (["--status", "all", "--sort", "title"], [FORMULA, SLOW, FOSTER]),
        (["--sort", "-title"], [FOSTER, SLOW]),
        (["--band", "medium"], [FOSTER]),
        (["--band", "High"], []),
        (["--band", "unscored"], [SLOW]),
        (["--owner", "Kent Police"], [FOSTER]),
        (["--owner", "KENT-POLICE"], [FOSTER]),
        (["--search", "REFERRALS"], [SLOW]),
        (["--search", "%"], []),
    ],
)
def test_the_register_is_narrowed_down_and_sorted(
    scrutiny: Scrutiny, ledger: Ledger, more: list[str], found: list[str]
) -> None:
    assert titles(scrutiny, *more) == found


@pytest.mark.parametrize("when", ["yesterday", "2999-01-01", "#10", "#x"])
def test_what_is_no_moment_ends_in_a_sentence(
    scrutiny: Scrutiny, ledger: Ledger, when: str
) -> None:
    assert scrutiny.refuses("list", "risks", "--as-at", when).endswith(".")


def test_an_owner_who_is_no_agency_ends_in_a_sentence(scrutiny: Scrutiny, ledger: Ledger) -> None:
    assert scrutiny.refuses("list", "risks", "--owner", "Atlantis") == (
        "There is no agency “Atlantis”. They are: kent-police."
    )


# history


def test_the_history_of_a_risk_is_told_in_sentences(scrutiny: Scrutiny, ledger: Ledger) -> None:
    said = scrutiny.says("history", "rsk-2026-001")
    assert "Recorded the risk “Too few foster homes”." in said
    assert "Ten new homes" in said
    assert "10 March 2026 at 9:00am" in said
    assert "4 events of RSK-2026-001, as at" in said


def test_the_history_is_the_same_in_csv_and_in_json(scrutiny: Scrutiny, ledger: Ledger) -> None:
    rows = as_csv(scrutiny.says("history", "RSK-2026-001", "--format", "csv"))
    found = json.loads(scrutiny.says("history", "RSK-2026-001", "--format", "json"))
    assert [row["What happened"] for row in rows] == [
        event["sentence"] for event in found["events"]
    ]
    assert found["reference"] == "RSK-2026-001"
    moved = found["events"][-1]
    assert moved["recorded_on"].startswith("2026-03-10T09:00:00")
    assert moved["changes"] == "Current score: 20 (4 × 5), High → 12 (3 × 4), Medium"
    assert rows[-1]["Role"] == "Business Team"


def test_an_agency_has_a_history_too(scrutiny: Scrutiny, ledger: Ledger) -> None:
    assert "Recorded that Kent Police joined" in scrutiny.says("history", "Kent-Police")


@pytest.mark.parametrize("reference", ["RSK-2026-999", "nonsense", ""])
def test_what_has_no_history_ends_in_a_sentence(
    scrutiny: Scrutiny, ledger: Ledger, reference: str
) -> None:
    assert scrutiny.refuses("history", reference).startswith("There is no ")


# compare


def changes(text: str) -> dict[str, str]:
    return {row["title"]: row["change"] for row in json.loads(text)["movements"]}


def test_two_moments_are_compared(scrutiny: Scrutiny, ledger: Ledger) -> None:
    said = scrutiny.says(
        "compare", "risks", "--from", "2026-01-31", "--to", "2026-05-10",
        "--format", "json",
    )  # fmt: skip
    assert changes(said) == {
        FOSTER: "down",
        FORMULA: "closed",
        SLOW: "new",
    }
    assert json.loads(said)["compared_with"] == {"as_at": "2026-01-31", "position": 6}


def test_without_a_second_moment_it_is_compared_with_now(
    scrutiny: Scrutiny, ledger: Ledger
) -> None:
    said = scrutiny.says("compare", "risks", "--from", "#8")
    assert "new" in said
    assert SLOW in said
    assert FOSTER not in said
    assert "1 of 2 risks did not move." in said


def test_a_comparison_in_csv_gives_the_score_before_and_now(
    scrutiny: Scrutiny, ledger: Ledger
) -> None:
    rows = as_csv(scrutiny.says("compare", "risks", "--from", "#6", "--format", "csv"))
    down = next(row for row in rows if row["Change"] == "down")
    assert (down["Score before"], down["Score now"], down["Reason"]) == (
        "20", "12", "Ten new homes",
    )  # fmt: skip


def test_what_changed_in_the_whole_ledger_is_told_event_by_event(
    scrutiny: Scrutiny, ledger: Ledger
) -> None:
    said = json.loads(scrutiny.says("compare", "ledger", "--from", "#6", "--format", "json"))
    assert said["compared_with"]["position"] == 6
    assert [row["position"] for row in said["changes"]] == [*range(7, ledger.position() + 1)]
    assert {"Added"} <= {row["change"] for row in said["changes"]}
    count = len(said["changes"])
    assert f"{count} changes, as at" in scrutiny.says("compare", "ledger", "--from", "#6")


def test_the_moments_must_be_in_order(scrutiny: Scrutiny, ledger: Ledger) -> None:
    assert "must not be later" in scrutiny.refuses("compare", "risks", "--from", "#8", "--to", "#6")
