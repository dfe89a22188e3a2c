"""Logs of past disputes load as history, and say no more than was written down."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from application.bank_holidays import england_and_wales
from application.importing.disputes.rows import DISPUTE_FILES
from application.importing.files.headings import Row
from application.importing.importable import Known, Plan, RowRefusedError
from application.importing.published.endings import Standing, read_ending, read_kind, read_urgent
from application.importing.reports import Report
from application.ledger.ledger import Ledger
from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import Kind
from domain.procedure.rules import Ending
from tests.kent import KENT, load_kent, load_placeholder
from tests.loading import load as load_file
from tests.reading import disagreements

LOG = Path(__file__).with_name("disputes_of_before.csv").read_text(encoding="utf-8")
TODAY = date(2026, 5, 12)
AGENCIES = {
    "kent county council": "kent-county-council",
    "kcc": "kent-county-council",
    "kent police": "kent-police",
    "police": "kent-police",
    "nhs kent and medway icb": "nhs-kent-and-medway-icb",
    "icb": "nhs-kent-and-medway-icb",
}
KNOWN = Known(KENT, TODAY, lambda words: AGENCIES.get(words.casefold(), ""))
POLICE, KCC, ICB = "kent-police", "kent-county-council", "nhs-kent-and-medway-icb"


@pytest.fixture
def kent(ledger: Ledger) -> Ledger:
    ledger.listed = england_and_wales()
    ledger.now = lambda: datetime(2026, 5, 12, 9, tzinfo=UTC)
    load_kent(ledger)
    load_placeholder(ledger)
    return ledger


def load(ledger: Ledger, content: str | bytes, **more: Any) -> Report:
    return load_file(ledger, content, DISPUTE_FILES, **more)


def sheet(*rows: dict[str, str]) -> str:
    """A file with these rows, under the headings that any of them has."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, headings, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


GIVEN = {
    "title": "Night cover", "raised by": "Kent Police", "with": "KCC", "meeting date": "2025-03-12"
}  # fmt: skip


def only(ledger: Ledger, **cells: str) -> Dispute:
    """The dispute that a file with one row leads to."""
    (row,) = load(ledger, sheet({**GIVEN, **cells})).rows
    assert row.reason == ""
    return ledger.get(Dispute, row.reference)


def plan(**cells: str) -> Plan:
    given = {"title": "Night cover", "raised_by": "Police", "other_agency": "KCC",
             "met_on": "2025-03-12"}  # fmt: skip
    row = {name: cell for name, cell in {**given, **cells}.items() if cell}
    return DISPUTE_FILES.plan(Row(2, row, {}), KNOWN)


def steps(plan: Plan) -> dict[str, dict[str, Any]]:
    """What is done, each with the data that it has."""
    return {
        step.intent.move: {name: value for name, value in step.data.items() if value}
        for step in plan.steps
    }


def told(ledger: Ledger, reference: str) -> list[tuple[str, str]]:
    """The day and the name of everything that happened."""
    return [(event.on, type(event).__name__) for event in ledger.history(reference)]


# ---------------------------------------------------------------- a whole log


def test_a_log_loads_with_stages_and_endings_and_without_what_cannot_be_known(kent: Ledger) -> None:
    report = load(kent, LOG, skip_refused=True)
    assert (report.loaded, report.present, report.refused, report.kept) == (9, 0, 6, True)
    loaded = [kent.get(Dispute, row.reference) for row in report.rows if row.reference]
    assert [
        (item.number, item.stage.key, item.ending, item.ended_on, len(item.parties))
        for item in loaded
    ] == [
        ("D1", "saas", Ending.AGREED, "2025-04-14", 2),
        ("D2", "senior", Ending.AGREED, "2025-05-09", 2),
        ("D3", "executive", Ending.DECIDED, "2024-11-30", 3),
        ("D4", "direct", Ending.WITHDRAWN, "2025-01-06", 2),
        ("D5", "senior", Ending.NO_LONGER, "2024-11-20", 2),
        ("D6", "executive", Ending.DECIDED, "2025-01-20", 2),
        ("D7", "senior", Ending.SUPERSEDED, "2026-05-12", 2),
        ("D8", "senior", None, "", 2),
        ("D9", "direct", Ending.NO_LONGER, "2025-05-30", 5),
    ]
    assert all(item.past for item in loaded)
    assert disagreements(kent) == []


