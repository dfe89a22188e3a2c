"""What may be wrong with an installation, a line for each: whoever adds a store adds its line.

Each check is a function that is given the installation and says what it found; CHECKS lists them in
the order in which they are told. None of them changes anything.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, text

from application.accounts.care import every_account
from application.accounts.side import SideRecords
from application.accounts.signs import BACKUP, TICK, last_sign, tick_is_late
from application.keeping.kept import FILES
from application.keeping.redaction_list import brought_back
from application.ledger.files import every_file, missing
from application.ledger.ledger import Ledger
from application.ledger.log.log_check import check_log
from application.ledger.roles import may_alter_the_log
from application.ledger.storage.durability import durability_fault
from application.ledger.storage.faults import FAULTS, MISREAD, StorageError, explain
from application.ledger.storage.sqlite_files import OWNER_ONLY, folder_open_to_others, path_of
from application.proof.going_on import latest_beside, must_go_on
from application.proof.keys import KeyFile, key_file, signer_of
from application.proof.making import latest_made
from domain.kernel.errors import DomainError
from domain.kernel.item import long_date
from domain.kernel.vocabulary import speaking
from web.administrators import administrators_now
from web.running.settings import (
    SettingsError,
    default_database_url,
    from_environment,
    signing_key,
    unknown,
)
from web.running.startup import list_of, must_be_up_to_date, open_as_it_is

LAST = 1_000
"""How many events of the log are read, from its end; `scrutiny verify` reads all."""
BACKUP_EVERY = timedelta(days=2)
LEAST_FREE = 1_000_000_000
"""Bytes on the disk of a SQLite database."""
HOLIDAYS_AHEAD = timedelta(days=365)
DRIFT = timedelta(seconds=5)


class State(StrEnum):
    """How things stand with one part of an installation."""

    FINE = "fine"
    LOOK = "look"
    """It works, and somebody should look at it."""
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """What a check found, in a sentence."""

    state: State
    words: str


@dataclass(frozen=True)
class Installation:
    """What the checks look at."""

    ledger: Ledger
    side: SideRecords

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database."""
        return path_of(self.ledger.engine)


def fine(words: str) -> Finding:
    """Nothing is to be done."""
    return Finding(State.FINE, words)


def look(words: str) -> Finding:
    """Somebody should look at it."""
    return Finding(State.LOOK, words)


def wrong(words: str) -> Finding:
    """Something is to be done."""
    return Finding(State.WRONG, words)


def findings(only: Collection[str] = ()) -> Iterator[tuple[str, Finding]]:
    """What is found, check by check; `only`: the names of the checks that are wanted."""
    if not only or "settings" in only:
        yield "settings", of_settings()
    checks = {name: check for name, check in CHECKS.items() if not only or name in only}
    if not checks:
        return
    try:
        ledger = open_as_it_is(default_database_url())
    except (StorageError, SettingsError) as error:
        yield "database", wrong(str(error))
        return
    with (
        closing(ledger),
        speaking(ledger.vocabulary),
        closing(SideRecords(ledger.engine)) as side,
    ):
        installation = Installation(ledger, side)
        for name, check in checks.items():
            yield name, _checked(check, installation)


Check = Callable[[Installation], Finding]


def _checked(check: Check, installation: Installation) -> Finding:
    try:
        return check(installation)
    except (StorageError, DomainError) as error:
        return wrong(str(error))
    except FAULTS as error:
        return wrong(str(explain(error)))
    except MISREAD as error:
        return wrong(
            "Something in the database cannot be read as what the program writes "
            f"({type(error).__name__}). “scrutiny verify” says where."
        )


def of_settings() -> Finding:
    """Whether the settings let the site start, and are all known."""
    try:
        settings = from_environment()
    except SettingsError as error:
        return wrong(str(error))
    if strange := unknown():
        return look(f"There is no setting {', '.join(strange)}.")
    if not settings.secure:
        return look("SCRUTINY_BASE_URL does not begin with https, so cookies are not secure.")
    if not settings.proxies:
        return look(
            "SCRUTINY_PROXIES is 0: behind a proxy, everybody seems to come from its address."
        )
    if not settings.second_factor:
        return look("SCRUTINY_SECOND_FACTOR lets whoever decides do without a second factor.")
    return fine(f"{settings.base_url}; proxies in front: {settings.proxies}.")


