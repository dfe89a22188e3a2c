"""A file is loaded whole or not at all, once, and every row of it is reported."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from application.doing.access import HeldRole, Person
from application.importing.files.csv_files import FileRefusedError
from application.importing.importing import import_file
from application.importing.reports import Report, Result
from application.importing.risks.rows import RISK_FILES
from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError
from domain.kernel.terms import Role
from domain.risks.risk import Risk
from domain.risks.vocabulary import Measure
from projections.risks.risk_register import RISKS
from tests.acts import do, join
from tests.loading import PUBLISHED, load, only, refusals, sheet, story
from tests.reading import disagreements
from web.running.startup import open_ledger

NUMBERED = {"body": "Sandwell MBC", "ref": "4", "title": "Children’s social care"}


def results(report: Report) -> list[tuple[int, str, str]]:
    return [(row.line, row.result.value, row.reference) for row in report.rows]


def events_of_risks(ledger: Ledger) -> int:
    return sum(isinstance(event, Risk.Event) for _, event in ledger.events_after(0))


# What loads


def test_all_21_published_rows_load(ledger: Ledger) -> None:
    report = load(ledger, PUBLISHED)
    assert (report.loaded, report.present, report.refused, report.kept) == (21, 0, 0, True)
    assert report.notes == ["Not read, as nothing here depends on it: “row_id”."]
    assert [row.line for row in report.rows] == list(range(2, 23))
    assert report.rows[-1].reference.endswith("-021")


def test_the_published_rows_are_flagged_for_what_is_odd_about_them(ledger: Ledger) -> None:
    report = load(ledger, PUBLISHED)
    flags = {row.line: list(row.flags) for row in report.rows}
    factors = "Published without its likelihood and impact."
    assert flags[2] == [f"Current and target score: {factors}"]
    assert flags[4] == [f"Current score: {factors}"]
    assert flags[12] == []
    assert flags[15] == ["Published as High, without a score."]
    assert flags[17] == [
        "As at “2021 autumn (inferred)” is no date; today’s date is used; the words are kept.",
        "Published as Red; 12 is Medium in the Kent 5 × 5 matrix.",
        f"Current score: {factors}",
    ]
    assert flags[20] == ["Current score: Published as 12, which no impact gives with likelihood 2."]
    assert flags[22] == [
        "As at “2020-21 (inferred)” is followed by “(inferred)” and is no full date; it counts "
        "from 31 March 2021."
    ]
    assert report.flagged == sum(map(bool, flags.values())) == 18


def test_the_published_rows_stand_on_the_register_as_they_were_published(ledger: Ledger) -> None:
    report = load(ledger, PUBLISHED)
    references = {row.line: row.reference for row in report.rows}
    with ledger.reading() as connection:
        rows = connection.execute(select(RISKS.table).where(RISKS.c.until.is_(None)))
        register = {row.reference: row for row in rows}
    wirral = register[references[20]]
    assert (wirral.current_likelihood, wirral.current_figure, wirral.current_published) == (
        2, 12, "12",
    )  # fmt: skip
    assert wirral.movement_reason == "Published as a move from 16 to 12 (down)."
    assert (wirral.recorded_on, wirral.source_as_at) == ("2019-07-22", "2019-07-22")
    london = register[references[22]]
    assert (london.response, london.owner_role) == (
        "tolerate", "Director, Community and Children's Services",
    )  # fmt: skip
    assert london.source_as_at == "2020-21 (inferred)"
    assert register[references[17]].published_band == "Red"


def test_a_row_tells_its_story_on_the_day_that_it_is_about(ledger: Ledger) -> None:
    join(ledger)
    row = only(
        load(
            ledger,
            sheet({**NUMBERED, "as at": "30/09/2021", "score": "12", "owner": "Kent Police"}),
        )
    )
    assert story(ledger, row.reference) == [
        "2021-09-30 recorded the risk “Children’s social care”",
        "2021-09-30 cited where it was published: Sandwell MBC, number 4, as at 30/09/2021",
        "2021-09-30 assessed the current score as 12, Medium",
        "2021-09-30 made kent-police the owner",
    ]


def test_an_odd_register_loads_as_it_is(ledger: Ledger) -> None:
    text = (
        "STRATEGIC RISK REGISTER;;;;;;;\r\n;;;;;;;\r\n"
        "REF;RISK TITLE;L (1-5);I (1-5);SCORE;RAG RATING;RISK OWNER;DIRECTORATE\r\n"
        'SR1;"Budget\r\nand reserves";4 - Likely;Serious;3x4=12;Red;s151 Officer;Finance\r\n'
        "SR2;Cyber;;;n/a;;;IT\r\n"
        "SR3;Fire;5;5\r\n"
    )
    report = load(ledger, text.encode("cp1252"), fill={"organisation": "Sandwell MBC"})
    assert [row.line for row in report.rows] == [4, 6, 7]
    assert report.kept
    assert report.notes[0] == "The headings were found on line 3; nothing above was read."
    assert report.notes[-1] == (
        "Headings that are not known, kept word for word in the note: “DIRECTORATE”."
    )
    assert "“RISK TITLE” as gist" in report.notes[1]
    budget = ledger.get(Risk, report.rows[0].reference)
    assert budget.title == "Budget and reserves"
    assert budget.scores[Measure.CURRENT].published == "3x4=12"
    cited = next(e for e in ledger.history(budget.reference) if isinstance(e, Risk.SourceCited))
    assert (cited.source_body, cited.source_note) == ("Sandwell MBC", "DIRECTORATE: Finance")


def test_markup_and_formulas_are_only_text(ledger: Ledger) -> None:
    title = '=HYPERLINK("http://evil.example";"Click") <script>alert(1)</script>'
    row = only(load(ledger, sheet({"title": title, "score": "4"})))
    assert ledger.get(Risk, row.reference).title == title


def test_a_file_read_as_windows_text_says_so(ledger: Ledger) -> None:
    report = load(ledger, "title\nCaf\xe9 closures\n".encode("cp1252"))
    assert only(report).title == "Café closures"
    assert "is not UTF-8, so the file was read as Windows text (cp1252)." in report.notes[0]


# Once


def test_a_second_run_of_the_same_file_adds_nothing(ledger: Ledger) -> None:
    first = load(ledger, PUBLISHED)
    before = ledger.position()
    second = load(ledger, PUBLISHED)
    assert ledger.position() == before
    assert (second.loaded, second.present, second.refused) == (0, 21, 0)
    assert [row.reference for row in second.rows] == [row.reference for row in first.rows]


def test_a_row_without_a_number_is_known_again_by_all_that_it_says(ledger: Ledger) -> None:
    one, other = {"title": "Fire", "score": "12"}, {"title": "Fire", "score": "16"}
    report = load(ledger, sheet(one, other, one))
    assert [row.result for row in report.rows] == [Result.LOADED, Result.LOADED, Result.PRESENT]
    assert report.rows[2].reference == report.rows[0].reference
    assert report.rows[1].flags[-1] == "It looks like line 2, and was loaded as another one."


def test_a_row_that_was_loaded_stays_loaded_whatever_became_of_its_risk(ledger: Ledger) -> None:
    row = only(load(ledger, sheet(NUMBERED)))
    do(ledger, "risk.close", row.reference, closing="managed", reason="It is over.")
    assert only(load(ledger, sheet(NUMBERED))).result is Result.PRESENT


# Editions


def test_a_later_edition_adds_its_source_and_what_moved_to_the_same_risk(ledger: Ledger) -> None:
    first = {**NUMBERED, "as at": "2021-03-31", "score": "16", "owner": "Director"}
    later = {**NUMBERED, "as at": "2021-09-30", "score": "12", "owner": "Chief Executive"}
    load(ledger, sheet(first))
    row = only(load(ledger, sheet(later)))
    assert row.result is Result.LOADED
    assert row.flags[0] == (
        f"A later edition of {row.reference}: its source and its scores were added."
    )
    *_, cited, moved = ledger.history(row.reference)
    assert isinstance(cited, Risk.SourceCited)
    assert (cited.on, cited.source_note) == ("2021-09-30", "Owner role: Chief Executive")
    assert isinstance(moved, Risk.Assessed)
    assert (moved.on, moved.figure) == ("2021-09-30", 12)
    assert moved.reason == "Published in Sandwell MBC, as at 30 September 2021."
    assert ledger.get(Risk, row.reference).owner_role == "Director"


def test_both_editions_are_there_already_the_next_time(ledger: Ledger) -> None:
    text = sheet(
        {**NUMBERED, "as at": "2021-03-31", "score": "16"},
        {**NUMBERED, "as at": "2021-09-30", "score": "12"},
    )
    assert load(ledger, text).loaded == 2
    before = ledger.position()
    assert load(ledger, text).present == 2
    assert ledger.position() == before


def test_a_later_edition_with_the_same_scores_moves_nothing(ledger: Ledger) -> None:
    load(ledger, sheet({**NUMBERED, "as at": "2021-03-31", "score": "16"}))
    row = only(load(ledger, sheet({**NUMBERED, "as at": "2021-09-30", "score": "16"})))
    assert row.flags[0].endswith("No score moved.")
    assert isinstance(ledger.history(row.reference)[-1], Risk.SourceCited)


def test_a_later_edition_with_another_title_is_flagged(ledger: Ledger) -> None:
    load(ledger, sheet({**NUMBERED, "as at": "2021-03-31"}))
    row = only(load(ledger, sheet({**NUMBERED, "title": "Roads", "as at": "2021-09-30"})))
    assert "Its wording differs; check that it is the same risk." in row.flags


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("2021-09-30", "2021-09-30", "is not later than 30 September 2021."),
        ("2021-09-30", "2021-03-31", "is not later than 30 September 2021."),
        ("2021 autumn (inferred)", "2021-12-31", "is not later than 31 December 2021."),
        ("2021-09-30", "", "does not say as at which day."),
        ("2021-09-30", "soon", "does not say as at which day."),
        ("Q2 2025/26", "September 2025", "is not later than 30 September 2025."),
        ("31 June 2025", "Q1 2025/26", "is not later than 30 June 2025."),
    ],
)
def test_other_content_that_is_not_later_is_refused(
    ledger: Ledger, first: str, second: str, why: str
) -> None:
    known = only(load(ledger, sheet({**NUMBERED, "as at": first, "score": "16"})))
    report = load(ledger, sheet({**NUMBERED, "as at": second, "score": "12"}))
    ((_, column, reason),) = refusals(report)
    assert column == ""
    assert reason.startswith(f"4 of Sandwell MBC is already on the register as {known.reference}.")
    assert reason.endswith(why)


def test_an_edition_after_words_for_a_time_must_be_later_than_that_time(ledger: Ledger) -> None:
    load(ledger, sheet({**NUMBERED, "as at": "2021 autumn (inferred)", "score": "16"}))
    row = only(load(ledger, sheet({**NUMBERED, "as at": "2022-01-01", "score": "12"})))
    assert row.result is Result.LOADED


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Q1 2025/26", "Q2 2025/26"),
        ("June 2025", "September 2025"),
        ("31 June 2025", "30 September 2025"),
        ("2024/25", "Q1 2025/26"),
    ],
)
def test_the_edition_of_a_later_quarter_moves_the_risk(
    ledger: Ledger, first: str, second: str
) -> None:
    load(ledger, sheet({**NUMBERED, "as at": first, "score": "16"}))
    row = only(load(ledger, sheet({**NUMBERED, "as at": second, "score": "12"})))
    assert row.result is Result.LOADED
    assert row.flags[0].startswith("A later edition of RSK-") or "full date" in row.flags[0]


def test_the_same_number_twice_in_a_file_is_refused_with_the_earlier_line(ledger: Ledger) -> None:
    report = load(ledger, sheet(NUMBERED, {**NUMBERED, "title": "Roads"}))
    ((line, _, reason),) = refusals(report)
    assert line == 3
    assert reason.startswith("4 of Sandwell MBC is already on line 2 of this file, as RSK-")


def test_an_edition_from_before_a_later_assessment_is_refused(ledger: Ledger) -> None:
    row = only(load(ledger, sheet({**NUMBERED, "as at": "2021-03-31", "score": "16"})))
    do(
        ledger, "risk.assess", row.reference,
        measure="current", likelihood="2", impact="3", reason="Seen anew", on="2024-01-10",
    )  # fmt: skip
    report = load(ledger, sheet({**NUMBERED, "as at": "2022-03-31", "score": "12"}))
    assert refusals(report)[0][2].endswith("is not later than 10 January 2024.")


def test_an_edition_of_a_closed_risk_is_refused(ledger: Ledger) -> None:
    row = only(load(ledger, sheet({**NUMBERED, "as at": "2021-03-31", "score": "16"})))
    do(ledger, "risk.close", row.reference, closing="managed", reason="It is over.")
    report = load(ledger, sheet({**NUMBERED, "as at": "2022-03-31", "score": "12"}))
    assert "is closed. Reopen it first." in refusals(report)[0][2]


# All or nothing


def test_a_refused_row_keeps_the_whole_file_out_and_all_are_reported(ledger: Ledger) -> None:
    text = sheet(
        {"title": "Fire", "L": "5"},
        {"title": "Flood", "L": "6"},
        {"title": "", "L": "1"},
        {"title": "Frost", "L": "2"},
    )
    report = load(ledger, text)
    assert not report.kept
    assert ledger.position() == 0
    assert (report.loaded, report.refused) == (2, 2)
    assert refusals(report) == [
        (3, "L", "Likelihood must be a whole number from 1 to 5."),
        (4, "title", "The row does not say what the risk is."),
    ]


def test_the_rest_of_a_file_is_loaded_when_that_is_asked_for(ledger: Ledger) -> None:
    text = sheet({"title": "Fire"}, {"title": "Flood", "L": "6"}, {"title": "Frost"})
    report = load(ledger, text, skip_refused=True)
    assert report.kept
    assert [row.result.value for row in report.rows] == ["loaded", "refused", "loaded"]
    assert report.rows[2].reference.endswith("-002")
    assert events_of_risks(ledger) == 2


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ({"title": "x" * 30_000}, "title", "must be 200 characters or fewer; it has 30,000"),
        ({"title": "Fire", "Cause": "x" * 10_001}, "Cause", "must be 10,000 characters or fewer"),
        ({"title": "bell \x07"}, "title", "has a character that cannot be printed (U+0007)"),
        ({"title": "Fire", "Ref.": "\x1b[31m"}, "Ref.", "cannot be printed (U+001B)"),
        ({"title": "Fire", "SCORE": "\x9f"}, "SCORE", "cannot be printed (U+009F)"),
        ({"title": "Fire", "Ward": "\x02"}, "Ward", "cannot be printed (U+0002)"),
        ({"title": "Fire", "Controls": "a\n\x02"}, "Controls", "cannot be printed (U+0002)"),
    ],
)
def test_text_that_cannot_be_kept_is_refused_with_its_heading(
    ledger: Ledger, row: dict[str, str], column: str, words: str
) -> None:
    ((line, found, reason),) = refusals(load(ledger, sheet(row)))
    assert (line, found) == (2, column)
    assert words in reason


def test_a_row_that_fails_half_way_leaves_no_half_behind(ledger: Ledger) -> None:
    text = sheet({"title": "Fire", "L": "2", "controls": "fine\nbell \x07"}, {"title": "Frost"})
    report = load(ledger, text, skip_refused=True)
    assert results(report)[1][2].endswith("-001")
    assert events_of_risks(ledger) == 1
    assert disagreements(ledger) == []


def test_a_ragged_row_is_refused_with_its_line(ledger: Ledger) -> None:
    report = load(ledger, "title,score\nFire\nFlood,12,oops\n", skip_refused=True)
    assert [(row.line, row.result.value) for row in report.rows] == [(2, "loaded"), (3, "refused")]
    assert "3 cells, but only 2 headings" in report.rows[1].reason


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(ledger: Ledger) -> None:
    dry = load(ledger, PUBLISHED, dry_run=True)
    assert (dry.kept, dry.dry_run, ledger.position()) == (False, True, 0)
    assert disagreements(ledger) == []
    assert dry.rows == load(ledger, PUBLISHED).rows


def test_nothing_is_kept_either_where_the_caller_goes_on_in_one_transaction(
    ledger: Ledger,
) -> None:
    with ledger.writing():
        load(ledger, PUBLISHED, dry_run=True)
        load(ledger, sheet({"title": "Flood", "L": "6"}))
        join(ledger)
    assert ledger.position() == 1


def test_a_stop_in_the_middle_keeps_nothing(ledger: Ledger) -> None:
    def stop(what: str, done: int, size: int) -> None:
        if done > size / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(ledger, PUBLISHED, progress=stop)
    assert ledger.position() == 0
    assert disagreements(ledger) == []


# Around it


def test_postgresql_keeps_no_plan_from_when_the_tables_were_small(
    postgresql_database_url: str,
) -> None:
    """It once took ever longer for each row of a long file loaded into a new database."""
    ledger = open_ledger(postgresql_database_url)
    with ledger.reading() as connection:
        driver: Any = connection.connection.driver_connection
        assert driver.prepare_threshold is None
    ledger.close()


def test_only_those_who_may_record_risks_may_load_them(ledger: Ledger) -> None:
    auditor = Person("a0d1", (HeldRole(Role.AUDITOR),))
    report = import_file(
        ledger, io.BytesIO(PUBLISHED), RISK_FILES, person=auditor, agency_called=lambda words: ""
    )
    assert not report.kept
    assert report.refused == 21


def test_today_is_the_ledgers_day(ledger: Ledger) -> None:
    ledger.now = lambda: datetime(2020, 1, 1, 12, tzinfo=UTC)
    row = only(load(ledger, sheet({"title": "Fire", "as at": "2020-01-02"})))
    assert row.flags == (
        "As at “2020-01-02” is in the future; today’s date is used, and the words are kept.",
    )
    assert story(ledger, row.reference)[0].startswith("2020-01-01")


def test_how_far_the_file_is_loaded_is_told_on_the_way(ledger: Ledger) -> None:
    told: list[tuple[str, int, int]] = []
    load(ledger, PUBLISHED, progress=lambda *how_far: told.append(how_far))
    checked = [each for each in told if each[0] == "Checking"]
    assert len(checked) == 21
    assert checked[-1][1:] == (len(PUBLISHED), len(PUBLISHED))
    assert told[-1] == ("Loading", 21, 21)


def test_what_is_filled_in_stands_only_where_the_row_says_nothing(ledger: Ledger) -> None:
    text = sheet({"title": "Fire", "body": ""}, {"title": "Flood", "body": "Wirral"})
    report = load(ledger, text, fill={"Organisation": "Sandwell MBC", "Theme": "Weather"})
    bodies = [story(ledger, row.reference)[1] for row in report.rows]
    assert ["Sandwell MBC" in bodies[0], "Wirral" in bodies[1]] == [True, True]
    assert ledger.get(Risk, report.rows[1].reference).theme == "Weather"


def test_a_heading_to_fill_in_must_be_known(ledger: Ledger) -> None:
    with pytest.raises(FileRefusedError, match="“Weather” is not a heading that is known"):
        load(ledger, PUBLISHED, fill={"Weather": "wet"})


def test_a_file_that_cannot_be_read_is_refused_whole(ledger: Ledger) -> None:
    with pytest.raises(DomainError, match="The file is empty"):
        load(ledger, "")