def test_every_event_bears_the_day_on_which_it_happened(kent: Ledger) -> None:
    first = load(kent, LOG, skip_refused=True).rows[0]
    assert told(kent, first.reference) == [
        ("2026-05-12", "Recorded"), ("2026-05-12", "Entered"), ("2025-03-31", "StageReported"),
        ("2025-04-14", "EndingReported"), ("2025-04-14", "LearningNoted"),
    ]  # fmt: skip
    item = kent.get(Dispute, first.reference)
    assert item.positions == {POLICE: "within a day", KCC: "within three days"}
    assert (item.visits[0].entered_on, item.circulated_on) == ("2025-03-12", "2025-03-26")
    assert item.learning == ["Say the hours in the protocol"]


def test_refused_rows_say_why_and_under_which_heading(kent: Ledger) -> None:
    report = load(kent, LOG)
    assert not report.kept
    assert {row.title: (row.column, row.reason) for row in report.rows if row.reason} == {
        "Whispers": (
            "With",
            "“Ofsted” is no agency of the partnership, and a dispute is between its agencies. Add "
            "the agency, or add this as another name of one.",
        ),
        "No day": (
            "Date of meeting",
            "The row does not say when it was minuted, and the version of the procedure that it "
            "follows depends on that day.",
        ),
        "Unknown stage": (
            "Stage reached",
            "The procedure has no stage “Ombudsman”. It has: 1 Direct resolution between the "
            "agencies; 2 Senior managers; 3 SAAS convened resolution; 4 KSCMP Executive; 5 Lead "
            "Safeguarding Partners; 6 External notification.",
        ),
        "Strategy discussions again": ("", "D1 is already on line 4 of this file."),
        "Alone": (
            "Parties involved",
            "A dispute is between at least two agencies, and only one is named. If nobody holds "
            "anything else, say “issue” under “kind”.",
        ),
        "Ended before it began": (
            "Date closed",
            "The stage Direct resolution between the agencies began on 23 April 2025; the date is "
            "before that.",
        ),
    }
    assert kent.history(POLICE)[-1].originator_version == 3
    with pytest.raises(Exception, match="There is no DSP-2026-001"):
        kent.history("DSP-2026-001")


def test_flags_say_what_is_odd_and_the_words_are_kept(kent: Ledger) -> None:
    report = load(kent, LOG, skip_refused=True)
    flags = {row.title: row.flags for row in report.rows if row.flags}
    assert flags["Attendance at reviews"] == (
        "It came to that stage before the meeting; it counts from the meeting.",
        "It is over, but not in words that say how; loaded as no longer a dispute, which claims "
        "the least.",
    )
    assert (
        "End date “2024-11” is no full date; it counts from 30 November 2024."
        in (flags["Threshold for early help"])
    )
    assert "Three agencies, one form" not in flags
    notes = {
        item.number: item.note
        for row in report.rows
        if row.reference and (item := kent.get(Dispute, row.reference))
    }
    assert notes["D1"] == notes["D9"] == ""
    assert notes["D2"] == "Stage: Stage 2\nChased by: phoned twice"
    assert notes["D4"] == "Other agency: the ICB (safeguarding team)"
    assert notes["D5"] == "Date of the stage: 28/09/2024"
    assert notes["D8"].splitlines() == [
        "Stage: 2", "Minutes circulated: tbc", "Chased by: with the leads"
    ]  # fmt: skip
    outcomes = [kent.get(Dispute, row.reference).outcome for row in report.rows if row.reference]
    assert outcomes[1] == "Published as “Agreed – shared equally”."
    assert outcomes[4] == "Published as “Closed”."


