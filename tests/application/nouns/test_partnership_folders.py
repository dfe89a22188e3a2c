"""A partnership is a folder of data: whatever it says founds a ledger, or is refused by name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from application.doing.toml_files import FileError
from application.founding import Founding, found, read_folder, shipped
from application.ledger.ledger import Ledger
from application.nouns.files.partnership_files import read_settled, write_settled
from domain.groups.group import Group
from domain.groups.rule import NOT_KNOWN
from domain.kernel.errors import DomainError, NotFoundError
from domain.kernel.followed import Deadlines
from domain.kernel.vocabulary import speaking
from domain.partnership.partnership import PARTNERSHIP, Partnership
from domain.partnership.settled import UNSETTLED
from domain.procedure.procedure import PROCEDURE, Procedure
from projections.audit.audit_trail import lines_of
from projections.groups.groups import GROUPS
from projections.partnership.agencies import agency_names
from projections.partnership.partnership import PARTNERSHIP as REGISTER
from tests.acts import EXECUTIVE, OPERATOR, do, record
from tests.kent import FOUNDING as KENT
from tests.minuted import OUTSIDE
from tests.reading import disagreements, looking
from web.running.startup import open_ledger

FOLDERS = Path(__file__).parents[3] / "partnerships"
WESTMARCH = shipped("westmarch")
EVERY_FOLDER = sorted(each.name for each in FOLDERS.iterdir() if (each / "agencies.toml").exists())


@pytest.fixture
def unfounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that nobody has founded is nobody's, as it is for people."""
    monkeypatch.setattr(Ledger, "unfounded", UNSETTLED)


@pytest.fixture
def ledger(unfounded: None, database_url: str) -> Iterator[Ledger]:
    ledger = open_ledger(database_url)
    yield ledger
    ledger.close()


@pytest.fixture
def westmarch(ledger: Ledger) -> Iterator[Ledger]:
    """The ledger of the invented partnership."""
    found(ledger, WESTMARCH, person=OPERATOR)
    with speaking(ledger.vocabulary):
        yield ledger


def changed(ledger: Ledger, founding: Founding, **settled: object) -> None:
    """Let something else hold than the folder says."""
    text = write_settled(replace(founding.settled, **settled))  # type: ignore[arg-type]
    do(ledger, "partnership.change", PARTNERSHIP, text=text, reason="As agreed.")


# Founding


@pytest.mark.parametrize("name", EVERY_FOLDER)
def test_every_folder_that_is_shipped_founds_a_ledger(ledger: Ledger, name: str) -> None:
    founding = shipped(name)
    found(ledger, founding, person=OPERATOR)
    assert ledger.settled == founding.settled
    with looking(ledger) as view:
        assert view.settled == founding.settled
        assert set(agency_names(view).values()) == {each.name for each in founding.agencies}
        groups = {row["name"]: ledger.get(Group, row["reference"]) for row in GROUPS.rows(view)}
    for entry in founding.groups:
        group = groups.pop(entry.name)
        assert (group.short, group.kind, group.since) == (
            entry.short, entry.kind, entry.since.isoformat(),
        )  # fmt: skip
        assert [seat.role for seat in group.seats.values()] == [seat.role for seat in entry.seats]
        assert group.quorum == (entry.quorum or NOT_KNOWN)
        assert len(group.documents) == len(entry.documents)
        assert group.topics == [*entry.topics]
        assert group.duties == entry.duties
    assert not groups
    procedure = ledger.get(Procedure, PROCEDURE)
    assert procedure.versions[1].rules == founding.procedure
    assert not procedure.versions[1].confirmed
    assert not disagreements(ledger)


def test_a_partnership_of_another_name_says_nothing_of_kent(westmarch: Ledger) -> None:
    reference = record(westmarch, "No rota", likelihood="4", impact="4", raised_in="saas")
    do(westmarch, "risk.escalate", reference, to="executive", question="Who pays?", reason="x")
    do(
        westmarch,
        "risk.answer",
        reference,
        by=EXECUTIVE,
        answer="return",
        words="Not ours.",
        **OUTSIDE,
    )
    with looking(westmarch) as view:
        told = [line["sentence"] for line in lines_of(view, reference)]
    assert told[-2:] == [
        "escalated it to the Westmarch Board, asking: Who pays?",
        "answered for the Westmarch Board (outside a meeting, no power for it found): returned it. "
        "Not ours.",
    ]
    assert "Red" in told[1]
    assert not disagreements(westmarch)
    with pytest.raises(DomainError, match="Only the Westmarch Leads can decide this"):
        do(westmarch, "risk.accept", reference, by=EXECUTIVE, to="lsp", reason="x")


