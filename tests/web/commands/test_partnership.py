"""`scrutiny init --partnership` and `scrutiny partnership`: a ledger is founded from a folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from application.accounts.people import accounts
from application.accounts.side import SideRecords
from application.accounts.signing_in import Visitor, sign_in
from application.ledger.ledger import Ledger
from application.nouns.files.partnership_files import read_settled, write_settled
from domain.kernel.followed import Deadlines
from domain.partnership.settled import UNSETTLED
from tests.application.nouns.test_partnership_folders import FOLDERS, WESTMARCH, write
from tests.web.commanding import Scrutiny
from web.running.startup import open_ledger

NAME = "Westmarch Safeguarding Partnership"


@pytest.fixture(autouse=True)
def unfounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that nobody has founded is nobody's, as it is for people."""
    monkeypatch.setattr(Ledger, "unfounded", UNSETTLED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented partnership's folder."""
    return Path(shutil.copytree(FOLDERS / "westmarch", tmp_path / "folder"))


@contextmanager
def opened(scrutiny: Scrutiny) -> Iterator[Ledger]:
    with closing(open_ledger(scrutiny.database_url)) as ledger:
        yield ledger


def test_a_folder_founds_a_ledger(scrutiny: Scrutiny, folder: Path) -> None:
    assert scrutiny.says("init", "--partnership", folder).splitlines() == [
        f"Founded the ledger of {NAME}, with its 4 agencies and 2 groups.",
        "Published its escalation procedure, which nobody has confirmed yet.",
    ]
    assert scrutiny.says("init") == "Already up to date.\n"
    assert scrutiny.says("init", "--partnership", folder) == "Already up to date.\n"
    assert read_settled(scrutiny.says("partnership", "show")) == WESTMARCH.settled
    assert "is whole" in scrutiny.says("verify")


def test_a_ledger_stays_that_of_its_partnership(scrutiny: Scrutiny, folder: Path) -> None:
    scrutiny.says("init", "--partnership", folder)
    sentence = scrutiny.refuses("init", "--partnership", FOLDERS / "kent")
    assert sentence.startswith(f"This ledger is that of {NAME}.")


def test_faults_are_told_one_a_line_and_nothing_is_changed(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    scrutiny = Scrutiny(empty_database_url, monkeypatch)
    write(folder / "partnership.toml", "due_soon = 14", "due_soon = 0")
    write(folder / "agencies.toml", 'kind = "police"', 'kind = "polis"')
    for command in (["init", "--partnership", folder], ["partnership", "check", folder]):
        first, second = scrutiny.refuses(*command).splitlines()
        assert first.endswith("partnership.toml: thresholds: “due_soon” must be from 1 to 366.")
        assert second.startswith("agencies.toml: agency 3 (Westmarch Constabulary): “kind”")
    assert "Run “scrutiny init”" in scrutiny.refuses("verify")


def test_a_folder_is_checked_without_a_database(scrutiny: Scrutiny, folder: Path) -> None:
    assert scrutiny.says("partnership", "check", folder) == (
        f"A ledger of {NAME} can be founded: 4 agencies, 2 groups, the risk matrix "
        "“Westmarch 4 × 4”, 3 stages of escalation.\n"
    )


def test_a_changed_file_holds_from_now_on(scrutiny: Scrutiny, folder: Path) -> None:
    scrutiny.says("init", "--partnership", folder)
    file = folder / "changed.toml"
    file.write_text(write_settled(replace(WESTMARCH.settled, deadlines=Deadlines(1, 2, 3))))
    said = scrutiny.says("partnership", "change", file, "--reason", "As agreed.")
    assert said == (
        "Set the thresholds: verify within 1 working day, stale after 2 working days, due soon "
        "from 3 days before.\n"
    )
    with opened(scrutiny) as ledger:
        assert ledger.deadlines == Deadlines(1, 2, 3)
    again = scrutiny.refuses("partnership", "change", file, "--reason", "x")
    assert "That is what holds already." in again


def test_a_ledger_of_nobody_has_nothing_to_show(scrutiny: Scrutiny) -> None:
    assert "There is no partnership" in scrutiny.refuses("partnership", "show")


def test_bare_and_a_folder_exclude_each_other(scrutiny: Scrutiny, folder: Path) -> None:
    assert "not both" in scrutiny.refuses("init", "--bare", "--partnership", folder)


# Whoever runs a command


def test_whoever_runs_a_command_is_an_account_that_nobody_can_sign_in_to(
    scrutiny: Scrutiny, folder: Path
) -> None:
    scrutiny.says("init", "--partnership", folder)
    scrutiny.says(
        "user", "add", "ann@westmarch.example", "--name", "Ann", "--role", "auditor",
        "--password-file", "-", typed="a password of the tests\n",
    )  # fmt: skip
    with opened(scrutiny) as ledger, closing(SideRecords(ledger.engine)) as side:
        query = select(accounts).where(accounts.c.name.startswith("OS user "))
        with ledger.reading() as connection:
            (user,) = connection.execute(query).all()
        assert {event.by.person for _, event in ledger.events_after(0)} == {user.person}
        assert user.password == ""
        for password in ("", " ", "None"):
            tried = sign_in(ledger, side, name=user.sign_in, password=password, visitor=Visitor())
            assert tried is None
