"""The command line: setting up, serving and people here; the other commands in web/commands/.

Whatever is heavy is imported inside the commands, so that `scrutiny --help` is quick.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path

import click

from web.commands.founding import FOLDER, found_where_unfounded, founding_meant, partnership
from web.commands.listing import list_
from web.commands.loading import export_log, import_, import_log
from web.commands.papers import paper
from web.commands.people import user
from web.commands.procedure import procedure
from web.commands.proving import checkpoint, countersign, key, pack
from web.commands.reading import compare, history
from web.commands.redacting import redactions
from web.commands.running.backups import backup, restore, upgrade
from web.commands.running.clocks import clock
from web.commands.running.doctor import doctor
from web.commands.running.keeping import rebuild, verify
from web.commands.running.ticking import tick
from web.commands.shared.arguments import opened
from web.commands.shared.console import progress_bar, say, table
from web.commands.shared.faults import Commands
from web.commands.terms import terms

PORT = click.IntRange(1, 65535)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="scrutiny-ledger", message="Scrutiny Ledger %(version)s")
def main() -> None:
    """Disputes, risks, recommendations and actions of a partnership, with their history.

    The database is the one that SCRUTINY_DATABASE_URL names, or else a file in your data folder.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without a letter shows a ? for it


for command in (
    import_, list_, history, compare, tick, verify, rebuild, partnership, procedure, user,
    clock, key, checkpoint, countersign, pack, paper, redactions, export_log, import_log, backup,
    restore, upgrade, doctor, terms,
):  # fmt: skip
    main.add_command(command)


@main.command()
@click.option("--bare", is_flag=True, help="Do not found the ledger of a partnership.")
@click.option(
    "--partnership", "folder", metavar="FOLDER",
    type=FOLDER,
    help="The folder of the partnership whose ledger it is; the one that is shipped, if not given.",
)  # fmt: skip
def init(*, bare: bool, folder: Path | None) -> None:
    """Make the database, or bring an older one up to date; found the ledger of a partnership."""
    from web.running.settings import default_database_url, owner_database_url
    from web.running.startup import durability_warning, folder_warning, initialise

    if bare and folder:
        raise click.UsageError("Give --bare or --partnership, not both.")
    founding = None if bare else founding_meant(folder)
    with progress_bar() as progress:
        done = initialise(owner_database_url(), site_url=default_database_url(), progress=progress)
    if founding:
        with opened() as ledger:
            done += found_where_unfounded(ledger, founding, named=folder is not None)
    say("\n".join(done) or "Already up to date.")
    for warning in (
        folder_warning(default_database_url()), durability_warning(default_database_url()),
    ):  # fmt: skip
        if warning:
            say(warning, err=True)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=PORT, default=8000, show_default=True)
def serve(*, host: str, port: int) -> None:
    """Serve the site. SCRUTINY_SECRET_KEY must be set."""
    from web.running.serving import serve_site
    from web.running.settings import from_environment
    from web.running.startup import durability_warning, open_ledger

    settings = from_environment()
    open_ledger(settings.database_url).close()
    if warning := durability_warning(settings.database_url):
        say(warning, err=True)
    serve_site(settings, host=host, port=port, ready=_say_where)


@main.command()
@click.option("--port", type=PORT, default=8000, show_default=True)
def demo(*, port: int) -> None:
    """Serve a demonstration partnership, which is thrown away when you stop it."""
    import logging
    import secrets
    import tempfile

    from demonstration import load_demo
    from web.commands.proving import begin_proof
    from web.running.serving import must_be_free, serve_site
    from web.running.settings import Settings, sqlite_url
    from web.running.startup import initialise, open_ledger

    must_be_free("127.0.0.1", port)
    folder = Path(tempfile.mkdtemp(prefix="scrutiny-demo-"))
    process = os.getpid()
    try:
        url = sqlite_url(folder / "demo.db")
        say("Loading the demonstration partnership.")
        with progress_bar() as progress:
            initialise(url)
            ledger = open_ledger(url)
            people = load_demo(ledger, progress=progress)
            begin_proof(ledger)
            ledger.close()

        def ready(address: str) -> None:
            _say_where(address)
            say("Sign in as any of these:\n")
            rows = [(person.role, person.sign_in, person.password) for person in people]
            for line in table(["Role", "Sign-in name", "Password"], rows):
                say(line)
            say("\nPress Ctrl-C to stop. Nothing that you enter is kept.")

        settings = Settings(url, secrets.token_hex(32))
        serve_site(settings, host="127.0.0.1", port=port, ready=ready, level=logging.WARNING)
    finally:
        if os.getpid() == process:  # gunicorn's own processes leave by here, too
            shutil.rmtree(folder, ignore_errors=True)


def _say_where(address: str) -> None:
    say(f"Scrutiny Ledger is at {address}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