def test_a_score_is_judged_by_the_partnerships_own_matrix(westmarch: Ledger) -> None:
    with pytest.raises(Exception, match="a whole number from 1 to 4"):
        record(westmarch, likelihood="5", impact="1")


def test_a_ledger_is_founded_once(westmarch: Ledger) -> None:
    with pytest.raises(DomainError, match="that of Westmarch Safeguarding Partnership already"):
        found(westmarch, KENT, person=OPERATOR)


def test_a_ledger_with_a_history_gets_no_agencies(ledger: Ledger) -> None:
    record(ledger)
    found(ledger, WESTMARCH, person=OPERATOR)
    with looking(ledger) as view:
        assert agency_names(view) == {}


def test_a_procedure_that_is_there_is_left_alone(ledger: Ledger) -> None:
    found(ledger, WESTMARCH, person=OPERATOR)
    assert len(ledger.get(Procedure, PROCEDURE).versions) == 1


def test_an_agency_that_is_refused_founds_nothing(ledger: Ledger) -> None:
    first = replace(WESTMARCH.agencies[0], aliases=("WC", "WC"))
    with pytest.raises(FileError, match=r"agencies.toml: Westmarch Council: "):
        found(ledger, replace(WESTMARCH, agencies=(first,)), person=OPERATOR)
    assert ledger.position() == 0


# What holds now, and what held then


def test_without_a_partnership_there_are_general_words_and_no_matrix(ledger: Ledger) -> None:
    assert ledger.settled == UNSETTLED
    with pytest.raises(DomainError, match="adopted no risk matrix"):
        record(ledger, likelihood="1", impact="1")
    with pytest.raises(NotFoundError):
        ledger.get(Partnership, PARTNERSHIP)


def test_another_program_that_changes_it_is_heard(westmarch: Ledger) -> None:
    assert westmarch.deadlines == WESTMARCH.settled.deadlines
    with closing(open_ledger(str(westmarch.engine.url.render_as_string(False)))) as other:
        changed(other, WESTMARCH, deadlines=Deadlines(9, 9, 9))
    assert westmarch.deadlines == Deadlines(9, 9, 9)


def test_what_was_undone_is_not_kept(westmarch: Ledger) -> None:
    def change_and_fail() -> None:
        with westmarch.writing():
            changed(westmarch, WESTMARCH, deadlines=Deadlines(9, 9, 9))
            assert westmarch.deadlines == Deadlines(9, 9, 9)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        change_and_fail()
    assert westmarch.deadlines == WESTMARCH.settled.deadlines
    changed(westmarch, WESTMARCH, deadlines=Deadlines(8, 8, 8))
    assert westmarch.deadlines == Deadlines(8, 8, 8)


def test_a_past_view_goes_by_what_held_then(westmarch: Ledger) -> None:
    before = westmarch.position()
    changed(
        westmarch, WESTMARCH, deadlines=Deadlines(1, 2, 3), matrix=KENT.settled.matrix,
        vocabulary=replace(WESTMARCH.settled.vocabulary, executive="the Council of Westmarch"),
    )  # fmt: skip
    with looking(westmarch, position=before) as then, looking(westmarch) as now:
        assert then.settled == WESTMARCH.settled
        assert now.deadlines == Deadlines(1, 2, 3)
        assert now.matrix == KENT.settled.matrix
        assert now.vocabulary.executive == "the Council of Westmarch"
        assert (now.due_soon_on, then.due_soon_on) == ("2026-05-15", "2026-05-26")


def test_sentences_keep_the_words_that_they_were_said_in(westmarch: Ledger) -> None:
    first, second = record(westmarch, "First"), record(westmarch, "Second")
    asked = {"to": "executive", "question": "Who pays?", "reason": "x"}
    do(westmarch, "risk.escalate", first, **asked)
    words = replace(WESTMARCH.settled.vocabulary, executive="the Council of Westmarch")
    changed(westmarch, WESTMARCH, vocabulary=words)
    do(westmarch, "risk.escalate", second, **asked)
    with looking(westmarch) as view:
        told = [lines_of(view, each)[-1]["sentence"] for each in (first, second)]
    assert told == [
        "escalated it to the Westmarch Board, asking: Who pays?",
        "escalated it to the Council of Westmarch, asking: Who pays?",
    ]
    assert not disagreements(westmarch)


