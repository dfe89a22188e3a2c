"""Bringing a database up to date, and opening the ledger on it with its projections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, inspect, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from application.accounts.side import make_side_tables, side_file
from application.bank_holidays import england_and_wales
from application.keeping.redaction_list import (
    RedactionList,
    must_hold_nothing_redacted,
    redaction_list,
)
from application.ledger.ledger import Ledger
from application.ledger.log.log_tables import stored_events
from application.ledger.roles import let_in, must_own
from application.ledger.storage.database import begun, connect, for_writing
from application.ledger.storage.durability import durability_fault
from application.ledger.storage.faults import FAULTS, StorageError, explained
from application.ledger.storage.fence import Fence, revision
from application.ledger.storage.maintenance import maintenance
from application.ledger.storage.sqlite_files import does_not_fit, folder_open_to_others, path_of
from domain.kernel.vocabulary import speaking
from migrations import REVISIONS
from projections.alike import alike_now
from projections.disputes.disputes import raised_now
from projections.forward.entries import planned_now
from projections.meetings.meetings import held_now
from projections.partnership.agencies import NamesNow
from projections.rebuild import drop_superseded, newer, outdated, rebuild
from projections.register import Register
from web.administrators import administrators_now
from web.nouns import every_projection
from web.running.settings import signing_key

Progress = Callable[[str, int, int], None]


def initialise(
    database_url: str,
    *,
    site_url: str = "",
    progress: Progress | None = None,
) -> list[str]:
    """Make the database, or bring an older one up to date; return what was done, in sentences.

    `site_url`: the address of the role that the site runs as, where that is not the tables' owner.
    Raises StorageError.
    """
    done = []
    engine = connect(database_url)
    with explained(), _disposed(engine):
        make_folder(engine)
        _must_fit(engine)
        with maintenance(engine, what="init", wait=True):
            _must_own(engine)
            done += _migrate(engine)
            make_side_tables(engine)
            ledger = Ledger(engine, projections=every_projection(), names=NamesNow)
            done += _build(ledger, progress=progress)
            done += _let_in(engine, site_url)
    return done


def _build(ledger: Ledger, *, progress: Progress | None) -> list[str]:
    """Build what an older program left behind, and nothing that a newer one made."""
    registers = every_projection()
    with ledger.reading() as connection:
        if beyond := newer(connection, registers):
            raise StorageError(_of_a_newer_program(", ".join(each.name for each in beyond)))
        stale = outdated(connection, registers)
    done = []
    if stale:
        taken = rebuild(ledger, stale, progress=progress)
        done = [f"Built from {taken} events: {', '.join(each.name for each in stale)}."]
    # Whoever still reads one of these keeps it until the next time.
    with suppress(SQLAlchemyError), begun(for_writing(ledger.engine, patience=1_000)) as connection:
        drop_superseded(connection, registers)
    return done


@contextmanager
def made_where_missing(database_url: str, *, site_url: str = "") -> Iterator[None]:
    """Make an empty ledger where there is no database, or one that holds nothing, for what follows.

    It may have been begun before and broken off. Where making it fails, a file that was made for it
    is removed again. Raises StorageError.
    """
    engine = connect(database_url)
    with explained(), _disposed(engine):
        was_there = _is_there(engine)
        missing = not was_there or not _holds_events(engine)
    try:
        if missing:
            initialise(database_url, site_url=site_url)
        yield
    except BaseException:
        if not was_there:
            _remove(engine)
        raise


def durability_warning(database_url: str) -> str:
    """A sentence where the server could lose what it confirmed; "" where it keeps it."""
    engine = connect(database_url)
    try:
        with explained(), engine.connect() as connection:
            return durability_fault(connection)
    finally:
        engine.dispose()


def folder_warning(database_url: str) -> str:
    """A sentence where others may enter the folder of a SQLite database; "" otherwise."""
    path = path_of(connect(database_url))
    return folder_open_to_others(path) if path else ""


def open_ledger(database_url: str) -> Ledger:
    """The ledger on a database that is up to date; otherwise StorageError says what to do."""
    ledger = open_as_it_is(database_url)
    try:
        with explained():
            must_be_up_to_date(ledger)
            must_hold_nothing_redacted(ledger, list_of(ledger.engine))
    except StorageError:
        ledger.engine.dispose()
        raise
    return ledger


def open_as_it_is(database_url: str) -> Ledger:
    """The ledger on a database that may be of an older version. Raises StorageError."""
    engine = connect(database_url)
    if not _is_there(engine):
        raise StorageError(
            f"There is no database at {engine.url.database}. Run “scrutiny init” to make one."
        )
    _must_fit(engine)
    ledger = Ledger(
        engine,
        projections=every_projection(),
        names=NamesNow,
        administrators=administrators_now,
        alike=alike_now([each for each in every_projection() if isinstance(each, Register)]),
        held=held_now,
        raised=raised_now,
        planned=planned_now,
        calendar=england_and_wales(),
        fence=Fence(REVISIONS[-1], {each.name: each.version for each in every_projection()}),
    )
    if file := list_of(engine):
        ledger.log.words_went = partial(_listed, ledger, file)
    return ledger


@contextmanager
def opened_as_it_is(database_url: str) -> Iterator[Ledger]:
    """The same until the block ends, in the partnership's words: nothing that is told, or worked
    out anew, hangs on how a program came to the ledger. Raises StorageError."""
    ledger = open_as_it_is(database_url)
    try:
        with speaking(ledger.vocabulary):
            yield ledger
    finally:
        ledger.close()


def list_of(engine: Engine) -> RedactionList | None:
    """The list of redactions that is kept for a database; None: it has no place."""
    return redaction_list(engine, named=signing_key())


def _listed(ledger: Ledger, file: RedactionList) -> None:
    """Add to the list what has just been redacted; where it cannot be, the doctor says so."""
    with suppress(OSError, *FAULTS):
        file.bring_up_to_date(ledger)


def must_be_known(revision: str) -> None:
    """Raises StorageError where tables of that version are of a newer program than this."""
    if revision not in REVISIONS:
        raise StorageError(_out_of_step(revision))


def make_folder(engine: Engine) -> None:
    """Make the folder of a SQLite database where there is none, for nobody else to enter."""
    if path := path_of(engine):
        folder = path.parent
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StorageError(f"The folder {folder} cannot be made: {error.strerror}.") from error
        with suppress(PermissionError):  # told in words by what opens the file
            _must_be_no_folder(path)


def _must_be_no_folder(path: Path) -> None:
    if path.is_dir():
        raise StorageError(
            f"{path} is a folder. Let SCRUTINY_DATABASE_URL name a file in it, such as "
            f"{path / 'scrutiny.db'}."
        )


@contextmanager
def _disposed(engine: Engine) -> Iterator[None]:
    try:
        yield
    finally:
        engine.dispose()


def must_be_up_to_date(ledger: Ledger) -> None:
    """Raises StorageError, or one of FAULTS, where this program does not know the tables."""
    found = _revision(ledger.engine)
    if found != REVISIONS[-1]:
        raise StorageError(_out_of_step(found))
    registers = every_projection()
    with ledger.reading() as connection:
        if beyond := newer(connection, registers):
            raise StorageError(_of_a_newer_program(", ".join(each.name for each in beyond)))
        if stale := outdated(connection, registers):
            names = ", ".join(each.name for each in stale)
            raise StorageError(f"Not up to date: {names}. Run “scrutiny init”.")


def _holds_events(engine: Engine) -> bool:
    with engine.connect() as connection:
        if not inspect(connection).has_table(stored_events.name):
            return False
        return connection.execute(select(stored_events.c.position).limit(1)).first() is not None


def _let_in(engine: Engine, site_url: str) -> list[str]:
    """Let another role than the owner work in the tables of a PostgreSQL database."""
    site = make_url(site_url) if site_url else engine.url
    if engine.dialect.name != "postgresql" or site.username in (None, engine.url.username):
        return []
    with engine.begin() as connection:
        return let_in(connection, site)


def _must_fit(engine: Engine) -> None:
    if (path := path_of(engine)) and (fault := does_not_fit(path)):
        raise StorageError(
            f"{fault} Put back a copy together with the -wal that lay beside it, or restore a "
            "backup (docs/deploy.md)."
        )


def _must_own(engine: Engine) -> None:
    with engine.connect() as connection:
        must_own(connection)


def _is_there(engine: Engine) -> bool:
    """Whether the database's file is; where it cannot be known, opening it will tell."""
    if engine.dialect.name != "sqlite":
        return True
    try:
        return Path(engine.url.database or "").is_file()
    except PermissionError:
        return True


def _remove(engine: Engine) -> None:
    """Remove a SQLite database and what stands beside it."""
    database = str(engine.url.database)
    for file in (database, side_file(database)):
        for suffix in ("", "-wal", "-shm"):
            Path(f"{file}{suffix}").unlink(missing_ok=True)


def _migrate(engine: Engine) -> list[str]:
    found, newest = _revision(engine), REVISIONS[-1]
    if found == newest:
        return []
    if found and found not in REVISIONS:
        raise StorageError(_out_of_step(found))
    from web.running.migrating import upgrade  # Alembic takes long to load, and is seldom wanted

    upgrade(engine)
    return [f"Brought the tables from {found or 'nothing'} to version {newest}."]


def _revision(engine: Engine) -> str:
    """The revision of the database; "" for none."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(revision.name):
            return ""
        return connection.scalar(select(revision.c.version_num)) or ""


def _out_of_step(found: str) -> str:
    if found and found not in REVISIONS:
        return _of_a_newer_program(found)
    return "The database is not up to date. Run “scrutiny init”."


def _of_a_newer_program(what: str) -> str:
    return (
        f"The database is of a newer version ({what}) than this program. Install the newer "
        "program; nothing was changed."
    )