def test_what_has_become_of_a_loaded_dispute_is_not_loaded_again(kent: Ledger) -> None:
    first = only(kent, ref="D1")
    (row,) = load(kent, sheet({**GIVEN, "ref": "D1", "status": "withdrawn"})).rows
    assert row.reason == (
        f"D1 is already on the register as {first.reference}. This row differs from it. What has "
        "become of it since is recorded on its own page."
    )


def test_two_logs_may_have_the_same_number(kent: Ledger) -> None:
    one = only(kent, ref="D1", **{"published by": "KSCMP"})
    two = only(kent, ref="D1", title="Thresholds", **{"published by": "KSCB"})
    assert one.reference != two.reference
    assert two.note == "Published by: KSCB"


def test_a_log_without_numbers_is_told_of(kent: Ledger) -> None:
    (note,) = [note for note in load(kent, sheet(GIVEN)).notes if note.startswith("No column")]
    assert "in other words would be loaded as another one" in note


# ---------------------------------------------------------------- between whom


@pytest.mark.parametrize(
    ("cells", "raised_by", "others"),
    [
        ({}, POLICE, [KCC]),
        ({"raised_by": "", "other_agency": "", "parties": "KCC and the ICB"}, KCC, [ICB]),
        ({"raised_by": "", "other_agency": "", "parties": "between Police vs. KCC"}, POLICE, [KCC]),
        ({"raised_by": "ICB", "other_agency": "", "parties": "KCC; ICB\nPolice"}, ICB,
         [KCC, POLICE]),
        ({"other_agency": "KCC / Kent Police / ICB"}, POLICE, [KCC, ICB]),
        ({"other_agency": "", "raised_by": "Kent Police and NHS Kent and Medway ICB"}, POLICE,
         [ICB]),
        ({"third_agency": "ICB"}, POLICE, [KCC, ICB]),
    ],
)  # fmt: skip
def test_the_agencies_of_a_row(cells: dict[str, str], raised_by: str, others: list[str]) -> None:
    found = steps(plan(**cells))["load_past"]
    named = [found.get("other_agency"), found.get("third_agency"), *found.get("more_agencies", [])]
    assert (found["raised_by"], [each for each in named if each]) == (raised_by, others)


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"title": ""}, "title", "does not say what it is about"),
        ({"raised_by": "", "other_agency": ""}, "raised_by", "which agency raised it"),
        ({"raised_by": "Ofsted"}, "raised_by", "“Ofsted” is no agency"),
        ({"other_agency": "KCC and Ofsted"}, "other_agency", "“Ofsted” is no agency"),
        ({"other_agency": "Police and Crime Commissioner"}, "other_agency", "Crime Commissioner"),
        ({"other_agency": "Kent Police"}, "other_agency", "only one is named"),
        ({"met_on": "at some time"}, "met_on", "“at some time” is no date of a meeting"),
        ({"met_on": "31/02/2026"}, "met_on", "“31/02/2026” is no date of a meeting"),
        ({"met_on": "31 February 2026"}, "met_on", "is no date of a meeting"),
        ({"met_on": ""}, "met_on", "does not say when"),
    ],
)
def test_what_must_not_be_guessed_keeps_a_row_out(
    cells: dict[str, str], column: str, words: str
) -> None:
    with pytest.raises(RowRefusedError) as refused:
        plan(**cells)
    assert refused.value.column == column
    assert words in refused.value.reason


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"meeting date": "2027-01-01"}, "The date of the meeting must not be in the future."),
        ({"status": "agreed", "date closed": "2027-01-01"},
         "The date it happened must not be in the future."),
        ({"minutes circulated": "2025-03-01"},
         "The minutes cannot have been circulated before the meeting."),
        ({"type": "issue"}, "An issue has no opposing parties. With them, it is a dispute."),
    ],
)  # fmt: skip
def test_what_cannot_have_been_keeps_a_row_out(
    kent: Ledger, cells: dict[str, str], words: str
) -> None:
    (row,) = load(kent, sheet({**GIVEN, **cells})).rows
    assert row.reason == words
    assert row.column


