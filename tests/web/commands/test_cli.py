"""The command line: setting up, people, serving, and what it says when something is wrong."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import make_url

from application.accounts.people import person_called
from application.accounts.side import SideRecords
from application.accounts.signing_in import Visitor, sign_in
from application.ledger.clock import today
from domain.kernel.terms import Role
from projections.partnership.role_grants import roles_held
from tests.acts import join
from tests.databases import databases as databases  # on both dialects
from tests.loading import sheet
from tests.web.commanding import ROOT, Scrutiny, beside_the_warning
from web.commands.cli import main
from web.running.startup import open_ledger

HEAVY = ("alembic", "argon2", "eventsourcing", "flask", "marshmallow", "rich", "sqlalchemy")
PASSWORD = "a password of the tests"
SECRET_KEY = "known-to-these-tests-and-long-enough"


# Help


def test_help_names_every_command_and_imports_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "from web.commands.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        f"print('HEAVY', [name for name in {HEAVY} if name in sys.modules])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == "HEAVY []"
    for command in main.commands:
        assert f"  {command}" in run.stdout


@pytest.mark.parametrize("command", [*main.commands, "user add"])
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(main, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["dance"],
        ["list"],
        ["list", "weather"],
        ["list", "risks", "--format", "xml"],
        ["list", "risks", "--sort", "colour"],
        ["import", "risks"],
        ["compare", "risks"],
        ["rebuild", "nothing"],
        ["serve", "--port", "0"],
        ["serve", "--port", "65536"],
        ["user", "add", "a@b.example", "--name", "A", "--role", "king"],
    ],
)
def test_bad_usage_ends_in_exit_code_2_with_a_sentence(
    scrutiny: Scrutiny, arguments: list[str]
) -> None:
    assert "Usage:" in scrutiny.refuses(*arguments)


# Setting up


def test_init_makes_the_database_says_so_and_does_nothing_the_next_time(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny = Scrutiny(empty_database_url, monkeypatch)
    said = scrutiny.says("init").splitlines()
    assert said[0].startswith("Brought the tables from nothing to version ")
    assert said[-2].endswith("(KSCMP), with its 13 agencies and 6 groups.")
    assert said[-1] == "Published its escalation procedure, which nobody has confirmed yet."
    assert scrutiny.says("init") == "Already up to date.\n"


def test_a_bare_init_records_no_agencies(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny = Scrutiny(empty_database_url, monkeypatch)
    assert "Founded" not in scrutiny.says("init", "--bare")
    assert "log of 0 events" in scrutiny.says("verify")


# People


def add(scrutiny: Scrutiny, *more: str, typed: str | None = None) -> str:
    password = ["--password-file", "-"] if typed is None else []
    return scrutiny.says(
        "user", "add", "Ann@Kent.example", "--name", "Ann", *password, *more,
        typed=f"{PASSWORD}\n" if typed is None else typed,
    )  # fmt: skip


def test_a_person_is_added_with_a_role_and_can_sign_in(scrutiny: Scrutiny) -> None:
    assert add(scrutiny, "--role", "business-team") == (
        "ann@kent.example can now sign in, as Business Team.\n"
    )
    ledger = open_ledger(scrutiny.database_url)
    with ledger.writing() as connection:
        person = person_called(connection, "ann@kent.example")
        assert roles_held(connection, person, on=today()) == [(Role.BUSINESS_TEAM, "")]
    side = SideRecords(ledger.engine)
    assert sign_in(ledger, side, name="ann@kent.example", password=PASSWORD, visitor=Visitor())
    side.close()
    ledger.close()


def test_a_password_may_be_typed_twice_and_is_not_shown(scrutiny: Scrutiny) -> None:
    said = add(scrutiny, "--role", "ADMINISTRATOR", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert PASSWORD not in said
    assert said.endswith("can now sign in, as Administrator.\n")


def test_whoever_gives_up_at_the_password_has_changed_nothing(scrutiny: Scrutiny) -> None:
    result = scrutiny("user", "add", "a@b.example", "--name", "A", "--role", "auditor", typed="")
    assert result.exit_code == 130
    assert result.stderr.endswith("Stopped; nothing was changed.\n")


@pytest.mark.parametrize("agency", ["kent-police", "KENT POLICE", "Kent Police"])
def test_an_agency_is_named_by_its_reference_or_its_name(scrutiny: Scrutiny, agency: str) -> None:
    ledger = open_ledger(scrutiny.database_url)
    join(ledger)
    add(scrutiny, "--role", "saas-member", "--agency", agency)
    with ledger.reading() as connection:
        person = person_called(connection, "ann@kent.example")
        assert roles_held(connection, person, on=today()) == [(Role.SAAS_MEMBER, "kent-police")]
    ledger.close()


@pytest.mark.parametrize(
    ("arguments", "password", "words"),
    [
        (["--role", "auditor"], "short", "The password must have 12 characters or more."),
        (["--role", "saas-member"], PASSWORD, "Select an agency."),
        (["--role", "auditor", "--agency", "Atlantis"], PASSWORD, "There is no agency “Atlantis”"),
    ],
)
def test_a_person_who_cannot_be_added_leaves_no_account(
    scrutiny: Scrutiny, arguments: list[str], password: str, words: str
) -> None:
    said = scrutiny.refuses(
        "user", "add", "ann@kent.example", "--name", "Ann", "--password-file", "-", *arguments,
        typed=password,
    )  # fmt: skip
    assert words in said
    ledger = open_ledger(scrutiny.database_url)
    with ledger.reading() as connection:
        assert person_called(connection, "ann@kent.example") == ""
    ledger.close()


def test_nobody_is_added_twice(scrutiny: Scrutiny) -> None:
    add(scrutiny, "--role", "auditor")
    said = scrutiny.refuses(
        "user", "add", "ANN@kent.example", "--name", "Ann", "--role", "auditor",
        "--password-file", "-", typed=PASSWORD,
    )  # fmt: skip
    assert said == "There is already an account ann@kent.example."


# Databases that cannot be used

USES = [
    ["list", "risks"],
    ["history", "RSK-2026-001"],
    ["compare", "risks", "--from", "2020-01-01"],
    ["verify"],
    ["rebuild"],
    ["export-log", "copy.jsonl"],
    ["import", "risks", "register.csv"],
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a register in it."""
    monkeypatch.chdir(tmp_path)
    Path("register.csv").write_text(sheet({"title": "Fire"}), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("arguments", USES)
def test_without_a_database_every_command_says_how_to_make_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    scrutiny = Scrutiny(f"sqlite:///{folder}/none.db", monkeypatch)
    assert scrutiny.refuses(*arguments).endswith("Run “scrutiny init” to make one.")
    assert sorted(path.name for path in folder.iterdir()) == ["register.csv"]


@pytest.mark.parametrize("arguments", USES)
def test_a_database_without_tables_is_to_be_set_up(
    folder: Path,
    empty_database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
) -> None:
    scrutiny = Scrutiny(empty_database_url, monkeypatch)
    assert "scrutiny init" in scrutiny.refuses(*arguments)


@pytest.mark.parametrize("arguments", [["init"], *USES])
def test_a_database_of_a_newer_version_is_left_alone(
    folder: Path, scrutiny: Scrutiny, arguments: list[str]
) -> None:
    ledger = open_ledger(scrutiny.database_url)
    with ledger.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    ledger.close()
    assert "The database is of a newer version (9999)" in scrutiny.refuses(*arguments)


@pytest.mark.parametrize("arguments", [["init"], *USES])
def test_a_file_that_is_no_database_is_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    path = folder / "notes.db"
    path.write_text("These are notes and no database. " * 100, encoding="utf-8")
    before = path.read_bytes()
    scrutiny = Scrutiny(f"sqlite:///{path}", monkeypatch)
    assert "is not a database of Scrutiny Ledger" in scrutiny.refuses(*arguments)
    assert path.read_bytes() == before


@pytest.mark.parametrize("arguments", [["init"], *USES])
@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/x"])
def test_an_address_that_makes_no_sense_is_said_to_be_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, url: str, arguments: list[str]
) -> None:
    assert "SCRUTINY_DATABASE_URL" in Scrutiny(url, monkeypatch).refuses(*arguments)


