"""Our own files come back: nothing changes, what was changed in the file is a change, and another
ledger's items become new ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from application.importing.files.csv_files import FileRefusedError
from application.importing.ours.our_files import same
from application.importing.reports import Result
from application.ledger.ledger import Ledger
from tests.acts import POLICE, TEAM, do, record
from tests.databases import Databases
from tests.disputing import COUNCIL_AGENCY, POLICE_AGENCY, dispute, found_partnership
from tests.following import receive, set_action
from tests.loading import only
from tests.round_trips import edited, exported, loaded
from tests.web.deeds import groups
from web.noun import Noun
from web.nouns import LOADED
from web.running.startup import open_ledger

RISKS, RECOMMENDATIONS = LOADED["risks"], LOADED["recommendations"]
ACTIONS, DISPUTES = LOADED["actions"], LOADED["disputes"]
PUBLISHED_RISK = """\
register_body,register_title,as_at,risk_ref,gist,likelihood,impact,owner_role,owner_agency
Medway Council,Corporate risks,30/06/2025,R1,Too few places,4,4,Head of placements,Kent Police
"""
TEN_YEARS_ON = str(date.today().replace(day=1, year=date.today().year + 10))  # noqa: DTZ011


@pytest.fixture
def here(ledger: Ledger) -> Ledger:
    """A ledger with the three Safeguarding Partners."""
    found_partnership(ledger)
    return ledger


@pytest.fixture
def elsewhere(databases: Databases) -> Iterator[Ledger]:
    """Another ledger with the same agencies and group, and nothing else."""
    with databases.lend(databases.prepare()) as url:
        ledger = open_ledger(url)
        found_partnership(ledger)
        groups.establish(ledger, ruled=False)
        yield ledger
        ledger.close()


def one_of_each(ledger: Ledger) -> dict[str, str]:
    """A risk, a recommendation, an action and a dispute, about which much is known."""
    risk = record(
        ledger, "Too few places", cause="Few homes", event="Children wait", theme="Homes",
        raised_in="saas", raised_by=POLICE_AGENCY, owner_role="Head", owner_agency=COUNCIL_AGENCY,
        likelihood="4", impact="5", review_on=TEN_YEARS_ON,
    )  # fmt: skip
    do(ledger, "risk.set_appetite", risk, appetite="9")
    do(ledger, "risk.choose_response", risk, response="treat")
    do(ledger, "risk.add_control", risk, text="A weekly look")
    recommendation = receive(ledger, number="4", themes="Neglect, Homes", agencies=[COUNCIL_AGENCY])
    do(ledger, "recommendation.respond", recommendation, response="accepted")
    action = set_action(ledger, measure="It is read", serves=risk, due_on=TEN_YEARS_ON)
    argued = dispute(ledger, met_on="2025-04-30", theme="Thresholds", circulated_on="2025-05-10")
    group = groups.establish(ledger, ruled=False)
    held = do(
        ledger, "meeting.load_past", group=group, meets_on="2025-03-12", present="Superintendent",
        quorate="said_yes", circulated_on="2025-03-26", number="12",
    ).reference  # fmt: skip
    decided = do(
        ledger, "decision.load_past", group=group, words="Adopt it.", taken_on="2025-03-12",
        meeting="SAAS", minute="5.2", quorum="Quorate", number="D1",
    ).reference  # fmt: skip
    return {
        "meetings": held,
        "decisions": decided,
        "risks": risk,
        "recommendations": recommendation,
        "actions": action,
        "disputes": argued,
    }


def the_row(text: str, reference: str = "") -> dict[str, str]:
    rows = [*csv.DictReader(io.StringIO(text))]
    return next(row for row in rows if reference in ("", row["Reference"]))


# ---------------------------------------------------------------- into the same ledger


@pytest.mark.parametrize("noun", LOADED.values(), ids=list(LOADED))
def test_its_own_file_changes_nothing_in_the_ledger_that_wrote_it(here: Ledger, noun: Noun) -> None:
    one_of_each(here)
    text, before = exported(here, noun), here.position()
    row = only(loaded(here, noun, text))
    assert (row.result, row.flags, row.changes) == (Result.PRESENT, (), ())
    assert here.position() == before


@pytest.mark.parametrize("noun", LOADED.values(), ids=list(LOADED))
def test_every_heading_that_a_register_writes_is_known_when_it_comes_back(
    here: Ledger, noun: Noun
) -> None:
    one_of_each(here)
    report = loaded(here, noun, exported(here, noun), dry_run=True)
    assert not [note for note in report.notes if "not known" in note]


@pytest.mark.parametrize(
    ("noun", "column", "becomes"),
    [
        (RISKS, "Title", "Too few homes"),
        (RISKS, "Cause", "Prices"),
        (RISKS, "Kind", "Issue"),
        (RISKS, "Owner’s role", "Director"),
        (RISKS, "Owner’s agency", "Kent Police"),
        (RISKS, "Current likelihood", "3"),
        (RISKS, "Response", "Tolerate"),
        (RISKS, "Appetite", "12"),
        (RISKS, "Target date", "2031-03-31"),
        (RISKS, "Published in", "Corporate risks"),
        (RECOMMENDATIONS, "Owner’s role", "Chief Superintendent"),
        (RECOMMENDATIONS, "Response", "Already met"),
        (RECOMMENDATIONS, "Themes", "Neglect; Health"),
        (RECOMMENDATIONS, "Plan", "Write it together"),
        (ACTIONS, "Owner’s agency", "Kent County Council"),
        (ACTIONS, "Serves", ""),
        (DISPUTES, "What it is about", "Who decides"),
        (DISPUTES, "Minutes approved", "2025-06-01"),
    ],
    ids=lambda each: each.name if isinstance(each, Noun) else str(each),
)
def test_what_was_changed_in_the_file_is_offered_and_then_made(
    here: Ledger, noun: Noun, column: str, becomes: str
) -> None:
    reference = one_of_each(here)[noun.name]
    text = exported(here, noun)
    was = the_row(text)[column]
    file = edited(text, {reference: {column: becomes}})
    before = here.position()
    offered = only(loaded(here, noun, file, dry_run=True))
    assert here.position() == before
    made = only(loaded(here, noun, file))
    assert offered == made
    assert (made.result, made.reference) == (Result.CHANGED, reference)
    assert [(each.label, each.was, each.becomes) for each in made.changes] == [
        (column, was, becomes)
    ]
    assert the_row(exported(here, noun))[column] == becomes
    assert only(loaded(here, noun, file)).result is Result.PRESENT, "it is made once"


@pytest.mark.parametrize("noun", [RECOMMENDATIONS, ACTIONS], ids=["recommendations", "actions"])
def test_another_due_date_is_asked_for_and_awaits_approval(here: Ledger, noun: Noun) -> None:
    reference = one_of_each(here)[noun.name]
    file = edited(exported(here, noun), {reference: {"Due date": "31/12/2039"}})
    assert only(loaded(here, noun, file)).result is Result.CHANGED
    row = the_row(exported(here, noun))
    assert row["Due date"] != "2039-12-31"
    assert row["Other due date asked for"] == "2039-12-31"
    assert only(loaded(here, noun, file)).result is Result.PRESENT


def test_what_no_file_changes_is_said_and_left_alone(here: Ledger) -> None:
    reference = one_of_each(here)["risks"]
    file = edited(exported(here, RISKS), {reference: {"Status": "Closed", "Closed": "2025-01-01"}})
    before = here.position()
    row = only(loaded(here, RISKS, file))
    assert row.result is Result.PRESENT
    assert row.flags == (
        "Status “Closed” (here “Open”) and Closed “2025-01-01” (here “”) differ; no file changes "
        "that, and it was left as it is.",
    )
    assert here.position() == before


def test_a_column_that_somebody_added_is_named(here: Ledger) -> None:
    one_of_each(here)
    lines = exported(here, ACTIONS).splitlines()
    file = f"{lines[0]},Chased by\n{lines[1]},Kim\n"
    assert only(loaded(here, ACTIONS, file)).flags == (
        "“Chased by” is no column of the register; it was not read.",
    )


def test_what_was_changed_here_since_is_not_put_back_by_an_older_file(here: Ledger) -> None:
    reference = one_of_each(here)["risks"]
    text = exported(here, RISKS)
    do(here, "risk.assign_owner", reference, owner_role="Director", owner_agency=COUNCIL_AGENCY)
    assert only(loaded(here, RISKS, text)).result is Result.PRESENT
    assert the_row(exported(here, RISKS))["Owner’s role"] == "Director"


def test_what_was_changed_here_and_in_the_file_refuses_the_row(here: Ledger) -> None:
    reference = one_of_each(here)["risks"]
    text = exported(here, RISKS)
    do(here, "risk.assign_owner", reference, owner_role="Director", owner_agency=COUNCIL_AGENCY)
    row = only(loaded(here, RISKS, edited(text, {reference: {"Owner’s role": "Chief"}})))
    assert (row.result, row.column) == (Result.REFUSED, "Owner’s role")
    assert "it is “Director” now" in row.reason


def test_the_changes_are_made_with_the_rights_of_whoever_loads_the_file(here: Ledger) -> None:
    reference = one_of_each(here)["risks"]
    file = edited(exported(here, RISKS), {reference: {"Title": "Other words"}})
    assert only(loaded(here, RISKS, file, person=POLICE)).result is Result.REFUSED
    assert only(loaded(here, RISKS, file, person=TEAM)).result is Result.CHANGED


def test_words_like_a_childs_details_are_asked_about_in_a_change_too(here: Ledger) -> None:
    reference = one_of_each(here)["risks"]
    file = edited(exported(here, RISKS), {reference: {"Cause": "NHS number 943 476 5919"}})
    assert "an NHS number" in only(loaded(here, RISKS, file)).reason
    assert only(loaded(here, RISKS, file, confirmed=True)).result is Result.CHANGED


def test_an_agency_that_is_none_refuses_the_row_with_its_heading(here: Ledger) -> None:
    reference = one_of_each(here)["actions"]
    file = edited(exported(here, ACTIONS), {reference: {"Owner’s agency": "Atlantis Police"}})
    row = only(loaded(here, ACTIONS, file))
    assert (row.column, row.reason) == (
        "Owner’s agency", "“Atlantis Police” is no agency of the partnership.",
    )  # fmt: skip


def test_a_risk_that_was_loaded_from_a_register_is_known_by_its_reference_in_our_file(
    here: Ledger,
) -> None:
    assert only(loaded(here, RISKS, PUBLISHED_RISK)).result is Result.LOADED
    row = only(loaded(here, RISKS, exported(here, RISKS)))
    assert (row.result, row.flags) == (Result.PRESENT, ())
    listed = the_row(exported(here, RISKS))
    assert (listed["Owner’s role"], listed["Controls in place"]) == ("Head of placements", "0")


def test_a_row_without_a_reference_is_a_new_item(here: Ledger) -> None:
    one_of_each(here)
    text = exported(here, RISKS)
    new = {**dict.fromkeys(the_row(text), ""), "Title": "A new one", "Current score": "12"}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(new))
    writer.writerow(new)
    report = loaded(here, RISKS, text + out.getvalue())
    assert [row.result for row in report.rows] == [Result.PRESENT, Result.LOADED]
    made = the_row(exported(here, RISKS), report.rows[1].reference)
    assert (made["Title"], made["Current score"]) == ("A new one", "12")


def test_a_file_of_ours_without_references_is_refused_whole(here: Ledger) -> None:
    one_of_each(here)
    rows = [*csv.reader(io.StringIO(exported(here, RISKS)))]
    out = io.StringIO()
    csv.writer(out).writerows([row[1:] for row in rows])
    with pytest.raises(FileRefusedError, match="has no column “Reference”"):
        loaded(here, RISKS, out.getvalue())


def test_a_file_of_ours_survives_a_spreadsheet(here: Ledger) -> None:
    reference = one_of_each(here)["risks"]
    text = exported(here, RISKS)
    row = the_row(text)
    day = date.fromisoformat(row["Next review"])
    file = edited(
        text,
        {
            reference: {
                "Reference": reference.lower(),
                "Next review": f"{day:%d/%m/%Y}",
                "Current likelihood": "4.0",
                "Title": f" {row['Title']}  ",
            }
        },
    )
    in_excel = "\ufeff" + file.replace("\n", "\r\n")
    assert only(loaded(here, RISKS, in_excel)).result is Result.PRESENT


def test_a_few_columns_with_the_reference_are_enough(here: Ledger) -> None:
    reference = one_of_each(here)["actions"]
    file = f"Reference,Owner’s role\n{reference},Chief Inspector\n"
    assert only(loaded(here, ACTIONS, file)).result is Result.CHANGED


def test_a_file_with_other_headings_makes_no_second_item_of_one_that_it_names(
    here: Ledger,
) -> None:
    reference = one_of_each(here)["risks"]
    row = only(loaded(here, RISKS, f"Risk ref,Risk title\n{reference},Too few places\n"))
    assert f"It is {reference} of this ledger already." in row.reason
    other = only(loaded(here, RISKS, f"Risk ref,Risk title\n{reference},Of another body\n"))
    assert other.result is Result.LOADED


# ---------------------------------------------------------------- into another ledger


@pytest.mark.parametrize(
    ("noun", "kept"),
    [
        (RISKS, ("Title", "Cause", "Event", "Theme", "Raised in", "Raised by", "Owner’s role",
                 "Owner’s agency", "Current likelihood", "Current impact", "Current score",
                 "Current band", "Last assessed", "Response", "Appetite", "Next review",
                 "Recorded")),
        (RECOMMENDATIONS, ("Source", "Report", "Number there", "Recommendation", "Themes",
                           "Addressed to", "Owner’s role", "Owner’s agency", "Due date",
                           "Due, as published", "Response", "Responded", "Received")),
        (ACTIONS, ("Action", "Measure of success", "Owner’s role", "Owner’s agency", "Due date",
                   "Set on", "Status")),
        (DISPUTES, ("Title", "What it is about", "Impact on children", "Outcome sought", "Theme",
                    "Raised by", "Parties", "Meeting", "Minute", "Date of the meeting",
                    "Minutes circulated")),
    ],
    ids=["risks", "recommendations", "actions", "disputes"],
)  # fmt: skip
def test_an_item_of_another_ledger_becomes_a_new_one_and_is_known_from_then_on(
    here: Ledger, elsewhere: Ledger, noun: Noun, kept: tuple[str, ...]
) -> None:
    one_of_each(here)
    text = exported(here, noun)
    made = only(loaded(elsewhere, noun, text))
    assert made.result is Result.LOADED
    there, was = the_row(exported(elsewhere, noun)), the_row(text)
    assert {name: there[name] for name in kept} == {name: was[name] for name in kept}
    assert only(loaded(elsewhere, noun, text)).result is Result.PRESENT
    changed = only(loaded(elsewhere, noun, edited(text, {was["Reference"]: {"Owner’s role": "X"}})))
    if noun is not DISPUTES:
        assert (changed.result, changed.reference) == (Result.CHANGED, made.reference)


def test_what_is_not_taken_over_from_another_ledger_is_said(
    here: Ledger, elsewhere: Ledger
) -> None:
    reference = one_of_each(here)["risks"]
    made = only(loaded(elsewhere, RISKS, exported(here, RISKS)))
    said = " ".join(made.flags)
    assert "Controls in place “1”" in said
    assert "Linked items “ACT-" in said
    row = the_row(exported(elsewhere, RISKS))
    assert row["Number there"] == reference


def test_another_ledgers_item_of_the_same_reference_is_another_item(
    here: Ledger, elsewhere: Ledger
) -> None:
    one_of_each(here)
    mine = record(elsewhere, "Something else", cause="Other", event="Quite other", theme="IT")
    report = only(loaded(elsewhere, RISKS, exported(here, RISKS)))
    assert (report.result, report.reference == mine) == (Result.LOADED, False)


# ---------------------------------------------------------------- whatever happened

_words = st.sampled_from(["Rotas", "50% – “late”", "=1+1", "<b>x</b>", "two\nlines", "a; b", "-"])
_line = st.sampled_from(["Rotas", "50% – “late”", "=1+1", "@home", "'quoted", "1.0", "07"])
_agency = st.sampled_from([POLICE_AGENCY, COUNCIL_AGENCY])
_day = st.sampled_from([TEN_YEARS_ON, "2039-02-28"])
_MOVES: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "risks": [
        ("risk.assign_owner", {"owner_role": _line, "owner_agency": _agency}),
        ("risk.assess", {"measure": st.sampled_from(["current", "target", "inherent"]),
                         "likelihood": st.sampled_from("12345"), "impact": st.sampled_from("12345"),
                         "reason": _line}),
        ("risk.set_target_date", {"target_on": _day, "reason": _words}),
        ("risk.schedule_review", {"review_on": _day, "cadence": st.sampled_from(["", "3"])}),
        ("risk.judge_proximity", {"proximity": _line}),
        ("risk.cite_source", {"source_body": _line, "source_as_at": _line, "source_note": _words}),
    ],
    "recommendations": [
        ("recommendation.respond", {"response": st.just("accepted")}),
        ("recommendation.plan", {"plan": _words}),
        ("recommendation.report_progress", {"progress": _words}),
        ("recommendation.tag", {"themes": _line}),
        ("recommendation.assign_owner", {"owner_role": _line, "owner_agency": _agency}),
    ],
    "actions": [
        ("action.report_progress", {"progress": _words}),
        ("action.assign_owner", {"owner_role": _line, "owner_agency": _agency}),
        ("action.cancel", {"reason": _words}),
    ],
    "disputes": [
        ("dispute.describe", {"title": _line, "issue": _words, "impact": _words,
                              "outcome_sought": _words, "theme": _line, "reason": _words}),
        ("dispute.note_learning", {"learning": _words}),
        ("dispute.withdraw", {"reason": _words}),
    ],
    "meetings": [
        ("meeting.correct", {"fact": st.sampled_from(["present", "apologies", "note"]),
                             "becomes": _words, "reason": _words}),
    ],
    "decisions": [
        ("decision.correct", {"fact": st.sampled_from(["words", "quorum", "note"]),
                              "becomes": _words, "reason": _words}),
    ],
}  # fmt: skip
_LOADED = {
    "risks": ("Title", "Owner’s role", "Owner’s agency", "Current likelihood", "Current impact",
              "Target likelihood", "Target impact", "Inherent likelihood", "Inherent impact",
              "Target date", "Next review", "Proximity"),
    "recommendations": ("Recommendation", "Owner’s role", "Owner’s agency", "Due date", "Response"),
    "actions": ("Action", "Owner’s role", "Owner’s agency", "Due date", "Set on"),
    "disputes": ("Title", "Theme", "Raised by", "Date of the meeting", "Ended as"),
    "meetings": ("Group", "Date", "Minutes circulated", "Who took part"),
    "decisions": ("Group", "Taken on", "Minute", "In full"),
}  # fmt: skip


@pytest.mark.parametrize("noun", LOADED.values(), ids=list(LOADED))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_happened_to_an_item_its_file_changes_nothing_here_and_loads_elsewhere(
    sqlite_databases: Databases, noun: Noun, data: st.DataObject
) -> None:
    with (
        sqlite_databases.lend(sqlite_databases.prepare()) as one,
        sqlite_databases.lend(sqlite_databases.prepare()) as other,
    ):
        here, elsewhere = open_ledger(one), open_ledger(other)
        for each in (here, elsewhere):
            found_partnership(each)
        groups.establish(elsewhere, ruled=False)
        reference = one_of_each(here)[noun.name]
        _live(here, noun, reference, data)
        text, before = exported(here, noun), here.position()
        row = only(loaded(here, noun, text, confirmed=True))
        assert (row.result, row.flags, here.position()) == (Result.PRESENT, (), before)

        report = only(loaded(elsewhere, noun, text, confirmed=True))
        assert report.result is Result.LOADED, report
        was, is_now = the_row(text), the_row(exported(elsewhere, noun))
        told = " ".join(report.flags)
        for name in _LOADED[noun.name]:
            equal = same(was[name], is_now[name], agency_called=lambda words: "")
            assert equal or f"{name} “" in told, (name, was[name], is_now[name], report)
        for name, words in was.items():
            if words and not is_now.get(name) and words not in ("0", "No"):
                assert f"{name} “" in told, (name, words)
        here.close()
        elsewhere.close()


def _live(ledger: Ledger, noun: Noun, reference: str, data: st.DataObject) -> None:
    """A few things happen to an item; what is not possible does not."""
    from marshmallow import ValidationError

    from domain.kernel.errors import DomainError

    for _ in range(data.draw(st.integers(0, 4))):
        name, fields = data.draw(st.sampled_from(_MOVES[noun.name]))
        drawn = {field: data.draw(values) for field, values in fields.items()}
        try:
            do(ledger, name, reference, **drawn)
        except (DomainError, ValidationError):
            continue