def of_database(installation: Installation) -> Finding:
    """Whether it can be reached, keeps what it confirms, and lets the site do no more than it has
    to."""
    with installation.ledger.reading() as connection:
        if fault := durability_fault(connection):
            return wrong(fault)
        name = _product(connection)
        if may_alter_the_log(connection):
            return look(
                f"{name}. The site's role could change the log: give it one of its own "
                "(SCRUTINY_OWNER_DATABASE_URL in docs/deploy.md)."
            )
    return fine(f"{name}.")


def of_files(installation: Installation) -> Finding:
    """Whether others on the machine can read the files of a SQLite database."""
    path = installation.path
    if path is None:
        return fine("The database server keeps them.")
    there = [each for each in (Path(f"{path}{suffix}") for suffix in FILES) if each.exists()]
    if read := [each.name for each in there if each.stat().st_mode & 0o777 != OWNER_ONLY]:
        return wrong(f"Others may be able to read {', '.join(read)}: chmod 600.")
    warning = folder_open_to_others(path)
    return look(warning) if warning else fine(f"{path} and what is beside it are its owner's.")


def of_versions(installation: Installation) -> Finding:
    """Whether tables and registers are those that this program knows."""
    must_be_up_to_date(installation.ledger)
    return fine("The tables and the registers are of this program's version.")


def of_log(installation: Installation) -> Finding:
    """Whether the end of the log is whole."""
    ledger = installation.ledger
    with ledger.reading():
        end = ledger.position()
        found = list(check_log(ledger, after=max(0, end - LAST)))
    if found:
        return wrong(f"{found[0]} “scrutiny verify” tells more.")
    return fine(f"{end:,} events; the last {min(end, LAST):,} of them are whole.")


def of_tick(installation: Installation) -> Finding:
    """Whether somebody still looks at the clock."""
    with installation.side.reading() as connection:
        last = last_sign(connection, TICK)
    words = f"“scrutiny tick” last ran {_when(last)}." if last else "“scrutiny tick” never ran."
    if tick_is_late(last, now=installation.ledger.now()):
        return wrong(f"{words} Let it run once a day, from cron.")
    return fine(words)


def of_backups(installation: Installation) -> Finding:
    """Whether there is a backup, as far as is known here."""
    with installation.side.reading() as connection:
        last = last_sign(connection, BACKUP)
    if last is None:
        return look("No “scrutiny backup” of this installation is known.")
    words = f"The last whole “scrutiny backup” was made {_when(last)}."
    return wrong(words) if installation.ledger.now() - last > BACKUP_EVERY else fine(words)


def of_disk(installation: Installation) -> Finding:
    """Whether there is room for more."""
    if installation.path is None:
        with installation.ledger.reading() as connection:
            size = connection.scalar(text("SELECT pg_database_size(current_database())")) or 0
        return fine(f"The database takes {_megabytes(size)}; its server knows what is free.")
    free = shutil.disk_usage(installation.path.parent).free
    size = installation.path.stat().st_size
    words = f"The database takes {_megabytes(size)}, and {_megabytes(free)} are free."
    if free < LEAST_FREE:
        return wrong(words)
    # A backup on the same disk takes a copy and the file for a while.
    return look(f"{words} A backup beside it may not fit.") if free < 2 * size else fine(words)


def of_clock(installation: Installation) -> Finding:
    """Whether the clock is where the log and the server think that it is."""
    ledger = installation.ledger
    now = ledger.now()
    with ledger.reading() as connection:
        recorded = ledger.log.end().recorded
        if ledger.engine.dialect.name == "postgresql":
            servers: datetime = connection.scalar(text("SELECT clock_timestamp()")) or now
            if abs(servers - now) > DRIFT:
                return wrong("The clocks of this machine and of the database server differ.")
    if recorded and datetime.fromisoformat(recorded) > now + DRIFT:
        return wrong(f"The clock is behind the log, which ends at {recorded}.")
    return fine(f"{now:%Y-%m-%d %H:%M} UTC, not behind the log.")


def of_holidays(installation: Installation) -> Finding:
    """Whether the list of bank holidays reaches far enough for working days to be counted."""
    ends = max(installation.ledger.listed.holidays)
    words = f"The list of bank holidays ends on {long_date(ends.isoformat())}."
    left = ends - installation.ledger.now().date()
    if left < timedelta(0):
        return wrong(f"{words} Later ones are worked out by rule: install a newer program.")
    return (
        look(f"{words} Install a newer program before.") if left < HOLIDAYS_AHEAD else fine(words)
    )