def test_an_agency_may_have_joined_after_a_past_dispute(kent: Ledger) -> None:
    item = only(kent, **{"with": "Kent and Medway CCG", "meeting date": "2021-03-04"})
    assert item.parties == [POLICE, ICB]


def test_an_issue_has_nobody_against_it(kent: Ledger) -> None:
    item = only(kent, **{"with": "", "type": "Issue escalation", "positions": "We need one."})
    assert (item.kind, item.raised_by, item.parties) == (Kind.ISSUE, POLICE, [])
    assert item.stage.key == "executive"
    assert item.note == "Positions: We need one."


def test_positions_in_one_cell_are_told_apart_or_kept() -> None:
    both = steps(plan(position="Police: a day\nKCC: three days"))["load_past"]
    assert (both["position"], both["other_position"]) == ("a day", "three days")
    mixed = plan(positions="They never agreed on anything")
    assert steps(mixed)["load_past"]["note"] == "Positions: They never agreed on anything"
    assert mixed.flags == [
        "Positions: which agency holds what cannot be told; kept in the note."
    ]  # fmt: skip


# ---------------------------------------------------------------- how it went


def test_an_urgent_one_is_so_from_the_start_with_what_was_written_down() -> None:
    found = plan(urgent="Yes", urgent_reason="A placement ends today.")
    loaded = steps(found)["load_past"]
    names = ("urgent", "urgent_reason", "authorised_by", "protective_step", "contact")
    assert [loaded.get(name, "") for name in names] == [
        "yes",
        "A placement ends today.",
        "",
        "",
        "",
    ]
    assert found.flags == [
        "Urgent, but not all that belongs to that was written down.",
        "At what time it was declared urgent is not known; its hours count from the end of the day "
        "of the meeting.",
    ]
    odd = steps(plan(urgent="sort of", protective_step="A worker stays."))["load_past"]
    assert "urgent" not in odd
    assert odd["note"] == "Protective step: A worker stays.\nUrgent: sort of"


@pytest.mark.parametrize(
    ("words", "declared", "clock"),
    [
        ("13 March 2025, 4.30pm", "2025-03-13", "16:30"),
        ("2025-03-13T16:30+00:00", "2025-03-13", "16:30"),
        ("13/03/2025", "2025-03-13", None),
    ],
)
def test_its_hours_count_from_when_it_was_declared_urgent(
    words: str, declared: str, clock: str | None
) -> None:
    everything = dict.fromkeys(
        ("urgent_reason", "authorised_by", "protective_step", "contact"), "x"
    )
    found = plan(urgent="Yes", urgent_at=words, **everything)
    loaded = steps(found)["load_past"]
    assert (loaded["declared_on"], loaded.get("declared_time")) == (declared, clock)
    told = "At what time it was declared urgent is not known; its hours count from the end of the "
    assert found.flags == [] if clock else [f"{told}day on which it was declared urgent."]


EVERYTHING_URGENT = ("urgent_reason", "authorised_by", "protective_step", "contact")


def test_one_that_was_declared_urgent_before_the_meeting_counts_from_the_meeting() -> None:
    everything = dict.fromkeys(
        ("urgent_reason", "authorised_by", "protective_step", "contact"), "x"
    )
    found = plan(urgent="Yes", urgent_at="10 March 2025, 9:00", **everything)
    loaded = steps(found)["load_past"]
    assert "declared_on" not in loaded
    assert loaded["note"] == "Declared urgent: 10 March 2025, 9:00"
    assert found.flags == [
        "It was declared urgent before the meeting; its hours count from the end of the day of the "
        "meeting."
    ]


