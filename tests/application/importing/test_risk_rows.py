"""What a row of a published register means: the intents that load it, and what is odd about it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from application.importing.files.headings import Row
from application.importing.importable import Known, Plan, RowRefusedError
from application.importing.risks.rows import RISK_FILES
from application.ledger.ledger import Ledger
from domain.risks.risk import Risk
from tests.kent import KENT, load_kent
from tests.loading import load, only, sheet

TODAY = date(2026, 5, 12)
AGENCIES = {"kcc": "kent-county-council", "kent police": "kent-police"}
KNOWN = Known(KENT, TODAY, lambda words: AGENCIES.get(words.casefold(), ""))


def planned(gist: str = "Too few social workers", /, **cells: str) -> Plan:
    """The plan for a row with this title and what stands under other columns."""
    return RISK_FILES.plan(Row(2, {"gist": gist, **cells}, {}), KNOWN)


def steps(plan: Plan) -> list[tuple[str, dict[str, Any]]]:
    """Each intent with the data that says anything."""
    return [
        (step.intent.name, {name: value for name, value in step.data.items() if value})
        for step in plan.steps
    ]


def data_of(plan: Plan, intent: str) -> dict[str, Any]:
    """The data of the only step with that intent."""
    (data,) = [data for name, data in steps(plan) if name == intent]
    return data


def scores_of(plan: Plan) -> list[dict[str, Any]]:
    return [data for name, data in steps(plan) if name == "risk.assess"]


def test_a_title_is_enough() -> None:
    plan = planned()
    assert steps(plan) == [("risk.record", {"kind": "risk", "title": "Too few social workers"})]
    assert plan.flags == []


def test_a_full_row_becomes_its_intents_in_order_on_the_date_of_the_register() -> None:
    plan = planned(
        register_body="Kent County Council",
        register_title="Corporate Risk Register",
        as_at="22/07/2019",
        risk_ref="CRR0001",
        cause="Salaries",
        event="Posts stay vacant",
        consequence="Children wait",
        theme="Workforce",
        kind="Issue",
        likelihood="4",
        impact="5",
        current_score="20",
        target_score="8",
        target_likelihood="2",
        target_impact="4",
        band_as_published="High",
        band_scheme="Low 1-6, Medium 8-15, High 16-25",
        direction="up",
        owner_role="Director",
        owner_agency="KCC",
        response_4t="treat",
        target_on="31 March 2027",
        review_on="2019-10-31",
        controls="• Weekly look\n• Golden hello",
        proximity="within 3 months",
        source_url="https://council.example/risks",
        note="Page 4.",
    )
    on = {"on": "2019-07-22"}
    assert steps(plan) == [
        (
            "risk.record",
            {
                "kind": "issue",
                "title": "Too few social workers",
                "cause": "Salaries",
                "event": "Posts stay vacant",
                "consequence": "Children wait",
                "theme": "Workforce",
                **on,
            },
        ),
        (
            "risk.cite_source",
            {
                "source_body": "Kent County Council",
                "source_register": "Corporate Risk Register",
                "source_reference": "CRR0001",
                "source_as_at": "22/07/2019",
                "source_url": "https://council.example/risks",
                "source_note": "Page 4.",
                "published_band": "High",
                "published_scheme": "Low 1-6, Medium 8-15, High 16-25",
                "published_direction": "up",
                "published_response": "treat",
                **on,
            },
        ),
        (
            "risk.assess",
            {"measure": "current", "likelihood": 4, "impact": 5, "published": "20", **on},
        ),
        (
            "risk.assess",
            {"measure": "target", "likelihood": 2, "impact": 4, "published": "8", **on},
        ),
        (
            "risk.assign_owner",
            {"owner_role": "Director", "owner_agency": "kent-county-council", **on},
        ),
        ("risk.choose_response", {"response": "treat", **on}),
        ("risk.set_target_date", {"target_on": "2027-03-31", **on}),
        ("risk.schedule_review", {"review_on": "2019-10-31", **on}),
        ("risk.add_control", {"text": "Weekly look", **on}),
        ("risk.add_control", {"text": "Golden hello", **on}),
        ("risk.judge_proximity", {"proximity": "within 3 months", **on}),
    ]
    assert plan.flags == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("2021 autumn (inferred)", "is no date; today’s date is used;"),
        ("31/02/2020", "cannot be read: there is no 31 February 2020; today’s date is used;"),
        ("2026-05-13", "is in the future; today’s date is used, and"),
    ],
)
def test_a_date_that_is_none_is_kept_as_words_and_flagged(words: str, why: str) -> None:
    plan = planned(as_at=words)
    assert data_of(plan, "risk.record").get("on") is None
    assert data_of(plan, "risk.cite_source") == {"source_as_at": words}
    assert plan.flags == [f"As at “{words}” {why} the words are kept."]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Jul-19", "2019-07-31"),
        ("Q1 2025/26", "2025-06-30"),
        ("2018/19", "2019-03-31"),
        ("May 2026", "2026-05-12"),
        ("Q1 2026/27", "2026-05-12"),
    ],
)
def test_a_longer_time_counts_from_its_last_day_or_from_today(words: str, day: str) -> None:
    plan = planned(as_at=words)
    assert data_of(plan, "risk.record")["on"] == day
    assert data_of(plan, "risk.cite_source")["source_as_at"] == words
    assert len(plan.flags) == 1
    assert f"“{words}” is no full date; it counts from" in plan.flags[0]


@pytest.mark.parametrize(
    ("cells", "judged", "flag"),
    [
        ({"current_score": "TBC"}, {"published": "TBC"}, "“TBC”, which is not a number"),
        ({"current_score": "n/a"}, {"published": "n/a"}, "“n/a”, which is not a number"),
        ({"current_score": "20"}, {"published": "20"}, "without its likelihood and impact"),
        ({"current_score": "26"}, {"published": "26"}, "26 is outside the Kent 5 × 5 matrix"),
        (
            {"likelihood": "2", "current_score": "12"},
            {"likelihood": 2, "published": "12"},
            "Published as 12, which no impact gives with likelihood 2",
        ),
        (
            {"likelihood": "3", "impact": "4", "current_score": "16"},
            {"likelihood": 3, "impact": 4, "published": "16"},
            "Published as 16, but likelihood × impact is 12",
        ),
        ({"likelihood": "4"}, {"likelihood": 4}, "Only one of likelihood and impact is known"),
    ],
)
def test_an_odd_score_is_kept_word_for_word_and_flagged(
    cells: dict[str, str], judged: dict[str, Any], flag: str
) -> None:
    plan = planned(**cells)
    assert scores_of(plan) == [{"measure": "current", **judged}]
    (flagged,) = plan.flags
    assert flagged.startswith("Current score: ")
    assert flag in flagged


def test_the_same_oddity_of_two_scores_is_one_flag() -> None:
    plan = planned(current_score="20", target_score="15")
    assert plan.flags == ["Current and target score: Published without its likelihood and impact."]


def test_a_target_that_is_itself_high_and_one_that_is_missing_simply_load() -> None:
    high = planned(likelihood="4", impact="5", target_likelihood="4", target_impact="4")
    assert high.flags == []
    assert planned(likelihood="4", impact="5").flags == []


def test_likely_is_read_as_4_and_the_reading_flagged() -> None:
    plan = planned(likelihood="Likely", impact="4 - Serious")
    assert scores_of(plan) == [{"measure": "current", "likelihood": 4, "impact": 4}]
    assert plan.flags == ["Likelihood “Likely” was read as 4, its place in the Kent 5 × 5 matrix."]


def test_words_of_another_matrix_are_kept_in_the_note_and_flagged() -> None:
    plan = planned(likelihood="Almost certain", impact="4")
    assert data_of(plan, "risk.cite_source") == {"source_note": "Likelihood: Almost certain"}
    assert "Likelihood “Almost certain” is no number from 1 to 5." in plan.flags


@pytest.mark.parametrize("value", ["0", "6", "-1", "5000"])
@pytest.mark.parametrize(
    "column", ["likelihood", "impact", "inherent_likelihood", "inherent_impact", "target_impact"]
)
def test_a_factor_outside_the_matrix_refuses_the_row(column: str, value: str) -> None:
    with pytest.raises(RowRefusedError, match="must be a whole number from 1 to 5") as refused:
        planned(**{column: value})
    assert refused.value.column == column


def test_a_consequence_that_is_a_number_is_the_impact_and_an_impact_in_prose_the_consequence() -> (
    None
):
    plan = planned(likelihood="4", consequence="5 - Major")
    assert scores_of(plan) == [{"measure": "current", "likelihood": 4, "impact": 5}]
    prose = planned(impact="Children wait too long to be seen")
    assert data_of(prose, "risk.record")["consequence"] == "Children wait too long to be seen"
    assert scores_of(prose) == []


def test_a_previous_score_makes_the_current_one_a_movement() -> None:
    plan = planned(previous_score="16", current_score="12", direction="down")
    assert scores_of(plan) == [
        {"measure": "current", "published": "16"},
        {
            "measure": "current",
            "published": "12",
            "reason": "Published as a move from 16 to 12 (down).",
        },
    ]


@pytest.mark.parametrize("cells", [{"current_score": ""}, {"current_score": "12"}])
def test_a_previous_score_from_which_nothing_moved_is_kept_in_the_note(
    cells: dict[str, str],
) -> None:
    previous = "New" if cells["current_score"] else "16"
    plan = planned(previous_score=previous, **{name: cell for name, cell in cells.items() if cell})
    assert data_of(plan, "risk.cite_source") == {"source_note": f"Previous score: {previous}"}
    assert f"Previous score “{previous}”: kept in the note" in plan.flags[0]


@pytest.mark.parametrize(
    ("band", "flags"),
    [
        ("Medium", []),
        ("medium risk", []),
        ("Amber", []),
        ("MEDIUM (AMBER)", []),
        ("Red", ["Published as Red; 12 is Medium in the Kent 5 × 5 matrix."]),
        ("Very high", ["Published as Very high; 12 is Medium in the Kent 5 × 5 matrix."]),
        ("Severe", ["Published as Severe; 12 is Medium in the Kent 5 × 5 matrix."]),
    ],
)
def test_a_band_that_differs_from_kents_is_kept_and_flagged(band: str, flags: list[str]) -> None:
    plan = planned(likelihood="3", impact="4", current_score="12", band_as_published=band)
    assert data_of(plan, "risk.cite_source") == {"published_band": band}
    assert plan.flags == flags


def test_a_band_without_a_score_is_kept_and_flagged() -> None:
    assert planned(band_as_published="Amber").flags == ["Published as Amber, without a score."]


@pytest.mark.parametrize(
    ("cells", "owner", "flags"),
    [
        ({"owner_role": "Director"}, {"owner_role": "Director"}, 0),
        ({"owner_agency": "kcc"}, {"owner_agency": "kent-county-council"}, 0),
        ({"owner_role": "Kent Police"}, {"owner_agency": "kent-police"}, 0),
        (
            {"owner_role": "Director", "owner_agency": "Atlantis"},
            {"owner_role": "Director, Atlantis"},
            1,
        ),
        ({"owner_agency": "Atlantis"}, {"owner_role": "Atlantis"}, 1),
    ],
)
def test_as_much_of_an_owner_as_is_known_is_assigned(
    cells: dict[str, str], owner: dict[str, str], flags: int
) -> None:
    plan = planned(**cells)
    assert data_of(plan, "risk.assign_owner") == owner
    assert len(plan.flags) == flags


def test_tolerate_accept_is_tolerate_and_kept_as_published() -> None:
    plan = planned(response_4t="tolerate (accept)")
    assert data_of(plan, "risk.choose_response") == {"response": "tolerate"}
    assert data_of(plan, "risk.cite_source") == {"published_response": "tolerate (accept)"}
    assert plan.flags == []


def test_another_word_for_a_response_is_read_and_flagged_and_an_unknown_one_only_kept() -> None:
    assert planned(response_4t="Mitigate").flags == ["Response “Mitigate” was read as treat."]
    watch = planned(response_4t="Watch")
    assert data_of(watch, "risk.cite_source") == {"published_response": "Watch"}
    assert "risk.choose_response" not in dict(steps(watch))
    assert watch.flags == [
        "Response “Watch” is not one of tolerate, treat, transfer, terminate; it is kept."
    ]


def test_dates_that_are_words_or_past_are_kept_in_the_note() -> None:
    plan = planned(as_at="2026-01-01", target_on="accept", review_on="2025-12-31")
    assert data_of(plan, "risk.cite_source")["source_note"] == (
        "Target date: accept\nReview date: 2025-12-31"
    )
    assert plan.flags == [
        "Target date “accept” is no date; the words are kept.",
        "Review date: before the date of the register; kept in the note.",
    ]


def test_a_risk_that_was_published_as_closed_is_loaded_open_and_flagged() -> None:
    plan = planned(status="Closed")
    assert plan.flags == ["Published as closed; loaded as open. Close it with its reason."]
    assert planned(status="Open").flags == []
    assert len(planned(status="Open").steps) == 1


def test_a_kind_is_read_and_another_word_for_it_kept() -> None:
    assert data_of(planned(kind="Early Warning"), "risk.record")["kind"] == "early_warning"
    financial = planned(kind="Financial")
    assert data_of(financial, "risk.record")["kind"] == "risk"
    assert data_of(financial, "risk.cite_source") == {"source_note": "Kind: Financial"}


def test_what_stands_under_unknown_headings_goes_into_the_note_after_the_rows_own() -> None:
    row = Row(2, {"gist": "Fire", "note": "Page 4."}, {"Ward": "North", "Cost": "£5"})
    plan = RISK_FILES.plan(row, KNOWN)
    assert data_of(plan, "risk.cite_source") == {"source_note": "Page 4.\nWard: North\nCost: £5"}


@pytest.mark.parametrize("words", ["x" * 10_001, "bell \x07"])
def test_what_cannot_be_kept_in_the_note_refuses_the_row_with_its_heading(words: str) -> None:
    with pytest.raises(RowRefusedError) as refused:
        RISK_FILES.plan(Row(2, {"gist": "Fire"}, {"Ward": words}), KNOWN)
    assert refused.value.column == "Ward"


def test_a_title_too_long_for_a_line_is_shortened_and_is_the_event() -> None:
    long = "Posts stay vacant. " * 20
    recorded = data_of(planned(long), "risk.record")
    assert len(recorded["title"]) <= 200
    assert recorded["title"].endswith("…")
    assert recorded["event"] == long
    assert planned(long).flags == ["Title is too long for one line; it is kept whole as the event."]
    both = planned(long, event="Vacancies")
    assert data_of(both, "risk.record")["event"] == "Vacancies"
    assert data_of(both, "risk.cite_source")["source_note"] == f"Title: {long}"


def test_a_link_or_a_score_too_long_for_a_line_is_kept_whole_in_the_note() -> None:
    link = "https://council.example/" + "x" * 300
    note = data_of(planned(source_url=link), "risk.cite_source")["source_note"]
    assert note == f"Source url: {link}"


def test_a_row_without_a_title_is_refused() -> None:
    with pytest.raises(RowRefusedError) as refused:
        RISK_FILES.plan(Row(2, {"likelihood": "4"}, {}), KNOWN)
    assert refused.value.column == "gist"


def test_two_rows_with_one_number_in_one_register_are_about_one_risk() -> None:
    row = Row(2, {"gist": "Fire", "risk_ref": "7", "register_body": "Wirral Council"}, {})
    assert RISK_FILES.number(row) == "7 of Wirral Council"
    assert RISK_FILES.number(Row(2, {"gist": "Fire", "risk_ref": "7"}, {})) == ""


def test_a_file_that_does_not_say_who_published_it_gets_a_word_of_advice() -> None:
    (advice,) = RISK_FILES.advice({"gist", "risk_ref"})
    assert "a later edition of it cannot be told from new risks" in advice
    assert RISK_FILES.advice({"gist", "register_body"}) == []


@pytest.mark.parametrize("column", ["owner", "owner agency"])
def test_of_several_agencies_the_first_owns_a_risk_and_the_note_has_all(
    ledger: Ledger, column: str
) -> None:
    load_kent(ledger)
    row = only(load(ledger, sheet({"title": "Too few places", column: "Kent Police\nCafcass"})))
    assert "Owned jointly by 2 agencies; the one named first is accountable" in row.flags[0]
    risk = ledger.get(Risk, row.reference)
    assert (risk.owner_role, risk.owner_agency) == ("", "kent-police")
    notes = [event.facts.get("source_note", "") for event in ledger.history(row.reference)]
    assert [note for note in notes if "Kent Police\nCafcass" in note]


def test_what_is_not_read_of_a_file_is_told(ledger: Ledger) -> None:
    report = load(ledger, sheet({"title": "Too few places", "Row": "1", "Marking": "SECRET"}))
    assert "Not read, as nothing here depends on it: “Row”, “Marking”." in report.notes