def of_people(installation: Installation) -> Finding:
    """Whether there are administrators, and what they sign in with."""
    with installation.ledger.reading() as connection:
        administrators = administrators_now(connection)
        bare = sorted(
            each.sign_in
            for each in every_account(connection)
            if each.person in administrators and not each.has_second_factor
        )
    if not administrators:
        return look("Nobody can administer the ledger: “scrutiny user add … --role administrator”.")
    if bare:
        return look(f"Administrators without a second factor: {', '.join(bare)}.")
    if len(administrators) < 2:
        return look("There is only one administrator, so nobody can stand in for them.")
    return fine(f"{len(administrators)} administrators, each with a second factor.")


def of_evidence(installation: Installation) -> Finding:
    """Whether every file that was put forward as evidence is there; “verify” looks into each."""
    with installation.ledger.reading() as connection:
        lacking, count = missing(installation.ledger), len(every_file(connection))
    if lacking:
        more = f" And {len(lacking) - 1} more." if lacking[1:] else ""
        return wrong(f"{lacking[0]}{more} Look for it in an earlier backup.")
    return fine(f"Files of evidence: {count:,} stored, none missing.")


def of_key(installation: Installation) -> Finding:
    """Whether the key that signs checkpoints is there and the ledger's, and beside it the latest
    checkpoint, by which an older copy of the database is noticed."""
    ledger, file = installation.ledger, _key_file(installation)
    with ledger.reading() as connection:
        must_go_on(ledger, connection, file)
    signer = signer_of(ledger, file)
    if file is None or signer is None:
        return look("Checkpoints are unsigned: run “scrutiny key new”.")
    with ledger.reading() as connection:
        made = latest_made(connection)
    if made and latest_beside(file) is None:
        return look(
            f"{file.latest} is missing, cannot be read or was altered, so that an older copy of "
            "the database would not be noticed. “scrutiny checkpoint” writes it anew."
        )
    return fine(f"The key {signer.verifier.id.hex()} is in {file.path}.")


def of_redactions(installation: Installation) -> Finding:
    """Whether the list by which redacted words stay away is there, and says what the log says."""
    ledger = installation.ledger
    count = len(ledger.redactions_after(0))
    file = list_of(ledger.engine)
    if file is None:
        if not count:
            return look("There is no place for a list of redactions: set SCRUTINY_SIGNING_KEY.")
        return wrong(
            "There is no list of redactions, so that an older backup brings the words back. Let "
            "SCRUTINY_SIGNING_KEY name a file, beside which it is kept."
        )
    if not file.path.exists():
        if not count:
            return fine("Nothing has been redacted.")
        return wrong(
            f"The list of redactions in {file.path} is missing, so that an older backup brings the "
            "words back. Put back a copy of it, and run “scrutiny redactions finish”."
        )
    lines = file.read()
    if file.path.stat().st_mode & 0o777 != OWNER_ONLY:
        return wrong(f"Others may be able to read {file.path}: chmod 600.")
    if back := brought_back(ledger, lines):
        return wrong(
            f"{len(back):,} texts or files that were redacted are there again. Run “scrutiny "
            "redactions finish”."
        )
    lacking, strange = file.held_against(ledger)
    if lacking:
        return wrong(
            f"The list of redactions lacks {len(lacking):,} of what the log has redacted. Run "
            "“scrutiny redactions finish”."
        )
    if strange:
        return wrong(
            f"The list of redactions in {file.path} names what no redaction of this log does, such "
            f"as step {strange[0].step} of {strange[0].of}: it was altered, or is of another copy."
        )
    return fine(f"{count:,} redactions; the list in {file.path} has them all.")


def _key_file(installation: Installation) -> KeyFile | None:
    return key_file(installation.ledger.engine, named=signing_key())


CHECKS: dict[str, Check] = {
    "database": of_database,
    "files": of_files,
    "versions": of_versions,
    "log": of_log,
    "evidence": of_evidence,
    "key": of_key,
    "redactions": of_redactions,
    "tick": of_tick,
    "backups": of_backups,
    "disk": of_disk,
    "clock": of_clock,
    "holidays": of_holidays,
    "people": of_people,
}
"""After the settings, which need no database."""


def _product(connection: Connection) -> str:
    if connection.dialect.name == "sqlite":
        return f"SQLite {connection.scalar(text('SELECT sqlite_version()'))}"
    return f"PostgreSQL {connection.scalar(text('SHOW server_version'))}"


def _when(moment: datetime) -> str:
    return f"on {moment:%Y-%m-%d at %H:%M} UTC"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"
