"""What one published row of recommendations means: the acts that follow from it, and its flags."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from application.importing.files.headings import Row
from application.importing.importable import Known, Plan, RowRefusedError
from application.importing.published.owners import PublishedOwner, read_owner
from application.importing.published.statuses import (
    Reported,
    read_answer,
    read_source,
    read_status,
)
from application.importing.recommendations.rows import RECOMMENDATION_FILES
from domain.recommendations.vocabulary import Response, Source
from tests.kent import KENT

TODAY = date(2026, 5, 12)
KCC, NHS, POLICE = "kent-county-council", "nhs-kent-and-medway-icb", "kent-police"
AGENCIES = {
    "kent county council": "kent-county-council",
    "kcc": "kent-county-council",
    "nhs kent and medway": "nhs-kent-and-medway-icb",
    "kent police": "kent-police",
    "police": "kent-police",
    "icb": "nhs-kent-and-medway-icb",
    "kent, surrey and sussex probation": "probation-service",
}
KNOWN = Known(KENT, TODAY, lambda words: AGENCIES.get(words.casefold(), ""))


def plan(**cells: str) -> Plan:
    row = {"source_type": "jtai", "source_title": "JTAI 2025", "gist": "See the child", **cells}
    return RECOMMENDATION_FILES.plan(
        Row(2, {name: cell for name, cell in row.items() if cell}, {}), KNOWN
    )


def steps(plan: Plan) -> dict[str, dict[str, Any]]:
    return {
        step.intent.move: {name: value for name, value in step.data.items() if value}
        for step in plan.steps
    }


# ---------------------------------------------------------------- what follows from a status


def test_a_row_that_says_nothing_is_refused() -> None:
    with pytest.raises(RowRefusedError, match="does not say what is recommended"):
        plan(gist="")


def test_verified_by_its_own_owner_is_a_claim() -> None:
    said = plan(
        normalised_status="implemented_externally_verified", status_as_reported="Verified",
        status_reported_by="owner", source_url="https://a.example/b",
    )  # fmt: skip
    assert list(steps(said)) == ["receive", "report_status", "respond", "add_evidence", "submit"]
    assert said.flags == ["Published as verified by its own owner; it is submitted, not verified."]


def test_partly_done_in_the_owners_words_is_progress() -> None:
    said = plan(
        status_as_reported="Partially implemented", status_reported_by="owner",
        source_url="https://a.example/b",
    )  # fmt: skip
    assert list(steps(said)) == ["receive", "report_status", "respond", "report_progress"]


@pytest.mark.parametrize(
    "link", ["", "see the minutes", "javascript:alert(1)", "https://a.example/" + "b" * 200]
)
def test_a_claim_without_a_link_is_not_submitted(link: str) -> None:
    said = plan(status_as_reported="Done", source_url=link)
    assert list(steps(said)) == ["receive", "report_status", "respond", "report_progress"]
    assert said.flags[-1] == (
        "Published as done, but with no link to rest it on; submit it with evidence."
    )
    assert steps(said)["report_status"].get("note", "") == (f"Link: {link}" if link else "")


@pytest.mark.parametrize(
    "words", ["Amber", "Closed, not implemented", "Overdue", "Not complete", "Yes"]
)
def test_from_a_status_that_is_not_clear_nothing_follows_but_the_report(words: str) -> None:
    said = plan(status_as_reported=words)
    assert list(steps(said)) == ["receive", "report_status"]
    assert said.flags == [
        f"Nothing but the report follows from the status “{words}”: what it means is not clear."
    ]


def test_a_normalised_status_that_is_not_known_is_kept_and_nothing_follows() -> None:
    said = plan(status_as_reported="Complete", normalised_status="parked")
    assert list(steps(said)) == ["receive", "report_status"]
    assert steps(said)["report_status"]["note"] == "Normalised status: parked"


def test_a_colour_alone_is_the_status_that_was_reported() -> None:
    assert steps(plan(rag="Amber"))["report_status"]["status"] == "RAG: Amber"


def test_a_note_without_a_status_is_still_kept() -> None:
    report = steps(plan(note="Page 4"))["report_status"]
    assert (report["status"], report["note"]) == ("No status was published", "Page 4")


@pytest.mark.parametrize(
    ("answer", "status", "moves", "response"),
    [
        ("Accepted", "Open", ["respond"], "accepted"),
        ("Y", "", ["respond"], "accepted"),
        ("Partially accepted", "In progress", ["respond", "report_progress"], "partly_accepted"),
        ("Not accepted", "Closed", ["respond"], "not_accepted"),
        ("Already met", "", ["respond"], "already_met"),
        ("Perhaps", "In progress", ["respond", "report_progress"], "accepted"),
    ],
)  # fmt: skip
def test_a_response_of_its_own_counts(
    answer: str, status: str, moves: list[str], response: str
) -> None:
    said = steps(plan(response=answer, status_as_reported=status))
    assert [move for move in said if move not in {"receive", "report_status"}] == moves
    assert said["respond"]["response"] == response


# ---------------------------------------------------------------- dates


def test_what_is_not_dated_happened_today() -> None:
    said = steps(plan(status_as_reported="In progress"))
    assert {step["on"] for step in said.values()} == {"2026-05-12"}


def test_without_a_date_of_publication_it_was_received_by_the_date_of_its_status() -> None:
    said = steps(plan(status_as_reported="In progress", status_date="20/03/2025"))
    assert {step["on"] for step in said.values()} == {"2025-03-20"}


def test_nothing_happens_before_it_was_published() -> None:
    said = plan(published="2025-03-20", status_as_reported="Open", status_date="2025-01-01")
    assert [step["on"] for step in steps(said).values()] == ["2025-03-20", "2025-03-20"]
    assert said.flags == ["Its status is dated before its publication; the later date is used."]


def test_a_date_to_come_is_flagged_and_today_counts() -> None:
    said = plan(published="2027-01-01", status_as_reported="Open", status_date="2026-05")
    assert [step["on"] for step in steps(said).values()] == ["2026-05-12", "2026-05-12"]
    assert len(said.flags) == 2
    assert steps(said)["receive"]["published"] == "2027-01-01"


@pytest.mark.parametrize(
    ("cells", "words", "flags"),
    [
        ({"due": "31/03/2026"}, "2026-03-31", 0),
        ({"due": "by end of March 2026"}, "2026-03; by end of March 2026", 0),
        ({"due": "To be confirmed"}, "To be confirmed", 1),
        ({"due_basis": "immediately"}, "immediately", 1),
        ({"due_basis": "immediately", "published": "2026-01-05"}, "immediately", 0),
        (
            {"due": "2026-03-31", "due_basis": "within one month", "published": "2026-01-05"},
            "2026-03-31; within one month",
            1,
        ),
        ({"due": "next meeting of the Executive", "due_basis": "next meeting of the Executive"},
         "next meeting of the Executive", 1),
    ],
)  # fmt: skip
def test_due_words_are_kept_beside_the_date(cells: dict[str, str], words: str, flags: int) -> None:
    said = plan(**cells)
    assert steps(said)["receive"]["due_words"] == words
    assert len(said.flags) == flags


# ---------------------------------------------------------------- owners, sources and words


@pytest.mark.parametrize(
    ("words", "agencies", "rest"),
    [
        ("KCC", (KCC,), ""),
        ("Kent County Council and NHS Kent and Medway (jointly)", (KCC, NHS), ""),
        ("NHS Kent and Medway, KCC; Kent Police", (NHS, KCC, POLICE), ""),
        ("Kent, Surrey and Sussex Probation", ("probation-service",), ""),
        ("Director of Education, Kent County Council", (KCC,), "Director of Education"),
        ("Kent Police and Medway Council", (POLICE,), "Medway Council"),
        ("Medway Council and Kent Police", (POLICE,), "Medway Council"),
        ("Police and Crime Commissioner", (), "Police and Crime Commissioner"),
        ("Police and ICB", (POLICE, NHS), ""),
        ("UK and Welsh Governments", (), "UK and Welsh Governments"),
        ("Chair / DCS", (), "Chair / DCS"),
        ("Not stated", (), ""),
        ("TBC", (), ""),
        ("", (), ""),
    ],
)
def test_an_owner_is_a_role_unless_the_words_name_our_agencies(
    words: str, agencies: tuple[str, ...], rest: str
) -> None:
    assert read_owner(words, KNOWN.agency_called) == PublishedOwner(agencies, rest)


def test_an_agency_that_is_not_ours_stands_in_the_role() -> None:
    said = plan(
        owner="Head of Service", owner_agency="Medway Council", agencies="Kent Police; Medway"
    )
    received = steps(said)["receive"]
    assert received["owner_role"] == "Head of Service, Medway Council"
    assert received["agencies"] == [POLICE]
    assert "owner_agency" not in received
    assert len(said.flags) == 2
    assert steps(said)["report_status"]["note"] == "Agencies: Kent Police; Medway"


def test_themes_may_be_parted_by_semicolons() -> None:
    assert steps(plan(theme="Neglect; Missing children"))["receive"]["themes"] == (
        "Neglect, Missing children"
    )


def test_what_is_too_long_for_a_line_is_kept_whole_in_the_note() -> None:
    said = plan(owner="x" * 250, source_title="y" * 250, theme="z, " * 100)
    received = steps(said)["receive"]
    assert (len(received["owner_role"]), len(received["title"])) == (200, 200)
    note = steps(said)["report_status"]["note"]
    assert all(words in note for words in ("x" * 250, "y" * 250, "z, z"))


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("scrutiny_review", Source.INDEPENDENT_SCRUTINY),
        ("Independent scrutiny", Source.INDEPENDENT_SCRUTINY),
        ("inspection", Source.SINGLE_AGENCY_INSPECTION),
        ("JTAI", Source.JTAI),
        ("Inquiry", Source.PUBLIC_INQUIRY),
        ("committee_action", Source.COMMITTEE),
        ("audit", Source.INTERNAL_AUDIT),
        ("s11 audit", Source.SECTION_11_AUDIT),
        ("Section 11 audit (Children Act 2004)", Source.SECTION_11_AUDIT),
        ("LCSPR", Source.PRACTICE_REVIEW),
        ("SCR", Source.PRACTICE_REVIEW),
        ("Child Safeguarding Practice Review", Source.PRACTICE_REVIEW),
        ("Local practice review", Source.PRACTICE_REVIEW),
        ("National practice review", Source.NATIONAL_PRACTICE_REVIEW),
        ("National Child Safeguarding Practice Review", Source.NATIONAL_PRACTICE_REVIEW),
        ("National Panel review of 2026", Source.NATIONAL_PRACTICE_REVIEW),
        ("Peer challenge", Source.PEER_REVIEW),
        ("Ofsted ILACS inspection 2024", Source.SINGLE_AGENCY_INSPECTION),
        ("JTAI inspection of neglect", Source.JTAI),
        ("Joint inspection by Ofsted and CQC", Source.JOINT_INSPECTION),
        *[(source.value, source) for source in Source],
    ],
)
def test_a_kind_of_source_has_many_names(words: str, source: Source) -> None:
    assert read_source(words) is source


@pytest.mark.parametrize(
    "words", ["", "horoscope", "Section 11", "peer review and practice review"]
)
def test_words_that_name_no_source_or_several_name_none(words: str) -> None:
    assert read_source(words) is None


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("2 (on track)", Reported.IN_PROGRESS),
        ("1 (fully achieved)", Reported.CLAIMED),
        ("Blue - complete", Reported.CLAIMED),
        ("Completed 12 March 2026", Reported.CLAIMED),
        ("Complete (Mar 2026)", Reported.CLAIMED),
        ("Not started", Reported.OPEN),
        ("accepted_disputed", Reported.DISPUTED),
        ("Complete – awaiting sign-off", Reported.CLAIMED),
        ("Completed, pending Executive approval", Reported.CLAIMED),
        ("In progress – awaiting sign-off", None),
        ("No longer applicable", Reported.NO_LONGER),
        ("Completed by 2 of 5 agencies", None),
        ("", None),
    ],
)
def test_a_status_is_read_only_where_it_says_one_thing(
    words: str, meaning: Reported | None
) -> None:
    assert read_status(words) is meaning


@pytest.mark.parametrize("words", ["No longer applicable", "Superseded", "Withdrawn"])
def test_what_is_no_longer_pursued_there_stays_open_and_is_flagged(words: str) -> None:
    said = plan(status_as_reported=words)
    assert list(steps(said)) == ["receive", "report_status"]
    assert said.flags == [
        f"“{words}” there; loaded as open. Close it with its reason, if that is so."
    ]


def test_yes_answers_whether_it_was_accepted() -> None:
    assert read_answer("Yes") is Response.ACCEPTED
    assert read_answer("In progress") is None


# ---------------------------------------------------------------- due dates that must not vanish


@pytest.mark.parametrize(
    ("due", "flag"),
    [
        ("31/11/2026", "cannot be read: there is no 31 November 2026; the words are kept."),
        ("########", "a column is too narrow for its number or date; the words are kept."),
        ("#REF!", "is a spreadsheet’s error (#REF!); the words are kept."),
        ("08/31/2026", "with the month first; write the day first; the words are kept."),
        ("Spring 2027", "comes to no date; the words are kept."),
        ("46265.5", "a spreadsheet’s number for 31 August 2026; it is due on 31 August 2026."),
        ("2026-08-31T23:00:00Z", "1 September 2026 in London; it is due on 1 September 2026."),
        (
            "31/08/26; 30/09/27",
            "names two dates, the other “30/09/27”, and not which of them counts; "
            "it is due on 31 August 2026.",
        ),
        ("31 August", "names no year; the next one was taken; it is due on 31 August 2026."),
    ],
)
def test_a_due_date_that_is_none_or_is_read_for_what_it_means_is_flagged(
    due: str, flag: str
) -> None:
    said = plan(due=due, published="2026-04-01")
    (only,) = said.flags
    assert only.startswith(f"Due “{due}” ")
    assert only.endswith(flag)
    assert steps(said)["receive"]["due_words"]


@pytest.mark.parametrize("due", ["none", "N/A", "no due date", "Q3 2026/27", "3 months", "Mar-27"])
def test_a_due_date_that_is_plain_or_said_to_be_none_is_not_flagged(due: str) -> None:
    assert plan(due=due, published="2026-04-01").flags == []


@pytest.mark.parametrize("due", ["31/03/2026?", "31.03.2026 / 30.06.2026"])
def test_what_comes_to_a_date_is_not_said_to_come_to_none(due: str) -> None:
    flags = plan(due=due).flags
    assert [flag for flag in flags if "it is due on 31 March 2026" in flag]
    assert not [flag for flag in flags if "comes to no date" in flag]


def test_a_column_that_is_missing_can_be_said_for_every_row() -> None:
    with pytest.raises(RowRefusedError, match="--fill 'source type=…'"):
        RECOMMENDATION_FILES.plan(Row(2, {"gist": "Do it", "rec_ref": "1"}, {}), KNOWN)
    (advice,) = RECOMMENDATION_FILES.advice({"gist", "rec_ref"})
    assert "--fill 'source title=…'" in advice
