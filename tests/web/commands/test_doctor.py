"""`scrutiny doctor`: what is wrong with an installation, found and said, a line for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from freezegun import freeze_time
from sqlalchemy import delete, text, update

from application.accounts.people import accounts
from application.accounts.side import SideRecords
from application.accounts.signs import BACKUP, TICK, leave_sign
from application.ledger.files import files
from application.ledger.ledger import Ledger
from application.ledger.log.log_tables import stored_events
from application.ledger.storage.database import connect
from domain.risks.risk import Risk
from tests.acts import do, record
from tests.databases import Databases, Shared
from tests.databases import databases as databases  # on both dialects
from tests.partnership import found
from tests.tampering import altered
from tests.web.commanding import Scrutiny
from tests.web.deeds.redactions import redact
from web.running import doctor
from web.running.startup import open_ledger

KEY = "0123456789abcdef" * 4 + "!"


class Told(NamedTuple):
    """What was told of each part, and the exit code."""

    of: dict[str, tuple[str, str]]
    code: int


def ask(scrutiny: Scrutiny, *names: str) -> Told:
    result = scrutiny("doctor", *names)
    told: dict[str, tuple[str, str]] = {}
    name = ""
    for line in result.stdout.splitlines():
        if line.startswith(" "):
            state, words = told[name]
            told[name] = state, f"{words} {line.strip()}"
        else:
            state, name, words = line.split(maxsplit=2)
            told[name] = state, words
    return Told(told, result.exit_code)


@pytest.fixture
def scrutiny(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Scrutiny:
    monkeypatch.setenv("SCRUTINY_SECRET_KEY", KEY)
    monkeypatch.setenv("SCRUTINY_BASE_URL", "https://ledger.example")
    monkeypatch.setenv("SCRUTINY_PROXIES", "1")
    return Scrutiny(database_url, monkeypatch)


@pytest.fixture
def ledger(scrutiny: Scrutiny) -> Iterator[Ledger]:
    ledger = open_ledger(scrutiny.database_url)
    record(ledger)
    yield ledger
    ledger.close()


def leave(ledger: Ledger, name: str, *, ago: timedelta = timedelta()) -> None:
    with closing(SideRecords(ledger.engine)) as side:
        leave_sign(side, name, now=datetime.now(tz=UTC) - ago)


def test_a_line_is_told_of_each_part(scrutiny: Scrutiny, ledger: Ledger) -> None:
    told = ask(scrutiny)
    assert list(told.of) == ["settings", *doctor.CHECKS]
    assert told.of["settings"] == ("fine", "https://ledger.example; proxies in front: 1.")
    for name in ("files", "versions", "log", "disk", "clock", "holidays"):
        assert told.of[name][0] in ("fine", "look"), told.of[name]


def test_only_what_is_wrong_ends_in_exit_code_1(scrutiny: Scrutiny, ledger: Ledger) -> None:
    assert ask(scrutiny, "backups") == Told(
        {"backups": ("look", "No “scrutiny backup” of this installation is known.")}, 0
    )
    assert ask(scrutiny, "tick").code == 1
    assert "There is no weather. There are: settings," in scrutiny.refuses("doctor", "weather")


def test_a_clock_that_nobody_looks_at_is_wrong(scrutiny: Scrutiny, ledger: Ledger) -> None:
    assert "never ran" in ask(scrutiny, "tick").of["tick"][1]
    scrutiny.says("tick")
    assert ask(scrutiny, "tick").of["tick"][0] == "fine"
    leave(ledger, TICK, ago=timedelta(days=3))
    assert ask(scrutiny, "tick").of["tick"][0] == "wrong"


def test_a_backup_is_known_and_grows_old(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    scrutiny("backup", tmp_path / "kept")
    assert ask(scrutiny, "backups").of["backups"][0] == "fine"
    leave(ledger, BACKUP, ago=timedelta(days=3))
    assert ask(scrutiny, "backups").of["backups"][0] == "wrong"


def test_a_backup_that_is_not_whole_does_not_count(
    scrutiny: Scrutiny, ledger: Ledger, tmp_path: Path
) -> None:
    altered(ledger, 1, leaf=bytes(32))
    assert scrutiny("backup", tmp_path / "kept").exit_code == 1
    assert ask(scrutiny, "backups").of["backups"][0] == "look"


@pytest.mark.parametrize("position", [1, 2, 3])
def test_a_log_that_was_altered_near_its_end_is_wrong(
    scrutiny: Scrutiny, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, position: int
) -> None:
    record(ledger)
    record(ledger)
    monkeypatch.setattr(doctor, "LAST", 2)
    assert ask(scrutiny, "log").of["log"] == (
        "fine", "3 events; the last 2 of them are whole.",
    )  # fmt: skip
    altered(ledger, position, leaf=bytes(32))
    state, words = ask(scrutiny, "log").of["log"]
    assert state == ("fine" if position == 1 else "wrong")
    assert ("was altered" in words) == (position > 1)


def test_a_gap_at_the_end_of_the_log_is_wrong(scrutiny: Scrutiny, ledger: Ledger) -> None:
    record(ledger)
    record(ledger)
    with ledger.writing() as connection:
        connection.execute(delete(stored_events).where(stored_events.c.position == 2))
    assert "Position 2 of the log is missing" in ask(scrutiny, "log").of["log"][1]


def test_registers_of_another_version_are_wrong(scrutiny: Scrutiny, ledger: Ledger) -> None:
    with ledger.writing() as connection:
        connection.execute(text("DELETE FROM projection_versions WHERE name = 'risks'"))
    assert ask(scrutiny, "versions").of["versions"] == (
        "wrong", "Not up to date: risks. Run “scrutiny init”.",
    )  # fmt: skip


def test_a_clock_behind_the_log_is_wrong(scrutiny: Scrutiny, ledger: Ledger) -> None:
    assert ask(scrutiny, "clock").code == 0
    with ledger.writing() as connection:
        connection.execute(
            text("UPDATE stored_events SET recorded = '2999-01-01T00:00:00.000000Z'")
        )
    state, words = ask(scrutiny, "clock").of["clock"]
    assert state == "wrong"
    assert "behind the log" in words


def test_a_list_of_holidays_that_ends_is_told_in_time(
    sqlite_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny = Scrutiny(sqlite_database_url, monkeypatch)
    with closing(open_ledger(sqlite_database_url)) as ledger:
        ends = max(ledger.listed.holidays)
    for days, state in ((-400, "fine"), (-100, "look"), (2, "wrong")):
        with freeze_time(ends + timedelta(days=days)):
            assert ask(scrutiny, "holidays").of["holidays"][0] == state


@pytest.mark.parametrize(
    ("name", "value", "state", "words"),
    [
        ("SCRUTINY_SECRET_KEY", "a", "wrong", "SCRUTINY_SECRET_KEY must be set"),
        ("SCRUTINY_BASE_URL", "http://ledger.example", "look", "does not begin with https"),
        ("SCRUTINY_PROXIES", "0", "look", "behind a proxy"),
        ("SCRUTINY_SECOND_FACTOR", "optional", "look", "lets whoever decides do without"),
        ("SCRUTINY_WEATHER", "fine", "look", "There is no setting SCRUTINY_WEATHER"),
    ],
)
def test_settings_are_looked_at(
    sqlite_database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    state: str,
    words: str,
) -> None:
    scrutiny = Scrutiny(sqlite_database_url, monkeypatch)
    monkeypatch.setenv("SCRUTINY_SECRET_KEY", KEY)
    monkeypatch.setenv("SCRUTINY_BASE_URL", "https://ledger.example")
    monkeypatch.setenv("SCRUTINY_PROXIES", "1")
    monkeypatch.setenv(name, value)
    told = ask(scrutiny, "settings").of["settings"]
    assert told[0] == state
    assert words in told[1]


def test_files_that_others_can_read_are_wrong(
    sqlite_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrutiny = Scrutiny(sqlite_database_url, monkeypatch)
    path = Path(sqlite_database_url.removeprefix("sqlite:///"))
    with closing(open_ledger(sqlite_database_url)) as ledger:
        ledger.position()
        assert ask(scrutiny, "files").of["files"][0] == "fine"
        other = Path(f"{path}-maintenance")
        other.touch(mode=0o644)
        try:
            state, words = ask(scrutiny, "files").of["files"]
        finally:
            other.unlink()
    assert (state, other.name in words) == ("wrong", True)


def test_a_role_that_could_change_the_log_is_named(
    shared_database: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "durability_fault", lambda connection: "")
    as_owner = ask(Scrutiny(shared_database.owner, monkeypatch), "database")
    assert "could change the log" in as_owner.of["database"][1]
    as_site = ask(Scrutiny(shared_database.site, monkeypatch), "database")
    assert as_site.of["database"][0] == "fine"


def test_a_server_that_does_not_wait_for_its_disk_is_wrong(
    postgresql_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As that of the tests."""
    engine = connect(postgresql_database_url)
    with engine.connect() as connection:
        if connection.scalar(text("SHOW fsync")) == "on":
            pytest.skip("the server that was given for the tests waits for its disk")
    engine.dispose()
    told = ask(Scrutiny(postgresql_database_url, monkeypatch), "database")
    assert told.of["database"][0] == "wrong"


