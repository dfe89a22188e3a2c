"""What a row of a register of past decisions means: what, by which group, when, where, how."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from marshmallow import ValidationError

from application.importing.decisions.columns import DECISION_COLUMNS
from application.importing.decisions.rows import DECISION_FILES
from application.importing.files.headings import match
from application.importing.importing import template
from application.importing.reports import Result, RowReport
from application.ledger.ledger import Ledger
from domain.decisions.decision import Decision
from domain.decisions.vocabulary import Kind, Standing, Where
from projections.decisions.decisions import DECISIONS
from projections.register import Asked
from tests.acts import EXECUTIVE, do
from tests.following import found
from tests.loading import load, only, sheet, story
from tests.reading import disagreements, looking
from tests.round_trips import exported, loaded
from tests.web.deeds import groups, meetings
from web.decisions.noun import NOUN


@pytest.fixture
def here(ledger: Ledger) -> Ledger:
    """A ledger with two groups, on 12 May 2026."""
    found(ledger)
    groups.establish(ledger, ruled=False)
    groups.establish(ledger, ruled=False, name="KSCMP Executive", short="Executive",
                     kind="executive")  # fmt: skip
    return ledger


@pytest.fixture
def row(here: Ledger) -> Callable[..., RowReport]:
    """What becomes of a row; without more, of a decision that SAAS took in March 2025."""

    def loaded(**cells: str) -> RowReport:
        usual = {"decision": "Adopt one document", "group": "SAAS", "date": "12/03/2025"}
        given = {name.replace("_", " "): words for name, words in {**usual, **cells}.items()}
        return only(load(here, sheet(given), DECISION_FILES))

    return loaded


def made(ledger: Ledger, report: RowReport) -> Decision:
    assert report.result is Result.LOADED, report
    return ledger.get(Decision, report.reference)


def test_a_row_becomes_a_past_decision_of_its_group(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    report = row(ref="D12", minute="5.2", meeting="SAAS, 12 March 2025", quorate="Quorate")
    decision = made(here, report)
    assert (decision.group_name, decision.taken_on, decision.words) == (
        "SAAS", "2025-03-12", "Adopt one document",
    )  # fmt: skip
    assert (decision.where, decision.minute, decision.quorum) == (Where.MEETING, "5.2", "Quorate")
    assert (decision.number, decision.meeting_named) == ("D12", "SAAS, 12 March 2025")
    assert (decision.kind, decision.worth, decision.past) == (Kind.AGREED, Standing.STANDS, True)
    assert report.flags == ()
    assert disagreements(here) == []


def test_of_what_was_not_written_down_nothing_is_judged(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    email = made(here, row(how_taken="by e-mail", type="subject to ratification"))
    assert (email.worth, email.power) == (Standing.NOT_TOLD, "None found")
    advice = made(here, row(decision="Wait", type="advice"))
    nothing = made(here, row(decision="Go on", date=""))
    assert (nothing.taken_on, nothing.where) == ("", Where.NOT_RECORDED)
    with looking(here) as view:
        assert DECISIONS.asked(view, Asked({"open": "yes", "status": "all"})) == []
        assert DECISIONS.asked(view, Asked({"not_reported": "yes", "status": "all"})) == []
    assert advice.worth is Standing.ADVICE


def test_what_nobody_recorded_as_ratified_can_be_ratified_when_that_is_found(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    reference = row(type="subject to ratification").reference
    do(here, "decision.ratify", reference, by=EXECUTIVE, answer="ratified", power="None found")
    assert here.get(Decision, reference).worth is Standing.STANDS


@pytest.mark.parametrize(
    ("words", "standing", "flagged"),
    [
        ("Ratified", Standing.STANDS, False),
        ("Not ratified", Standing.DECLINED, False),
        ("Awaiting ratification", Standing.NOT_TOLD, False),
        ("Parked with the lawyers", Standing.NOT_TOLD, True),
    ],
)
def test_what_was_said_of_its_ratification_is_taken(
    here: Ledger, row: Callable[..., RowReport], words: str, standing: Standing, flagged: bool
) -> None:
    report = row(type="subject to ratification", ratified=words)
    decision = made(here, report)
    assert decision.worth is standing
    assert bool(report.flags) is flagged
    assert (words in decision.note) is flagged


def test_outside_a_meeting_the_power_is_quoted_or_none_was_found(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    quoted = made(here, row(how_taken="Chair’s action", power="Scheme of delegation 4"))
    assert (quoted.where, quoted.power) == (Where.CHAIRS_ACTION, "Scheme of delegation 4")
    for words in ("", "None found", "none"):
        found = made(here, row(decision=f"Do it {words}", how_taken="Chair’s action", power=words))
        assert found.power == "None found"
    at = row(decision="Both", how_taken="by e-mail", meeting="SAAS, 12 March 2025")
    assert "outside a meeting" in at.flags[0]
    assert made(here, at).note == "Meeting: SAAS, 12 March 2025"


def test_it_is_linked_to_the_meeting_of_this_ledger_where_that_is_certain(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    held = meetings.plan(here, meets_on="2025-03-12")
    by_day = made(here, row(meeting="SAAS"))
    assert (by_day.meeting, by_day.links) == (held, [held])
    named = made(here, row(decision="Another", meeting=held, date="13/03/2025"))
    assert named.meeting == held
    nowhere = row(decision="A third", meeting="MTG-2019-007")
    assert made(here, nowhere).meeting == ""
    assert "MTG-2019-007 is not in this ledger" in nowhere.flags[0]
    other_day = made(here, row(decision="A fourth", meeting="SAAS", date="13/03/2025"))
    assert other_day.meeting == ""
    unsaid = made(here, row(decision="Nobody says where"))
    assert unsaid.meeting == ""


def test_a_meeting_of_another_group_and_whatever_else_is_wrong_is_told_at_once(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    held = meetings.plan(here, group="GRP-2026-002", meets_on="2025-03-12")
    wrong = row(decision="", meeting=held)
    assert wrong.result is Result.REFUSED
    assert "does not say what was decided" in wrong.reason
    assert f"{held} is a meeting of another group" in wrong.reason


@pytest.mark.parametrize(
    ("cells", "group"),
    [
        ({"group": "the KSCMP Executive"}, "Executive"),
        ({"group": "", "by_whom": "Executive"}, "Executive"),
        ({"group": "", "meeting": "Executive, 12 March 2025"}, "Executive"),
        ({"group": "", "meeting": "SAAS meeting 12/03/2025"}, "SAAS"),
        ({"group": "GRP-2026-001"}, "SAAS"),
    ],
)
def test_the_group_is_known_by_its_names(
    here: Ledger, row: Callable[..., RowReport], cells: dict[str, str], group: str
) -> None:
    assert made(here, row(**cells)).group_name == group


def test_a_group_that_is_none_keeps_the_row_out_and_can_be_mapped(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    assert "“SCG” is no group here" in row(group="SCG").reason
    text = sheet({"decision": "Go", "group": "SCG", "date": "2025-03-12"})
    report = load(here, text, DECISION_FILES, meant={("group", "SCG"): "SAAS"})
    assert made(here, only(report)).group_name == "SAAS"
    assert row(group="").reason == "The row does not say which group decided."


@pytest.mark.parametrize("words", ["spring", "31/02/2025", "12/03/2027"])
def test_words_for_a_date_that_come_to_none_are_flagged_and_kept(
    here: Ledger, row: Callable[..., RowReport], words: str
) -> None:
    report = row(date=words)
    decision = made(here, report)
    assert decision.taken_on == ""
    assert words in " ".join(report.flags)
    assert words in decision.note
    assert "When it was taken is not recorded." in report.flags


def test_a_month_counts_from_its_end_and_that_is_said(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    report = row(date="March 2025")
    assert made(here, report).taken_on == "2025-03-31"
    assert report.flags


def test_a_second_load_changes_nothing_and_the_same_words_are_asked_about(
    here: Ledger, row: Callable[..., RowReport]
) -> None:
    first, numbered = row(), row(ref="D1", decision="Another")
    before = here.position()
    assert row().result is row(ref="D1", decision="Another").result is Result.PRESENT
    again = row(decision="ADOPT one document")
    assert (again.result, again.reference) == (Result.PRESENT, first.reference)
    assert "the same group, day and words" in again.reason
    assert here.position() == before
    changed = row(ref="D1", decision="Yet another")
    assert f"D1 of SAAS is already on the register as {numbered.reference}" in changed.reason


def test_our_own_file_comes_back_unchanged_and_goes_into_another_ledger(
    here: Ledger, row: Callable[..., RowReport], elsewhere: Ledger
) -> None:
    row(ref="D1", meeting="SAAS, 12 March 2025", minute="5.2", quorate="yes")
    row(decision="By e-mail", how_taken="e-mail", assents="Health on 3 March", note="Cost: none")
    text, before = exported(here, NOUN), here.position()
    assert {each.result for each in loaded(here, NOUN, text).rows} == {Result.PRESENT}
    assert here.position() == before
    copied = loaded(elsewhere, NOUN, text)
    assert [each.result for each in copied.rows] == [Result.LOADED, Result.LOADED]
    one, other = (elsewhere.get(Decision, each.reference) for each in copied.rows)
    assert (one.number, one.minute, one.quorum, one.taken_on) == ("D1", "5.2", "yes", "2025-03-12")
    assert (other.where, other.assents_in_words, other.note) == (
        Where.EMAIL, "Health on 3 March", "Cost: none",
    )  # fmt: skip
    assert loaded(elsewhere, NOUN, text).loaded == 0


def test_a_decision_at_a_meeting_and_outside_one_is_refused(here: Ledger) -> None:
    given = {"group": "GRP-2026-001", "words": "Go"}
    with pytest.raises(ValidationError, match="at a meeting or outside one"):
        do(here, "decision.load_past", **given, where="email", meeting="SAAS")
    with pytest.raises(ValidationError, match="not dated in the future"):
        do(here, "decision.load_past", **given, taken_on="2027-01-01")


@pytest.mark.parametrize(
    "words", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "x" * 9_000, "\u202edecided"]
)
def test_hostile_words_are_kept_as_words_or_refused(
    here: Ledger, row: Callable[..., RowReport], words: str
) -> None:
    report = row(decision=words, quorate=words, by_whom=words[:300])
    assert report.result in (Result.LOADED, Result.REFUSED)
    assert disagreements(here) == []
    if report.result is Result.LOADED:
        assert "\u202e" not in made(here, report).words
        assert story(here, report.reference)


def test_what_looks_like_a_childs_number_keeps_the_row_out(row: Callable[..., RowReport]) -> None:
    assert "looks like" in row(note="NHS number 943 476 5919").reason


def test_the_template_can_be_loaded(here: Ledger) -> None:
    headings, example = template(DECISION_FILES)
    example = [words.replace("the scrutiny group", "SAAS") for words in example]
    report = only(load(here, sheet(dict(zip(headings, example, strict=True))), DECISION_FILES))
    assert made(here, report).taken_on == date(2025, 3, 12).isoformat()


def test_every_column_is_found_by_its_own_name() -> None:
    for column in DECISION_COLUMNS:
        assert match([column.name], DECISION_COLUMNS) == {0: column.name}
