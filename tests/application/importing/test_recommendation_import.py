"""Published trackers of recommendations load whole, and say no more than was published."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from application.importing.recommendations.rows import RECOMMENDATION_FILES
from application.importing.reports import Report, Result
from application.ledger.ledger import Ledger
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import Source
from tests.kent import load_kent
from tests.loading import load as load_file
from tests.reading import disagreements

PUBLISHED = files("demonstration").joinpath("published/recommendations.csv").read_bytes()
TODAY = date(2026, 5, 12)
KCC, NHS, POLICE = "kent-county-council", "nhs-kent-and-medway-icb", "kent-police"

Rows = list[dict[str, str]]
INSPECTED = {
    "source_type": "inspection", "source_body": "HMICFRS", "source_title": "Child protection",
    "rec_ref": "3", "gist": "Answer calls in time", "published": "2022-08-05",
    "due": "within three months", "status_as_reported": "In progress",
    "status_date": "2023-01-10", "source_url": "https://inspectorate.example/report",
}  # fmt: skip


@pytest.fixture
def kent(ledger: Ledger) -> Ledger:
    load_kent(ledger)
    return ledger


def sheet(*rows: dict[str, str]) -> bytes:
    """A CSV file of these rows; the first one has all the headings."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def load(ledger: Ledger, content: bytes, **more: Any) -> Report:
    return load_file(ledger, content, RECOMMENDATION_FILES, **more)


def loaded(ledger: Ledger, report: Report) -> Iterator[Recommendation]:
    for row in report.rows:
        yield ledger.get(Recommendation, row.reference)


def only(ledger: Ledger, *rows: dict[str, str]) -> Recommendation:
    """The recommendation that files of one row each led to, loaded one after the other."""
    for row in rows:
        report = load(ledger, sheet(row))
        assert [each.reason for each in report.rows] == [""]
    (item,) = loaded(ledger, report)
    return item


def told(ledger: Ledger, item: Recommendation) -> list[tuple[str, str]]:
    """The day and the name of everything that happened."""
    return [(event.on, type(event).__name__) for event in ledger.history(item.reference)]


# ---------------------------------------------------------------- the published file


def _expected() -> list[tuple[str, str, str, str]]:
    """Line by line of the file: status, why it is closed, due date and owner."""
    chair, police = "Chair / DCS", "Warwickshire Police"
    uk, both = "UK Government", "UK and Welsh Governments"
    return [
        ("in_progress", "", "", chair),
        ("in_progress", "", "2017-04-30", chair),
        ("in_progress", "", "2017-03-31", chair),
        ("submitted", "", "2017-04-30", chair),
        ("submitted", "", "2017-04-30", chair),
        ("returned", "", "2022-08-05", police),
        ("returned", "", "2022-11-05", police),
        ("returned", "", "2022-08-05", police),
        ("returned", "", "2022-11-05", police),
        ("returned", "", "2022-08-05", police),
        ("responded", "", "", both),
        ("responded", "", "", both),
        ("responded", "", "", uk),
        ("responded", "", "", both),
        ("closed", "not_accepted", "", uk),
        *[("responded", "", "", uk)] * 5,
        *[("closed", "implemented", "", "")] * 8,
        ("in_progress", "", "", ""),
        ("in_progress", "", "", "not stated (answered by General Counsel)"),
        ("received", "", "", ""),
        ("in_progress", "", "", "IT team with supplier"),
        ("in_progress", "", "", "Housing service"),
    ]


def test_all_33_published_rows_load_with_their_status_and_due_date(kent: Ledger) -> None:
    report = load(kent, PUBLISHED)
    assert (report.loaded, report.present, report.refused, report.kept) == (33, 0, 0, True)
    assert report.notes == ["Not read, as nothing here depends on it: “row_id”."]
    found = [
        (
            item.status.value,
            item.closing.value if item.closing else "",
            item.due_on,
            item.owner_role,
        )
        for item in loaded(kent, report)
    ]
    assert found == _expected()
    assert disagreements(kent) == []


def test_the_published_rows_keep_the_due_words_and_dates_as_they_were(kent: Ledger) -> None:
    report = load(kent, PUBLISHED)
    due = [item.due_words for item in loaded(kent, report)]
    assert due[:7] == [
        "to be confirmed", "2017-04", "2017-03", "2017-04", "2017-04",
        "2022-08-05; 'immediately' (date = publication)",
        "2022-11-05; within 3 months (date derived from publication)",
    ]  # fmt: skip
    assert due[20] == "revisit by inspectors, no fixed date"
    assert due[28:] == [
        "meeting cycle", "next council cycle; meeting cycle", "none set",
        "original date long passed", "agreed date passed (date not readable)",
    ]  # fmt: skip
    received = kent.history(report.rows[31].reference)[0].facts
    assert (received["published"], received["published_on"]) == ("2018/19", "2019-03-31")