def test_a_row_that_was_altered_is_found(westmarch: Ledger) -> None:
    with westmarch.writing() as connection:
        connection.execute(update(REGISTER.table).values(due_soon=99))
    assert disagreements(westmarch)


# What a folder may say


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented partnership's folder."""
    return Path(shutil.copytree(FOLDERS / "westmarch", tmp_path / "folder"))


def write(file: Path, was: str, now: str) -> None:
    text = file.read_text("utf-8")
    assert was in text
    file.write_text(text.replace(was, now, 1), "utf-8")


@pytest.mark.parametrize(
    ("name", "was", "now", "sentence"),
    [
        ("partnership.toml", 'group = "the', 'groop = "the', "names: “group” is missing."),
        ("partnership.toml", 'group = "the', 'groop = "the',
         "names: “groop” is not known. Did you mean “group”?"),
        ("partnership.toml", "stale_after = 15", 'stale_after = "15"',
         "thresholds: “stale_after”: Not a valid integer."),
        ("partnership.toml", "due_soon = 14", "due_soon = 999",
         "thresholds: “due_soon” must be from 1 to 366."),
        ("partnership.toml", "highest = 9", "highest = 17",
         "matrix: the band “Amber” must lie between 1 and 16, its lowest score first."),
        ("partnership.toml", "lowest = 6", "lowest = true",
         "matrix: band 2: “lowest”: Not a valid integer."),
        ("partnership.toml", "[thresholds]", "[treshold]", "“thresholds” is missing."),
        ("partnership.toml", "[thresholds]", "thresholds = [", "This is not TOML."),
        ("agencies.toml", 'kind = "police"', 'kind = "polis"',
         "agency 3 (Westmarch Constabulary): “kind”: must be one of local_authority, health, "),
        ("agencies.toml", "joined_on = 2022-07-01", 'joined_on = "soon"',
         "agency 2 (NHS Westmarch ICB): “joined_on”: Not a valid date."),
        ("agencies.toml", '"Westmarch schools"', '"Westmarch council"',
         "agency 4 (Westmarch council): “name”: there is another agency of that name."),
        ("agencies.toml", '["Police"]', '["Police", "Police"]',
         "agency 3 (Westmarch Constabulary): “aliases” has a name twice."),
        ("groups.toml", 'kind = "scrutiny"', 'kind = "scruteny"',
         "group 1 (Learning and Challenge Group): “kind”: must be one of scrutiny, executive, "),
        ("groups.toml", "chair_counts = true", "chair_count = true",
         "group 1 (Learning and Challenge Group): “quorum: chair_count” is not known."),
        ("groups.toml", 'office = "deputy"', 'office = "chair"',
         "group 1 (Learning and Challenge Group): two seats are the chair’s."),
        ("groups.toml", '"health", "police"]', '"health", "relevant"]',
         "group 1 (Learning and Challenge Group): “each_of” can name Safeguarding Partners only."),
        ("groups.toml", "[[group]]\nname = \"W", "[[board]]\nname = \"W", "“board” is not known."),
        ("procedure.toml", 'issues_start_at = "board"', 'issues_start_at = "bord"',
         "Issues start at “bord”, which is no stage."),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_file_and_its_key(
    folder: Path, name: str, was: str, now: str, sentence: str
) -> None:
    write(folder / name, was, now)
    with pytest.raises(FileError) as refused:
        read_folder(folder)
    assert any(each.startswith(f"{name}: {sentence}") for each in refused.value.faults), (
        refused.value.faults
    )


def test_faults_of_several_files_are_told_at_once(folder: Path) -> None:
    write(folder / "partnership.toml", "due_soon = 14", "due_soon = 0")
    write(folder / "agencies.toml", 'kind = "police"', 'kind = "polis"')
    write(folder / "groups.toml", 'short = "LCG"', "")
    (folder / "procedure.toml").unlink()
    with pytest.raises(FileError) as refused:
        read_folder(folder)
    files = [each.partition(": ")[0] for each in refused.value.faults]
    assert files == ["partnership.toml", "agencies.toml", "groups.toml", "procedure.toml"]


@pytest.mark.parametrize("founding", [KENT, WESTMARCH], ids=["kent", "westmarch"])
def test_what_is_settled_is_read_back_from_its_file(founding: Founding) -> None:
    assert read_settled(write_settled(founding.settled)) == founding.settled


def test_the_invented_partnership_has_nothing_of_kent() -> None:
    for file in (FOLDERS / "westmarch").iterdir():
        words = file.read_text("utf-8").casefold()
        assert not {"kent", "kscmp", "saas"} & set(words.replace('"', " ").split())
