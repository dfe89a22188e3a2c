"""Each command is killed at some of its steps and run again: nothing is half done, or done twice.

The steps are drawn by a seed, which is in the name of the test.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.disputing import dispute, found_partnership
from tests.faults.program import Fault
from tests.faults.running import LONG, Programs, chance, must_be_sound, seeds, told
from tests.following import stand_on
from tests.history import little_of_everything
from tests.loading import PUBLISHED
from web.running.startup import open_ledger

MET = date(2026, 5, 6)
KILLED = -9
KILLS = 4 if LONG else 1


def overdue_disputes(url: str) -> None:
    """Three disputes whose stage has been overdue for long."""
    ledger = open_ledger(url)
    stand_on(ledger, date(2024, 1, 8))
    found_partnership(ledger)
    stand_on(ledger, MET)
    for _ in range(3):
        dispute(ledger, met_on=str(MET))
    ledger.close()


@dataclass(frozen=True)
class Command:
    """A command, and what its database is filled with; None: there is none yet."""

    arguments: Sequence[str]
    start: Callable[[str], None] | None = None


COMMANDS = {
    "init": Command(["init"]),
    "rebuild": Command(["rebuild"], little_of_everything),
    "import": Command(["import", "risks", "risks.csv"], little_of_everything),
    "tick": Command(["tick"], overdue_disputes),
    "import-log": Command(["import-log", "log.jsonl"]),
    "user add": Command(
        ["user", "add", "somebody", "--name", "A", "--role", "auditor",
         "--password-file", "password.txt"],
        little_of_everything,
    ),
    "backup": Command(["backup", "another.backup", "--replace"], little_of_everything),
    "restore": Command(["restore", "a.backup", "--replace"], overdue_disputes),
    "upgrade": Command(["upgrade", "another.backup", "--replace"], little_of_everything),
}  # fmt: skip


def given(command: Command, programs: Programs, databases: Databases) -> list[str]:
    """Its arguments, after the files among them were made that it reads."""
    folder = programs.folder
    (folder / "risks.csv").write_bytes(PUBLISHED)
    (folder / "password.txt").write_text("four words of the tests", encoding="utf-8")
    for file, maker in (("log.jsonl", "export-log"), ("a.backup", "backup")):
        if file in command.arguments:
            with databases.lend(databases.prepare(little_of_everything)) as url:
                programs.says(url, maker, folder / file)
    return [str(folder / each) if "." in each else each for each in command.arguments]


@contextmanager
def fresh(databases: Databases, command: Command) -> Iterator[str]:
    """A database as the command finds it."""
    url = databases.prepare(command.start) if command.start else databases.create()
    with databases.lend(url):
        yield url


@pytest.mark.parametrize("seed", seeds(1, long=20))
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_was_killed_is_run_again_as_if_nothing_had_been(
    name: str, seed: int, databases: Databases, programs: Programs
) -> None:
    command, backup = COMMANDS[name], programs.folder / "another.backup"
    arguments = given(command, programs, databases)
    with fresh(databases, command) as url:
        whole = programs.run(url, *arguments)
        assert whole.code == 0, whole
        expected = told(url)
    for step in sorted(chance(seed, name).sample(range(1, whole.steps + 1), KILLS)):
        at = f"step {step} of {whole.steps}"
        backup.unlink(missing_ok=True)
        with fresh(databases, command) as url:
            before = told(url) if command.start else []
            killed = programs.run(url, *arguments, fault=Fault(die_at=step))
            assert killed.code == KILLED, f"{at}: {killed}"
            if command.start:
                must_be_sound(url)
                assert told(url)[: len(before)] == before or told(url) == expected, at
            must_be_whole(backup, programs, databases)
            again = programs.run(url, *arguments)
            assert again.code in _MAY_END.get(name, {0}), f"{at}: {again}"
            must_be_sound(url)
            assert of_items(told(url)) == of_items(expected), at


def of_items(events: Sequence[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """The events, but for those that say how a file was loaded: that was told of both times."""
    return Counter(each for each in events if not each[0].startswith("ImportedFile."))


_MAY_END = {"import-log": {0, 2}, "user add": {0, 2}}
"""What running it again may say; 2 where it had been done before it was killed."""


def must_be_whole(backup: Path, programs: Programs, databases: Databases) -> None:
    """A backup that stands under its name can be put back."""
    if backup.exists():
        with databases.lend(databases.create()) as url:
            programs.says(url, "restore", backup)
            must_be_sound(url)
