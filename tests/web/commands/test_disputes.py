"""`scrutiny list`, `compare`, `history` and `tick` on disputes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from freezegun import freeze_time

from application.ledger.ledger import Ledger
from tests import disputing
from tests.acts import TEAM, do
from tests.databases import databases as databases  # on both dialects
from tests.disputing import COUNCIL_AGENCY, HEALTH_AGENCY, POLICE_AGENCY, act, found_partnership
from tests.following import stand_on
from tests.web.commanding import Scrutiny
from web.running.startup import open_ledger

NOTES, HIGHER, GONE, ANALYST = "Late notes", "One threshold", "Old quarrel", "No shared analyst"
MET, TODAY = date(2026, 1, 14), date(2026, 1, 23)
LATE = date(2026, 1, 22)
"""The day from which the first stage of a dispute of that meeting is overdue."""


def dispute(ledger: Ledger, title: str, **data: Any) -> str:
    """Record a dispute of the meeting, between Kent Police and the council unless said."""
    given = {"title": title, "meeting": "SAAS, 14 January 2026", "met_on": MET.isoformat()}
    return disputing.dispute(ledger, **{**given, **data})


@pytest.fixture
def ledger(scrutiny: Scrutiny) -> Iterator[Ledger]:
    """One dispute is late, one went up a stage, one was withdrawn; an issue is at the Executive."""
    ledger = open_ledger(scrutiny.database_url)
    stand_on(ledger, date(2020, 1, 6))
    found_partnership(ledger)
    stand_on(ledger, MET)
    dispute(ledger, NOTES, theme="=Notes")
    up = dispute(ledger, HIGHER, third_agency=HEALTH_AGENCY, third_position="As it is.")
    gone = dispute(ledger, GONE, raised_by=HEALTH_AGENCY)
    nobody = dict.fromkeys(("position", "other_agency", "other_position"), "")
    dispute(ledger, ANALYST, kind="issue", **nobody)
    stand_on(ledger, date(2026, 1, 19))
    disputing.escalate(ledger, up, "direct")
    do(ledger, "dispute.withdraw", gone, by=TEAM, reason="It was a mistake.")
    stand_on(ledger, TODAY)
    with freeze_time("2026-01-23T09:00:00Z", ignore=["_pytest.timing"]):
        yield ledger
    ledger.close()


def listed(scrutiny: Scrutiny, *more: str) -> list[dict[str, Any]]:
    document = json.loads(scrutiny.says("list", "disputes", "--format", "json", *more))
    rows: list[dict[str, Any]] = document["disputes"]
    return rows


def as_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# list


def test_a_program_gets_what_the_ledger_holds(scrutiny: Scrutiny, ledger: Ledger) -> None:
    (row,) = listed(scrutiny, "--stage", "senior")
    assert row["parties"] == [POLICE_AGENCY, COUNCIL_AGENCY, HEALTH_AGENCY]
    assert row["awaited"] == [COUNCIL_AGENCY, HEALTH_AGENCY]
    assert (row["kind"], row["decided_by"], row["overdue"]) == ("dispute", "senior_officers", False)
    assert (row["due_on"], row["escalations"], row["version"]) == ("2026-01-26", 1, 5)


def test_a_spreadsheet_gets_words(scrutiny: Scrutiny, ledger: Ledger) -> None:
    said = scrutiny.says("list", "disputes", "--status", "all", "--format", "csv")
    rows = {row["Title"]: row for row in as_csv(said)}
    late, higher, gone = rows[NOTES], rows[HIGHER], rows[GONE]
    assert (late["Theme"], late["Overdue"], late["Urgent"]) == ("'=Notes", "Yes", "No")
    assert late["Due date"] == "2026-01-21"
    assert late["How the due date was worked out"].startswith("5 working days from 14 January 2026")
    assert (late["Raised by"], late["Reply awaited from"]) == ("Kent Police", "Kent County Council")
    assert higher["Parties"] == "Kent Police; Kent County Council; NHS Kent and Medway ICB"
    assert higher["Decided by"] == "One senior officer of each party, jointly"
    assert gone["Status"] == "Ended"
    assert gone["Ended as"] == "Withdrawn by the agency that raised it"
    assert (gone["Outcome"], gone["Ended"]) == ("It was a mistake.", "2026-01-19")
    assert (rows[ANALYST]["Kind"], rows[ANALYST]["Parties"]) == ("Issue", "")


def test_the_convener_has_the_name_of_its_agency(scrutiny: Scrutiny, ledger: Ledger) -> None:
    (row,) = listed(scrutiny, "--stage", "senior")
    records = ("The senior officer of each party", "What was tried and what came of it")
    for each in records:
        act(ledger, row["reference"], "keep_record", record=each, words="It is known.")
    do(ledger, "dispute.escalate", row["reference"], reason="No agreement.")
    do(ledger, "agency.join", name="Kent Fire", kind="relevant")
    do(ledger, "dispute.name_convener", row["reference"], role="Head", agency="kent-fire")
    (line,) = as_csv(scrutiny.says("list", "disputes", "--stage", "saas", "--format", "csv"))
    assert (line["Convener’s role"], line["Convener’s agency"]) == ("Head", "Kent Fire")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--stage", "weather"], "--stage must be one of direct, senior,"),
        (["--sort", "weather"], "--sort must be one of reference, title,"),
        (["--status", "closed"], "--status must be one of open, ended, in-error, all."),
        (["--owner", "weather"], "There is no agency “weather”."),
    ],
)
def test_what_the_list_does_not_know_ends_in_a_sentence(
    scrutiny: Scrutiny, ledger: Ledger, arguments: list[str], sentence: str
) -> None:
    assert sentence in scrutiny.refuses("list", "disputes", *arguments)


# compare


def test_two_moments_of_the_disputes_are_compared(scrutiny: Scrutiny, ledger: Ledger) -> None:
    said = scrutiny.says("compare", "disputes", "--from", MET.isoformat(), "--format", "json")
    assert {
        row["title"]: (row["change"], row["stage_before"], row["stage_name"])
        for row in json.loads(said)["movements"]
    } == {
        NOTES: ("same", DIRECT, DIRECT),
        HIGHER: ("up", DIRECT, "Senior managers"),
        GONE: ("ended", DIRECT, DIRECT),
        ANALYST: ("same", "KSCMP Executive", "KSCMP Executive"),
    }
    said = scrutiny.says("compare", "disputes", "--from", "2026-01-01")
    assert said.count(" new ") == 0
    assert said.count("\nnew ") == 4
    assert "0 of 4 disputes did not move." in said


def test_a_table_shows_only_what_changed(scrutiny: Scrutiny, ledger: Ledger) -> None:
    said = scrutiny.says("compare", "disputes", "--from", MET.isoformat())
    assert "to a higher stage" in said
    assert NOTES not in said
    assert "2 of 4 disputes did not move." in said
    assert "2 movements, as at 23 January 2026" in said


DIRECT = "Direct resolution between the agencies"


# history


def test_a_dispute_has_a_history(scrutiny: Scrutiny, ledger: Ledger) -> None:
    said = scrutiny.says("history", "dsp-2026-003")
    assert "Recorded that it was withdrawn." in said
    assert "3 events of DSP-2026-003, as at 23 January 2026" in said
    said = scrutiny.says("history", "dsp-2026-002", "--format", "csv")
    changes = [row["What changed"] for row in as_csv(said)]
    assert (
        "Parties: nothing → Kent Police; Kent County Council; NHS Kent and Medway ICB" in changes[0]
    )
    assert "Position of NHS Kent and Medway ICB: nothing → As it is." in changes[0]
    assert f"Stage: nothing → {DIRECT}" in changes[1]
    assert changes[2] == "On record: The named lead of each party: nothing → As minuted."
    assert f"Stage: {DIRECT} → Senior managers" in changes[-1]
    assert "{" not in said
    assert "(" not in said


# tick


def test_what_became_overdue_is_recorded_once(scrutiny: Scrutiny, ledger: Ledger) -> None:
    (found, made) = scrutiny.says("tick").splitlines()
    assert found == (
        "DSP-2026-001: Found no reply by Kent County Council by 21 January 2026; the stage "
        "Direct resolution between the agencies is overdue."
    )
    assert made.startswith("Made the checkpoint ")
    position = ledger.position()
    assert scrutiny.says("tick") == "Nothing was overdue.\n"
    assert ledger.position() == position
    (row,) = listed(scrutiny, "--overdue")
    assert row["overdue_on"] == LATE.isoformat()
    (*_, last) = json.loads(scrutiny.says("history", "DSP-2026-001", "--format", "json"))["events"]
    assert (last["who"], last["occurred_on"]) == ("The ledger’s clock", LATE.isoformat())


def test_where_the_procedure_says_so_a_stage_escalates_by_itself_until_nothing_is_left(
    scrutiny: Scrutiny, ledger: Ledger
) -> None:
    automatic(ledger)
    stand_on(ledger, TODAY)
    with freeze_time("2026-01-20T09:00:00Z"):
        stand_on(ledger, date(2026, 1, 20))
        dispute(ledger, "Automatic", met_on="2026-01-20")
    with freeze_time("2026-06-01T09:00:00Z"):
        said = scrutiny.says("tick")
        mine = [line for line in said.splitlines() if line.startswith("DSP-2026-005")]
        assert len(mine) == 10  # at five stages it became overdue and went up
        assert "by itself" in mine[1]
        assert scrutiny.says("tick") == "Nothing was overdue.\n"


def test_a_dispute_without_a_clock_is_left_alone(scrutiny: Scrutiny, ledger: Ledger) -> None:
    with freeze_time("2026-01-21T09:00:00Z"):
        (made, nothing) = scrutiny.says("tick").splitlines()
    assert made.startswith("Made the checkpoint ")
    assert nothing == "Nothing was overdue."


def test_several_processes_may_tick_at_once(scrutiny: Scrutiny, ledger: Ledger) -> None:
    # In processes of their own the clock is the machine's: all stages are long overdue.
    runs = [scrutiny.start("tick") for _ in range(3)]
    said = [run.communicate() for run in runs]
    assert [(run.returncode, errors) for run, (_, errors) in zip(runs, said, strict=True)] == [
        (0, "")
    ] * 3
    lines = sorted(line for output, _ in said for line in output.splitlines() if "DSP" in line)
    assert [line[:12] for line in lines] == ["DSP-2026-001", "DSP-2026-002", "DSP-2026-004"]


def automatic(ledger: Ledger) -> None:
    """Publish a version of the procedure in which an overdue stage escalates by itself."""
    from application.nouns.partnership.procedures import _rules_now
    from domain.procedure.procedure import PROCEDURE, Procedure

    do(ledger, "procedure.draft", PROCEDURE, number="1")
    now = _rules_now(ledger.get(Procedure, PROCEDURE))
    names = (
        "title", "note", "minutes_days", "urgent_hours", "extensions", "extension_days", "returns",
        "issues_start_at", "endings",
    )  # fmt: skip
    rules = {name: now[name] for name in names} | {"endings": [*now["endings"]]}
    do(ledger, "procedure.change_rules", PROCEDURE, **rules, automatic="yes")
    do(ledger, "procedure.publish", PROCEDURE, from_on="2026-01-20", reason="A trial.")