def test_somebody_must_be_able_to_administer_with_a_second_factor(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    with databases.lend(databases.prepare()) as url:
        assert "Nobody can administer" in ask(Scrutiny(url, monkeypatch), "people").of["people"][1]
    with databases.lend(databases.prepare(found)) as url:
        scrutiny = Scrutiny(url, monkeypatch)
        told = ask(scrutiny, "people").of["people"]
        assert told == ("look", "Administrators without a second factor: administrator.")
        with closing(open_ledger(url)) as ledger, ledger.writing() as connection:
            connection.execute(update(accounts).values(second_factor="a secret"))
        told = ask(scrutiny, "people").of["people"]
        assert told[1].startswith("There is only one administrator")


def test_where_there_is_no_database_that_is_all_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = ask(Scrutiny(f"sqlite:///{tmp_path / 'none.db'}", monkeypatch))
    assert list(told.of) == ["settings", "database"]
    assert told.of["database"][0] == "wrong"
    assert told.code == 1
    assert not list(tmp_path.iterdir())


def test_a_server_that_does_not_answer_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = ask(Scrutiny("postgresql://nobody@127.0.0.1:1/none", monkeypatch), "database", "log")
    assert {state for state, _ in told.of.values()} == {"wrong"}


def test_a_file_of_evidence_that_is_missing_is_wrong(scrutiny: Scrutiny, ledger: Ledger) -> None:
    assert ask(scrutiny, "evidence").of["evidence"][0] == "fine"
    risk = record(ledger)
    file = {"name": "sample.txt", "content": "A sample."}
    do(ledger, "risk.add_evidence", risk, kind="data", title="Sample", file=file)
    told = ask(scrutiny, "evidence")
    assert told.of["evidence"] == ("fine", "Files of evidence: 1 stored, none missing.")
    with ledger.writing() as connection:
        connection.execute(delete(files))
    told = ask(scrutiny, "evidence")
    assert told.of["evidence"][0] == "wrong"
    assert told.of["evidence"][1].startswith(f"The file of evidence 1 of {risk} is missing (")
    assert told.code == 1


# ---------------------------------------------------------------- the key, and what is beside it


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCRUTINY_SIGNING_KEY", str(tmp_path / "the-key"))
    return tmp_path / "the-key"


def test_a_key_that_is_not_there_or_not_the_ledgers_is_told(
    scrutiny: Scrutiny, key: Path, ledger: Ledger
) -> None:
    assert ask(scrutiny, "key").of["key"] == (
        "look", "Checkpoints are unsigned: run “scrutiny key new”."
    )  # fmt: skip
    scrutiny.says("key", "new")
    assert ask(scrutiny, "key").of["key"][0] == "fine"
    key.rename(key.with_name("kept"))
    state, words = ask(scrutiny, "key").of["key"]
    assert (state, "should be in" in words) == ("wrong", True)
    key.write_text("no key")
    key.chmod(0o600)
    assert "holds no key" in ask(scrutiny, "key").of["key"][1]


def test_the_latest_checkpoint_beside_it_is_missed(
    scrutiny: Scrutiny, key: Path, ledger: Ledger
) -> None:
    scrutiny.says("key", "new")
    scrutiny.says("checkpoint")
    assert ask(scrutiny, "key").of["key"][0] == "fine"
    Path(f"{key}-latest").write_text("cut")
    state, words = ask(scrutiny, "key").of["key"]
    assert (state, "would not be noticed" in words) == ("look", True)


def test_an_older_copy_in_the_place_of_the_database_is_wrong(
    scrutiny: Scrutiny, key: Path, ledger: Ledger, databases: Databases,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    scrutiny.says("key", "new")
    with databases.lend(databases.copy(scrutiny.database_url)) as url:
        record(ledger, "Another")
        scrutiny.says("checkpoint")
        state, words = ask(Scrutiny(url, monkeypatch), "key").of["key"]
    assert (state, "an older copy of the database" in words) == ("wrong", True)


def test_the_list_of_redactions_is_missed_and_said_to_be_damaged_or_open_to_others(
    scrutiny: Scrutiny, key: Path, ledger: Ledger
) -> None:
    assert ask(scrutiny, "redactions").of["redactions"] == ("fine", "Nothing has been redacted.")
    listed = redacted(ledger, key)
    state, words = ask(scrutiny, "redactions").of["redactions"]
    assert (state, words.startswith("1 redactions; the list in")) == ("fine", True)
    text = listed.read_text()
    for change, why in (
        (lambda: listed.unlink(), "is missing, so that an older backup"),
        (lambda: listed.write_text("{}\n"), "is damaged. Put back a copy"),
        (lambda: listed.write_bytes(b"\xff\xfe"), "cannot be read"),
        (lambda: listed.write_text(""), "lacks 1 of what the log has redacted"),
        (lambda: listed.write_text(text + text.replace('"digest": "', '"digest": "x')),
         "names what no redaction of this log does, such as step 1 of"),
    ):  # fmt: skip
        change()
        if listed.exists():
            listed.chmod(0o600)
        state, words = ask(scrutiny, "redactions").of["redactions"]
        assert (state, why in words) == ("wrong", True), words
    listed.write_text(text)
    listed.chmod(0o644)
    assert "chmod 600" in ask(scrutiny, "redactions").of["redactions"][1]


def test_words_that_came_back_and_a_ledger_without_a_list_are_wrong(
    scrutiny: Scrutiny, key: Path, ledger: Ledger, databases: Databases,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with databases.lend(databases.copy(scrutiny.database_url)) as url:
        redacted(ledger, key)
        older = Scrutiny(url, monkeypatch)
        assert "are there again" in ask(older, "redactions").of["redactions"][1]
    if ledger.engine.dialect.name == "postgresql":
        monkeypatch.delenv("SCRUTINY_SIGNING_KEY")
        here = Scrutiny(scrutiny.database_url, monkeypatch)
        state, words = ask(here, "redactions").of["redactions"]
        assert (state, "There is no list of redactions" in words) == ("wrong", True)


def redacted(ledger: Ledger, key: Path) -> Path:
    """Redact the title of the only risk; return the list that says so."""
    [risk] = [event.reference for _, event in ledger.events_of(Risk.Recorded)]
    redact(ledger, risk, "1/title")
    return Path(f"{key}-redactions")
