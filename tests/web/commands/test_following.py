"""`scrutiny list`, `history` and `compare` on recommendations and actions."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from application.ledger.ledger import Ledger
from tests.acts import do
from tests.following import (
    HEALTH,
    TODAY,
    claim,
    found,
    receive,
    redate,
    set_action,
    stand_on,
    submit,
    verify,
)
from tests.web.commanding import Scrutiny
from web.running.startup import open_ledger

DONE, LATE, AGAIN, NEW = "Agree thresholds.", "Train everyone.", "Share notes.", "Hear children."
JUNE, JULY = date(2026, 6, 12), date(2026, 7, 13)
IN_MAY = "2026-05-31"


@pytest.fixture
def ledger(scrutiny: Scrutiny) -> Iterator[Ledger]:
    """In May one was verified; in June another was, one reopened and one submitted; in July one
    more came, and an action was done."""
    ledger = open_ledger(scrutiny.database_url)
    found(ledger)
    done, late, again = (
        receive(ledger, words=DONE, themes="Thresholds, Neglect"),
        receive(ledger, words=LATE, source="practice_review", due_words="2026-06-01"),
        receive(ledger, words=AGAIN, owner_agency="nhs"),
    )
    submit(ledger, again, by=HEALTH)
    verify(ledger, again)
    write, check = set_action(ledger), set_action(ledger, title="Check it", due_on="2026-05-29")
    stand_on(ledger, JUNE)
    submit(ledger, done)
    verify(ledger, done)
    do(ledger, "recommendation.reopen", again, reason="It came back.")
    stand_on(ledger, JULY)
    submit(ledger, write)
    redate(ledger, check, "2026-07-31")
    receive(ledger, words=NEW)
    assert (late, check) == ("REC-2026-002", "ACT-2026-002")
    yield ledger
    ledger.close()


def as_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def listed(scrutiny: Scrutiny, noun: str, *more: str) -> list[dict[str, Any]]:
    document = json.loads(scrutiny.says("list", noun, "--format", "json", *more))
    rows: list[dict[str, Any]] = document[noun]
    return rows


# list


def test_the_follow_up_is_a_table_with_its_moment_and_its_marking(
    scrutiny: Scrutiny, ledger: Ledger
) -> None:
    lines = scrutiny.says("list", "recommendations", "--as-at", "2026-07-13").splitlines()
    assert lines[0].split() == [
        "Reference", "Status", "Colour", "Recommendation", "Owner’s", "agency", "Due", "date",
    ]  # fmt: skip
    assert lines[2].split()[:3] == ["REC-2026-002", "Received", "Red"]
    assert lines[-1].startswith("3 recommendations, as at 13 July 2026, log position ")
    assert lines[-1].endswith("OFFICIAL-SENSITIVE")
    assert lines[-3] == "1 more that are not “Open”: --status all shows them, too."
    everything = scrutiny.says(
        "list", "recommendations", "--as-at", "2026-07-13", "--status", "all"
    )
    assert "all shows them" not in everything


def test_the_follow_up_is_shown_as_it_stood_with_the_colours_of_then(
    scrutiny: Scrutiny, ledger: Ledger
) -> None:
    said = scrutiny.says(
        "list", "recommendations", "--as-at", TODAY.isoformat(), "--status", "all",
        "--sort", "reference", "--format", "csv",
    )  # fmt: skip
    assert [(row["Recommendation"], row["Status"], row["Colour"]) for row in as_csv(said)] == [
        (DONE, "Received", "Green"), (LATE, "Received", "Amber"), (AGAIN, "Closed", "Closed"),
    ]  # fmt: skip


def test_several_themes_are_a_list_for_programs_and_a_line_for_people(
    scrutiny: Scrutiny, ledger: Ledger
) -> None:
    more = ("--status", "closed")
    (row,) = listed(scrutiny, "recommendations", *more)
    assert row["themes"] == ["Thresholds", "Neglect"]
    (row,) = as_csv(scrutiny.says("list", "recommendations", "--format", "csv", *more))
    assert row["Themes"] == "Thresholds; Neglect"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["recommendations", "--status", "weather"],
            "--status must be one of open, closed,",
        ),
        (["recommendations", "--source", "gossip"], "--source must be one of independent-scrutiny"),
        (
            ["recommendations", "--colour", "pink"],
            "--colour must be one of red, amber, green, blue",
        ),
        (["recommendations", "--closing", "boredom"], "--closing must be one of implemented,"),
        (["recommendations", "--sort", "weather"], "--sort must be one of reference, status,"),
        (["recommendations", "--band", "High"], "No such option"),
        (["actions", "--status", "closed"], "--status must be one of open, ended, in-progress,"),
        (["actions", "--sort", "age"], "--sort must be one of reference, status,"),
        (["actions", "--source", "jtai"], "No such option"),
    ],
)
def test_what_no_list_knows_ends_in_a_sentence(
    scrutiny: Scrutiny, arguments: list[str], sentence: str
) -> None:
    assert sentence in scrutiny.refuses("list", *arguments)


# history


def test_recommendations_and_actions_have_a_history(scrutiny: Scrutiny, ledger: Ledger) -> None:
    said = scrutiny.says("history", "rec-2026-003")
    assert "It came back." in said
    assert "6 events of REC-2026-003, as at" in said
    (event, *_) = json.loads(scrutiny.says("history", "act-2026-001", "--format", "json"))["events"]
    assert event["recorded_on"].startswith("2026-05-12T09:00:00")


# compare


def compared(scrutiny: Scrutiny, *more: str) -> dict[str, tuple[str, str | None, str]]:
    said = scrutiny.says("compare", "recommendations", "--format", "json", *more)
    return {
        row["words"]: (row["change"], row["status_before"], row["status"])
        for row in json.loads(said)["movements"]
    }


def test_two_moments_of_the_follow_up_are_compared(scrutiny: Scrutiny, ledger: Ledger) -> None:
    assert compared(scrutiny, "--from", IN_MAY) == {
        DONE: ("closed", "received", "closed"),
        LATE: ("same", "received", "received"),
        AGAIN: ("reopened", "closed", "in_progress"),
        NEW: ("new", None, "received"),
    }
    assert compared(scrutiny, "--from", "2026-01-01", "--to", IN_MAY) == {
        DONE: ("new", None, "received"),
        LATE: ("new", None, "received"),
        AGAIN: ("new", None, "closed"),
    }


def test_another_status_of_an_open_recommendation_is_a_change(
    scrutiny: Scrutiny, ledger: Ledger
) -> None:
    before = f"#{ledger.position()}"
    submit(ledger, "REC-2026-002")
    assert compared(scrutiny, "--from", before)[LATE] == ("other status", "received", "submitted")


def test_another_reason_for_closing_is_a_change(scrutiny: Scrutiny, ledger: Ledger) -> None:
    before = f"#{ledger.position()}"
    do(ledger, "recommendation.reopen", "REC-2026-001", reason="Too early.")
    claim(ledger, "REC-2026-001")
    verify(ledger, "REC-2026-001", closing="resolved_otherwise")
    assert compared(scrutiny, "--from", before)[DONE] == ("other status", "closed", "closed")
    (row,) = [
        row
        for row in as_csv(
            scrutiny.says("compare", "recommendations", "--from", before, "--format", "csv")
        )
        if row["Change"] != "same"
    ]
    assert (row["Closed before because"], row["Closed because"]) == (
        "Implemented", "Resolved otherwise",
    )  # fmt: skip


def test_a_table_shows_only_what_changed(scrutiny: Scrutiny, ledger: Ledger) -> None:
    said = scrutiny.says("compare", "recommendations", "--from", IN_MAY, "--to", "2026-06-30")
    assert DONE in said
    assert LATE not in said
    assert "1 of 3 recommendations did not move." in said
    assert "2 movements, as at 30 June 2026" in said