def test_the_published_rows_are_flagged_for_what_is_odd_about_them(kent: Ledger) -> None:
    flags = {row.line: list(row.flags) for row in load(kent, PUBLISHED).rows if row.flags}
    stockton = "Date of the status “2017-12” is no full date; it counts from 31 December 2017."
    disputed = "Published as accepted; an outside monitor disputes that."
    jointly = "Owned jointly by 2 agencies; the one named first is accountable."
    overdue = "Published as overdue, without the date on which it was due."
    year = "Date of publication “2018/19” is no full date; it counts from 31 March 2019."

    def undated(words: str) -> str:
        return f"Due “{words}” comes to no date; the words are kept."

    assert flags == {
        2: [
            stockton,
            "Due “to be confirmed”: so its note says.",
            undated("to be confirmed"),
        ],
        **{line: [stockton] for line in range(3, 7)},
        13: [disputed],
        14: [disputed],
        **{
            line: [jointly, undated("revisit by inspectors, no fixed date")]
            for line in range(22, 30)
        },
        30: [undated("meeting cycle")],
        31: [undated("next council cycle")],
        33: [year, overdue, undated("original date long passed")],
        34: [overdue, undated("agreed date passed (date not readable)")],
    }


def test_a_claim_arrives_as_submitted_with_its_published_source_as_evidence(kent: Ledger) -> None:
    report = load(kent, PUBLISHED)
    claimed = kent.get(Recommendation, report.rows[3].reference)
    assert told(kent, claimed) == [
        ("2017-12-31", "Received"),
        ("2017-12-31", "StatusReported"),
        ("2017-12-31", "Responded"),
        ("2017-12-31", "EvidenceAdded"),
        ("2017-12-31", "Submitted"),
    ]
    evidence = claimed.evidence[1]
    assert (evidence.kind, evidence.dated) == ("document", "")
    assert evidence.link.startswith("https://docsbay.net/")
    said = kent.history(claimed.reference)[1].facts
    assert (said["status"], said["reported"]) == ("1 (fully achieved)", "2017-12")


def test_an_inspectorates_revisit_returns_what_is_not_done_with_its_decision(kent: Ledger) -> None:
    report = load(kent, PUBLISHED)
    returned = kent.get(Recommendation, report.rows[5].reference)
    assert told(kent, returned) == [
        ("2022-08-05", "Received"),
        ("2023-06-06", "StatusReported"),
        ("2023-06-06", "Responded"),
        ("2023-06-06", "EvidenceAdded"),
        ("2023-06-06", "Returned"),
    ]
    facts = kent.history(returned.reference)[-1].facts
    assert facts["decision_reference"].startswith("HMICFRS (inspectorate revisit), 6 June 2023")
    assert facts["reason"].startswith("Post-inspection review 6 Jun 2023: real progress")


def test_an_inspectorates_verification_is_mirrored_with_its_reference(kent: Ledger) -> None:
    report = load(kent, PUBLISHED)
    verified = kent.get(Recommendation, report.rows[20].reference)
    assert verified.owner_agency == KCC
    assert verified.agencies == [KCC, NHS]
    (event,) = [
        each
        for each in kent.history(verified.reference)
        if isinstance(each, Recommendation.Verified)
    ]
    assert (event.on, event.closing, event.evidence) == ("2024-08-06", "implemented", [1])
    assert event.decision_reference.startswith(
        "Ofsted and CQC (inspectorates / DfE), 6 August 2024, https://"
    )
    status = kent.history(verified.reference)[1].facts["status"]
    assert status.startswith("2019-03-29 identified;")
    assert status.endswith("6-monthly review goes on")


def test_a_rejection_closes_it_for_the_published_reason(kent: Ledger) -> None:
    report = load(kent, PUBLISHED)
    rejected = kent.history(report.rows[14].reference)[-1].facts
    assert rejected == {"response": "not_accepted", "reason": "Rejected"}
    accepted = kent.history(report.rows[10].reference)[-1].facts
    assert accepted == {"response": "accepted", "reason": "Accepted in principle"}


# ---------------------------------------------------------------- the same row twice


def test_two_rows_of_one_file_with_the_same_source_and_number_are_refused(kent: Ledger) -> None:
    before = kent.position()
    later = {**INSPECTED, "status_date": "2024-01-10", "gist": "Other words"}
    report = load(kent, sheet(INSPECTED, later, INSPECTED))
    assert [(row.line, row.result) for row in report.rows] == [
        (2, Result.LOADED), (3, Result.REFUSED), (4, Result.REFUSED),
    ]  # fmt: skip
    assert report.rows[1].reason == (
        "3 of Child protection of HMICFRS is already on line 2 of this file."
    )
    assert (report.kept, kent.position()) == (False, before)