def test_without_a_date_of_its_own_a_stage_of_an_open_one_counts_from_the_date_of_the_log() -> None:
    found = plan(stage="SAAS meeting", as_at="2025-06-30", ending="open", outcome="Talks go on")
    assert steps(found)["report_stage"] == {"stage": "SAAS meeting", "on": "2025-06-30"}
    assert steps(found)["load_past"]["note"] == "As at: 2025-06-30\nOutcome: Talks go on"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("senior", "senior"), ("SENIOR MANAGERS", "senior"), ("Level 3", "saas"),
        ("4", "executive"),
        ("Stage 5 – Lead Safeguarding Partners", "lsp"), ("Executive Board", "executive"),
        ("KSCMP Executive (Section 11 of the KSCMP Arrangements)", "executive"),
    ],
)  # fmt: skip
def test_a_stage_is_known_by_its_name_or_number(kent: Ledger, words: str, key: str) -> None:
    assert only(kent, stage=words, **{"stage date": "2025-03-20"}).stage.key == key


def test_the_first_stage_without_its_date_is_not_begun_again(kent: Ledger) -> None:
    item = only(kent, stage="Stage 1")
    assert [visit.entered_on for visit in item.visits] == ["2025-03-12"]


def test_the_first_stage_is_not_reported_again(kent: Ledger) -> None:
    item = only(kent, stage="direct", **{"stage date": "2025-03-12"})
    assert [name for _, name in told(kent, item.reference)] == ["Recorded", "Entered"]


@pytest.mark.parametrize(
    ("cells", "ending", "ended_on"),
    [
        ({"status": "Closed – withdrawn", "end date": "2025-05-01"}, Ending.WITHDRAWN,
         "2025-05-01"),
        ({"status": "Resolved", "outcome": "Decided by the Executive", "end date": "2025-05-01"},
         Ending.DECIDED, "2025-05-01"),
        ({"closed": "01/05/2025"}, Ending.NO_LONGER, "2025-05-01"),
        ({"end date": "May 2025"}, Ending.NO_LONGER, "2025-05-31"),
        ({"status": "with the lawyers"}, None, ""),
        ({"status": "open", "end date": "2025-05-01"}, None, ""),
        ({"status": "open", "outcome": "agreed"}, None, ""),
        ({}, None, ""),
    ],
)  # fmt: skip
def test_how_it_ended(
    kent: Ledger, cells: dict[str, str], ending: Ending | None, ended_on: str
) -> None:
    item = only(kent, **cells)
    assert (item.ending, item.ended_on) == (ending, ended_on)
    kept = f"{item.note}\n{item.outcome}\n{item.ended_on}"
    assert all(
        words in kept or words in ("open", "01/05/2025", "Resolved") for words in cells.values()
    )


def test_a_long_title_is_kept_whole() -> None:
    long = "Whether " + "and whether " * 30
    found = plan(title=long)
    assert steps(found)["load_past"]["issue"] == long
    assert found.flags == ["Title is too long for one line; it is kept whole as what it is about."]


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("Resolved by agreement", Ending.AGREED), ("settled", Ending.AGREED),
        ("no_longer", Ending.NO_LONGER), ("CLOSED: superseded", Ending.SUPERSEDED),
        ("Notified externally", Standing.TOLD), ("Decision", Ending.DECIDED),
        ("resolved", Standing.OVER), ("Ongoing", Standing.OPEN), ("not resolved", Standing.OPEN),
        ("closed, not resolved", None), ("", None), ("maybe", None),
    ],
)  # fmt: skip
def test_endings_in_words(words: str, meaning: Ending | Standing | None) -> None:
    assert read_ending(words) == meaning


def test_kinds_and_urgency_in_words() -> None:
    assert read_kind("Professional disagreement") is Kind.DISPUTE
    assert read_kind("Unresolved issue") is Kind.ISSUE
    assert read_kind("quarrel") is None
    assert [read_urgent(words) for words in ("Y", "routine", "")] == [True, False, None]
