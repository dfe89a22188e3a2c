"""Backups: making one, putting one back, and making one before an upgrade."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.commands.proving import begin_origin_where_lost
from web.commands.redacting import finish_redactions
from web.commands.running.keeping import say_whether_whole
from web.commands.shared.arguments import opened_by_owner, writes_a_file
from web.commands.shared.console import progress_bar, say
from web.commands.shared.faults import WRONG, Refusal

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from application.keeping.archive import Archive


@click.command()
@writes_a_file()
def backup(*, file: Path) -> None:
    """Write everything to FILE while the site runs: the log, accounts, the access log.

    What was written is checked, event by event; exit code 1 where the log is not whole. Sessions
    are left out: after a restore everybody signs in anew.
    """
    if _back_up(file):
        raise SystemExit(WRONG)


def _back_up(file: Path) -> bool:
    """Write a backup and say so; return whether anything is wrong with what is in it."""
    from application.accounts.side import SideRecords
    from application.accounts.signs import BACKUP, leave_sign
    from application.keeping.backup import back_up
    from application.ledger.storage.faults import explained
    from web.running.settings import owner_database_url
    from web.running.startup import opened_as_it_is

    with opened_as_it_is(owner_database_url()) as ledger, explained():
        made = back_up(ledger, file)
        if not made.faults:
            with closing(SideRecords(ledger.engine)) as side:
                leave_sign(side, BACKUP, now=ledger.now())
    for note in made.notes:
        say(note)
    size = file.stat().st_size
    say(f"Wrote {made.manifest.position:,} events to {file} ({size / 1e6:,.1f} MB).")
    if made.faults:
        say("\n".join(made.faults))
        say("The backup holds what there is, but its log is not whole.")
    else:
        say("Its log is whole.")
    return bool(made.faults)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Do away with what the database holds now.")
def restore(*, file: Path, replace: bool) -> None:
    """Put what a backup holds into the database, which is made where there is none.

    Stop the site before, and start it after. Refuses a file that was cut or altered, and without
    --replace a database that holds anything; then nothing was changed.
    """
    from application.keeping.archive import read_archive
    from application.keeping.restore import make_database, must_be_of_this_kind
    from application.ledger.storage.database import connect
    from application.ledger.storage.faults import explained
    from application.ledger.storage.maintenance import maintenance
    from application.proof.forking import log_before
    from web.running.settings import default_database_url, owner_database_url
    from web.running.startup import initialise, make_folder, must_be_known, opened_as_it_is

    archive = read_archive(file)
    must_be_known(archive.manifest.revision)
    engine = connect(owner_database_url())
    with progress_bar() as progress:
        try:
            with explained():
                must_be_of_this_kind(archive, engine)
                make_folder(engine)
                make_database(engine)
                with maintenance(engine, what="restore"):
                    before = log_before(engine, size=archive.manifest.position)
                    _restore(archive, engine, replace=replace)
        finally:
            engine.dispose()
        initialise(owner_database_url(), site_url=default_database_url(), progress=progress)
    say(f"Restored {archive.manifest.position:,} events of {archive.manifest.made}.")
    with opened_as_it_is(owner_database_url()) as ledger:
        begin_origin_where_lost(ledger, before)
        finish_redactions(ledger)
        say_whether_whole(ledger)


def _restore(archive: Archive, engine: Engine, *, replace: bool) -> None:
    from application.keeping.restore import holds_something, put_in_place, unpacked
    from application.ledger.storage.sqlite_files import path_of

    with unpacked(archive, path_of(engine) or archive.path) as folder:
        if holds_something(engine) and not replace:
            raise Refusal(
                "The database holds something already, so nothing was changed. Give --replace to "
                "do away with it, after a backup of its own."
            )
        if archive.manifest.kind == "log":
            _put_log_in_place(folder)
        else:
            put_in_place(folder, engine)


def _put_log_in_place(folder: Path) -> None:
    from application.keeping.restore import put_log_in_place
    from projections.rebuild import rebuild
    from web.nouns import every_projection
    from web.running.settings import default_database_url, owner_database_url
    from web.running.startup import initialise

    initialise(owner_database_url(), site_url=default_database_url())
    with opened_by_owner() as ledger, ledger.writing():
        put_log_in_place(folder, ledger)
        rebuild(ledger, every_projection())


@click.command()
@writes_a_file(required=False)
def upgrade(*, file: Path | None) -> None:
    """Bring the database up to date with this program: a backup to FILE, then init, then verify.

    Without FILE the backup of a SQLite database is written beside it. Where the backup is not
    whole, nothing else is done.
    """
    from web.running.settings import default_database_url, owner_database_url
    from web.running.startup import initialise

    if _back_up(file or _beside(owner_database_url())):
        say("Nothing else was done.")
        raise SystemExit(WRONG)
    with progress_bar() as progress:
        done = initialise(owner_database_url(), site_url=default_database_url(), progress=progress)
    say("\n".join(done) or "Already up to date.")
    with opened_by_owner() as ledger:
        say_whether_whole(ledger)


def _beside(database_url: str) -> Path:
    """Where the backup of a database goes if nobody says."""
    from application.ledger import clock
    from application.ledger.storage.database import connect
    from application.ledger.storage.sqlite_files import path_of

    path = path_of(connect(database_url))
    if path is None:
        raise click.UsageError("Name the file to which the backup is written.")
    return Path(f"{path}-backup-{clock.now():%Y%m%dT%H%M%SZ}")
