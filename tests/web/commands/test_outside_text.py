"""Text from outside steers no terminal, and bytes that are no text end in a sentence."""

from __future__ import annotations

import ast
import os
import pty
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import text, update

from domain.kernel.terms import Role
from projections.risks.risk_register import RISKS
from tests.acts import record
from tests.databases import Databases
from tests.databases import databases as databases  # on both dialects
from tests.partnership import found
from tests.web.commanding import ROOT, Scrutiny
from web.commands.cli import main
from web.commands.shared.console import harmless
from web.running.startup import open_ledger

EVIL = "\x1b]0;evil\x07\x1b[31m\x9b2J\u202etxt\u2028\x08"
NOT_TEXT = b"\xff\xfe evil".decode(errors="surrogateescape")


def steering(words: str) -> set[str]:
    """What could steer a terminal, apart from the ends of lines."""
    odd = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return {each for each in words if each not in "\r\n\t" and unicodedata.category(each) in odd}


def every_command(group: click.Group, *names: str) -> Iterator[tuple[list[str], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from every_command(command, *names, name)
        else:
            yield [*names, name], command


COMMANDS = [
    (names, each) for names, each in every_command(main) if names[0] not in ("serve", "demo")
]


def test_what_steers_a_terminal_is_shown_as_a_mark() -> None:
    assert steering(EVIL)
    assert harmless(f"A title\t{EVIL}\nnext") == "A title\t�]0;evil��[31m�2J�txt��\nnext"
    assert harmless("Straße, naïve, 你好") == "Straße, naïve, 你好"


def test_no_command_prints_but_through_the_one_function() -> None:
    """Say it with `say`, or with `give` where it is a document (web/commands/shared/console.py)."""
    found = []
    for path in sorted(Path(ROOT, "web", "commands").rglob("*.py")):
        if path.name == "console.py":
            continue
        found += [
            f"{path.name}:{node.lineno}"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and ast.unparse(node.func) in PRINTING
        ]
    assert found == []


PRINTING = ("click.echo", "click.secho", "print", "sys.stdout.write", "sys.stderr.write")


def with_evil(database_url: str) -> None:
    """A ledger into which such text has got, however it did."""
    found(database_url)
    ledger = open_ledger(database_url)
    record(ledger, owner_agency="kent-police")
    with ledger.writing() as connection:
        connection.execute(update(RISKS.table).values(title=EVIL))
        connection.execute(text("UPDATE accounts SET name = :evil"), {"evil": EVIL})
    ledger.close()


@pytest.fixture
def hostile(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scrutiny]:
    """The command line on such a ledger."""
    with databases.lend(databases.prepare(with_evil)) as url:
        yield Scrutiny(url, monkeypatch)


@pytest.mark.parametrize(("names", "command"), COMMANDS, ids=lambda each: str(each))
@pytest.mark.parametrize("words", [EVIL, NOT_TEXT], ids=["evil", "not text"])
def test_no_command_echoes_what_is_typed_as_it_is(
    hostile: Scrutiny, names: list[str], command: click.Command, words: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    asked = [each for each in command.params if isinstance(each, click.Argument)]
    options = [each for each in command.params if isinstance(each, click.Option)]
    given = [words] * len(asked)
    needed = [part for each in options if each.required for part in (each.opts[0], words)]
    for more in ([], [f"--{words}"], [words]):
        result = hostile(*names, *given, *needed, *more, typed="")
        assert steering(result.output) == set()


def test_what_got_into_the_ledger_steers_no_terminal(hostile: Scrutiny) -> None:
    for arguments in (
        ["list", "risks"], ["history", "RSK-2026-001"], ["user", "list"], ["partnership", "show"],
        ["compare", "risks", "--from", "#0"], ["verify"],
    ):  # fmt: skip
        assert steering(hostile(*arguments).output) == set()


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_document_is_exact_in_a_file_and_harmless_at_a_terminal(
    hostile: Scrutiny, form: str
) -> None:
    command = ["list", "risks", "--format", form]
    assert steering(hostile(*command).output)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "web.commands.cli", *command],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
    ) as program:  # fmt: skip
        os.close(theirs)
        shown = b""
        while part := _read(ours):
            shown += part
        program.wait()
    os.close(ours)
    assert b"RSK-2026-001" in shown
    assert steering(shown.decode()) == set()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""


def test_a_programmer_s_traceback_steers_no_terminal_either(tmp_path: Path) -> None:
    program = (
        "from web.commands import cli\n"
        "def stumble(**asked): raise RuntimeError('\\x1b[31m')\n"
        "cli.main.commands['verify'].callback = stumble\n"
        "cli.main(['verify'])\n"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 1
    assert "RuntimeError: �[31m" in run.stderr


# Bytes that are no text


@pytest.mark.parametrize(
    "arguments",
    [
        ["history", NOT_TEXT],
        ["compare", "risks", "--from", NOT_TEXT],
        ["user", "add", "a@b.example", "--name", NOT_TEXT, "--role", "auditor",
         "--password-file", "-"],
        ["import", "risks", NOT_TEXT],
        ["rebuild", NOT_TEXT],
        ["partnership", "change", NOT_TEXT, "--reason", "x"],
        ["import-log", NOT_TEXT],
    ],
    ids=" ".join,
)  # fmt: skip
def test_arguments_that_are_no_text_are_refused(scrutiny: Scrutiny, arguments: list[str]) -> None:
    said = scrutiny.refuses(*arguments, typed="a long enough password")
    assert said
    assert "log of 0 events" in scrutiny.says("verify")


def test_what_is_looked_for_and_no_text_is_not_found(scrutiny: Scrutiny) -> None:
    assert "0 risks" in scrutiny.says("list", "risks", "--search", NOT_TEXT)


def test_a_file_whose_name_is_no_text_can_be_loaded(scrutiny: Scrutiny, tmp_path: Path) -> None:
    path = tmp_path / NOT_TEXT
    path.write_text("Title\nA risk\n", encoding="utf-8")
    result = scrutiny("import", "risks", path)
    assert result.exit_code in (0, 2)
    assert steering(result.output) == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ["user", "add", "a@b.example", "--name", "Ann", "--role", Role.AUDITOR, "--password-file"],
        ["partnership", "change", "--reason", "x"],
        ["procedure", "check"],
    ],
    ids=lambda arguments: arguments[0],
)
@pytest.mark.parametrize("source", ["file", "standard input"])
def test_files_and_input_that_are_no_text_are_refused(
    scrutiny: Scrutiny, tmp_path: Path, arguments: list[str], source: str
) -> None:
    path = tmp_path / "given"
    path.write_bytes(b"\xff\xfe\x00\xd8")
    given = "-" if source == "standard input" else str(path)
    result = CliRunner().invoke(main, [*map(str, arguments), given], input=path.read_bytes())
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (2, True)
    assert result.stderr


def test_a_setting_that_is_no_text_is_refused(
    scrutiny: Scrutiny, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SCRUTINY_DATABASE_URL", f"sqlite:///{tmp_path}/{NOT_TEXT}.db")
    for command in (["init", "--bare"], ["list", "risks"]):
        result = scrutiny(*command)
        assert (result.exit_code, steering(result.output)) in ((0, set()), (2, set()))