def test_the_same_number_of_another_source_is_another_recommendation(kent: Ledger) -> None:
    other = {**INSPECTED, "source_title": "Custody"}
    assert load(kent, sheet(INSPECTED, other)).loaded == 2


def test_a_row_without_a_number_is_known_by_all_its_words(kent: Ledger) -> None:
    row = {"source_type": "jtai", "recommendation": "See the child"}
    assert load(kent, sheet(row)).loaded == 1
    assert load(kent, sheet(row)).present == 1
    assert load(kent, sheet({**row, "recommendation": "See every child"})).loaded == 1


def test_a_later_edition_adds_its_status_and_what_follows(kent: Ledger) -> None:
    done = {**INSPECTED, "status_as_reported": "Completed", "status_date": "2023-03-01"}
    verified = {
        **INSPECTED, "status_as_reported": "Externally verified", "status_date": "2023-06-06",
        "status_reported_by": "inspectorate",
    }  # fmt: skip
    item = only(kent, INSPECTED, done, verified)
    assert told(kent, item) == [
        ("2022-08-05", "Received"),
        ("2023-01-10", "StatusReported"),
        ("2023-01-10", "Responded"),
        ("2023-01-10", "ProgressReported"),
        ("2023-03-01", "StatusReported"),
        ("2023-03-01", "EvidenceAdded"),
        ("2023-03-01", "Submitted"),
        ("2023-06-06", "StatusReported"),
        ("2023-06-06", "EvidenceAdded"),
        ("2023-06-06", "Verified"),
    ]
    before = kent.position()
    assert load(kent, sheet(done)).present == 1
    assert kent.position() == before


def test_a_later_edition_of_what_is_closed_adds_its_status_only(kent: Ledger) -> None:
    rejected = {**INSPECTED, "status_as_reported": "Rejected"}
    only(kent, rejected)
    later = {**INSPECTED, "status_as_reported": "In progress", "status_date": "2023-09-01"}
    report = load(kent, sheet(later))
    (item,) = loaded(kent, report)
    assert told(kent, item)[-1] == ("2023-09-01", "StatusReported")
    assert f"{item.reference} is closed here; reopen it if it is open again." in (
        report.rows[0].flags
    )


def test_a_later_edition_moves_neither_the_due_date_nor_the_owner(kent: Ledger) -> None:
    only(kent, {**INSPECTED, "owner": "Head of control room"})
    later = {
        **INSPECTED, "status_date": "2023-09-01", "due": "2024-01-31", "gist": "Answer sooner",
        "owner": "Chief Constable",
    }  # fmt: skip
    report = load(kent, sheet(later))
    (item,) = loaded(kent, report)
    assert (item.due_on, item.owner_role) == ("2022-11-05", "Head of control room")
    assert len(report.rows[0].flags) == 4
    note = kent.history(item.reference)[-2].facts["note"]
    for kept in ("Recommendation: Answer sooner", "Due: 2024-01-31", "Owner: Chief Constable"):
        assert kept in note


@pytest.mark.parametrize(
    ("status_date", "why"),
    [
        ("2023-01-10", "its status is not later than 10 January 2023"),
        ("2022-12", "its status is not later than 10 January 2023"),
        ("", "does not say as at which day"),
    ],
)
def test_an_edition_that_is_not_later_is_refused(kent: Ledger, status_date: str, why: str) -> None:
    only(kent, INSPECTED)
    before = kent.position()
    report = load(kent, sheet({**INSPECTED, "status_date": status_date, "gist": "Other words"}))
    assert why in report.rows[0].reason
    assert kent.position() == before


# ---------------------------------------------------------------- odd trackers


def test_a_councils_tracker_with_other_headings_loads(kent: Ledger) -> None:
    row = {
        "Rec No.": "2",
        "Source": "LCSPR Child D",
        "Date Published": "5 August 2022",
        "Recommendation": "Share chronologies",
        "Action Owner": "Head of Safeguarding, KCC",
        "Deadline": "31/03/2023",
        "Status": "Complete",
        "RAG": "Green",
        "Progress Update": "A template is in use.",
        "Last Updated": "06/06/2023",
        "Link": "https://council.example/tracker",
        "Revised date": "30/06/2023",
        "Cost code": "7",
    }
    report = load(kent, sheet(row))
    assert "Headings that are not known, kept word for word in the note: “Cost code”." in (
        report.notes
    )
    (item,) = loaded(kent, report)
    assert (item.source, item.title) == (Source.PRACTICE_REVIEW, "LCSPR Child D")
    assert (item.due_on, item.owner_role, item.owner_agency) == (
        "2023-06-30", "Head of Safeguarding", KCC,
    )  # fmt: skip
    assert (item.first_due_on, item.moves) == ("2023-03-31", 1)
    assert item.status == "submitted"
    history = kent.history(item.reference)
    assert [event.on for event in history] == ["2022-08-05", *["2023-06-06"] * 4]
    assert history[1].facts["note"] == "RAG: Green\nCost code: 7"
    assert history[-1].facts["claim"] == (
        "Published as done, 6 June 2023: Complete\nA template is in use."
    )