def test_a_database_that_cannot_be_written_to_is_said_to_be_so(
    folder: Path, postgresql_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = make_url(postgresql_database_url).update_query_dict(
        {"options": "-c default_transaction_read_only=on"}
    )
    scrutiny = Scrutiny(url.render_as_string(hide_password=False), monkeypatch)
    assert "cannot be written to" in scrutiny.refuses("import", "risks", "register.csv")
    assert "0 risks, as at" in scrutiny.says("list", "risks")


def test_a_server_that_does_not_answer_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as unused:
        port = unused.getsockname()[1]
    scrutiny = Scrutiny(f"postgresql://nobody@127.0.0.1:{port}/x", monkeypatch)
    assert "The database server does not answer" in scrutiny.refuses("list", "risks")


# Stopping


def test_ctrl_c_while_loading_changes_nothing(
    sqlite_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny = Scrutiny(sqlite_database_url, monkeypatch)
    register = tmp_path / "long.csv"
    rows = [{"title": f"Risk {number}", "score": "12"} for number in range(20_000)]
    register.write_text(sheet(*rows), encoding="utf-8")
    with scrutiny.start("import", "risks", register) as program:
        wait_for(lambda: is_reading(program.pid, register))
        program.send_signal(signal.SIGINT)
        said, complained = program.communicate(timeout=60)
    assert (program.returncode, said) == (130, "")
    assert complained == "Stopped; nothing was changed.\n"
    assert "log of 0 events is whole" in scrutiny.says("verify")


def test_a_reader_who_has_seen_enough_is_no_fault(
    sqlite_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny = Scrutiny(sqlite_database_url, monkeypatch)
    register = tmp_path / "long.csv"
    register.write_text(sheet(*({"title": f"Risk {n}"} for n in range(500))), encoding="utf-8")
    scrutiny.says("import", "risks", register)
    with scrutiny.start("list", "risks", "--format", "csv") as program:
        assert program.stdout
        assert program.stderr
        program.stdout.readline()
        program.stdout.close()
        assert program.stderr.read() == ""


def test_a_terminal_without_our_letters_shows_question_marks(scrutiny: Scrutiny) -> None:
    with scrutiny.start("history", "RSK-2026-001", PYTHONIOENCODING="latin-1") as program:
        assert program.communicate()[1] == "There is no RSK-2026-001.\n"
    with scrutiny.start("list", "risks", PYTHONIOENCODING="latin-1") as program:
        assert "Owner?s agency" in program.communicate()[0]


def is_reading(process: int, file: Path) -> bool:
    """Whether a process has a file open, and has read some of it."""
    for opened in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):
            if opened.resolve() == file.resolve():
                told = Path(f"/proc/{process}/fdinfo/{opened.name}").read_text()
                return not told.startswith("pos:\t0\n")
    return False


def wait_for(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


# Serving


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as unused:
        port: int = unused.getsockname()[1]
        return port


def status_of(port: int, path: str) -> int:
    """The status of a page; 0 while nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    with closing(connection):
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 0


def test_the_site_is_served_until_it_is_stopped(scrutiny: Scrutiny) -> None:
    port = free_port()
    with scrutiny.start("serve", "--port", port, SCRUTINY_SECRET_KEY=SECRET_KEY) as program:
        wait_for(lambda: status_of(port, "/health") == 200)
        program.send_signal(signal.SIGTERM)
        said, complained = program.communicate(timeout=60)
    assert said == f"Scrutiny Ledger is at http://127.0.0.1:{port}\n"
    assert (program.returncode, beside_the_warning(complained)) == (0, "")


def test_the_site_is_not_served_without_a_secret_key(scrutiny: Scrutiny) -> None:
    assert scrutiny.refuses("serve").startswith("SCRUTINY_SECRET_KEY must be set")


def test_a_setting_that_makes_no_sense_is_named(
    scrutiny: Scrutiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRUTINY_SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("SCRUTINY_PROXIES", "many")
    assert "SCRUTINY_PROXIES" in scrutiny.refuses("serve")


def test_a_port_that_is_in_use_is_said_to_be_so(
    scrutiny: Scrutiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRUTINY_SECRET_KEY", SECRET_KEY)
    with closing(socket.create_server(("127.0.0.1", 0))) as used:
        port = used.getsockname()[1]
        for command in ("serve", "demo"):
            assert scrutiny.refuses(command, "--port", port).startswith(
                f"The site cannot listen on 127.0.0.1 port {port}: "
            )


def test_metrics_that_cannot_be_told_there_name_their_own_settings(
    scrutiny: Scrutiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny.says("init")
    monkeypatch.setenv("SCRUTINY_SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("SCRUTINY_METRICS_PORT", str(free_port()))
    monkeypatch.setenv("SCRUTINY_METRICS_HOST", "192.0.2.1")
    refusal = scrutiny.refuses("serve", "--port", free_port())
    assert refusal.startswith("The metrics cannot listen on 192.0.2.1 port ")
    assert "set SCRUTINY_METRICS_HOST and SCRUTINY_METRICS_PORT" in refusal


def test_the_demonstration_prints_who_can_sign_in_and_leaves_nothing_behind(
    tmp_path: Path, sqlite_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    scrutiny = Scrutiny(sqlite_database_url, monkeypatch)
    with scrutiny.start("demo", "--port", port, TMPDIR=str(tmp_path)) as program:
        wait_for(lambda: status_of(port, "/sign-in") == 200)
        assert list(tmp_path.glob("scrutiny-demo-*"))
        program.send_signal(signal.SIGINT)
        said, complained = program.communicate(timeout=60)
    assert f"Scrutiny Ledger is at http://127.0.0.1:{port}\n" in said
    for role in Role:
        assert role.label in said
    assert (program.returncode, complained) == (0, "")
    assert not list(tmp_path.glob("scrutiny-demo-*"))
    assert "log of 0 events" in scrutiny.says("verify")