def test_a_tracker_of_semicolons_in_windows_letters_loads(kent: Ledger) -> None:
    text = (
        "Partnership tracker;;;\n\nSource type;Inspectorate;Recommendation;Lead;Due date\n"
        "ILACS;Ofsted;Visit children’s homes;Police & ICB;Apr 2017\n"
    )
    report = load(kent, text.encode("cp1252"))
    (item,) = loaded(kent, report)
    assert (item.source, item.title) == (Source.SINGLE_AGENCY_INSPECTION, "Ofsted")
    assert (item.due_words, item.due_on) == ("2017-04", "2017-04-30")
    assert item.agencies == [POLICE, NHS]
    assert item.status == "received"
    assert len(kent.history(item.reference)) == 1


def test_an_unknown_source_type_is_refused_with_its_line_and_column_and_the_known_ones(
    kent: Ledger,
) -> None:
    rows = [
        {"Kind of source": "jtai", "Recommendation": "See the child"},
        {"Kind of source": "horoscope", "Recommendation": "Look up"},
        {"Kind of source": "", "Recommendation": "Look down"},
    ]
    report = load(kent, sheet(*rows))
    refused = [(row.line, row.column, row.reason) for row in report.rows if row.reason]
    assert [each[:2] for each in refused] == [(3, "Kind of source"), (4, "Kind of source")]
    assert "“horoscope” is no kind of source" in refused[0][2]
    assert "independent scrutiny, practice review, national practice review" in refused[0][2]
    assert (report.kept, report.refused) == (False, 2)


def test_fill_says_what_the_source_is_where_no_column_does(kent: Ledger) -> None:
    content = sheet({"rec": "1", "recommendation": "See the child"})
    report = load(
        kent, content, fill={"source type": "peer challenge", "review": "Peer challenge 2026"}
    )
    (item,) = loaded(kent, report)
    assert (item.source, item.title) == (Source.PEER_REVIEW, "Peer challenge 2026")


def test_what_the_business_team_may_not_verify_arrives_as_submitted_and_is_flagged(
    kent: Ledger,
) -> None:
    row = {
        **INSPECTED, "source_type": "internal audit", "status_as_reported": "Externally verified",
    }  # fmt: skip
    report = load(kent, sheet(row))
    (item,) = loaded(kent, report)
    assert item.status == "submitted"
    assert report.rows[0].flags == (
        "Published as verified; here only SAAS: its Chair or a member can do that.",
    )


# Words that look like a child's details


def test_a_doubtful_recommendation_is_loaded_once_somebody_has_checked(kent: Ledger) -> None:
    doubtful = sheet({**INSPECTED, "gist": "Answer call 943 476 5919", "Born": "DOB 12/03/2012"})
    before = kent.position()
    (row,) = load(kent, doubtful).rows
    assert (row.result, row.column) == (Result.REFUSED, "gist, Born")
    assert row.reason.startswith(
        "It holds what looks like an NHS number and a date of birth. This ledger must hold no"
    )
    assert kent.position() == before
    (row,) = load(kent, doubtful, confirmed=True).rows
    assert row.flags[-2:] == (
        "gist: what looks like an NHS number; it was confirmed that no child can be identified.",
        "Born: what looks like a date of birth; it was confirmed that no child can be identified.",
    )
    confirmed = [
        event.fields
        for event in kent.history(row.reference)
        if isinstance(event, Recommendation.WordsConfirmed)
    ]
    assert confirmed == [["The recommendation, in its own words"], ["Note"]]


def test_a_doubtful_later_edition_is_refused_until_somebody_has_checked(kent: Ledger) -> None:
    load(kent, sheet(INSPECTED))
    later = sheet({**INSPECTED, "status_date": "2024-01-10", "note": "Call 943 476 5919"})
    (row,) = load(kent, later).rows
    assert (row.result, row.column) == (Result.REFUSED, "note")
    (row,) = load(kent, later, confirmed=True).rows
    assert row.result is Result.LOADED
    assert row.flags[0].startswith("A later edition of")
    assert [day for day, kind in told(kent, kent.get(Recommendation, row.reference))
            if kind == "WordsConfirmed"] == ["2024-01-10"]  # fmt: skip
