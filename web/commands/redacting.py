"""Redactions on the command line: what a page cannot do, is done by whoever runs the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from web.commands.proving import begin_origin_where_lost
from web.commands.shared.console import say
from web.commands.shared.faults import WRONG

if TYPE_CHECKING:
    from application.ledger.ledger import Ledger


@click.group()
def redactions() -> None:
    """Words that were redacted: taken out of the files, and out of older copies."""


@redactions.command()
def finish() -> None:
    """Let nothing of redacted words stay in the files of the database.

    Takes out again what an older copy has brought back, brings the list of redactions up to date,
    and empties SQLite's -wal. On PostgreSQL every table is written anew, as its owner: stop the
    site before, because nobody can read a table meanwhile. Exit code 1 where it could not be done.
    """
    from application.ledger.storage.faults import explained
    from application.ledger.storage.waste import empty_the_waste, rewrite_tables
    from web.running.settings import owner_database_url
    from web.running.startup import must_be_up_to_date, opened_as_it_is

    with opened_as_it_is(owner_database_url()) as ledger, explained():
        must_be_up_to_date(ledger)
        begin_origin_where_lost(ledger, None)
        finish_redactions(ledger)
        if ledger.engine.dialect.name == "postgresql":
            say(f"Wrote {rewrite_tables(ledger.engine)} tables anew, without what was deleted.")
        elif empty_the_waste(ledger.engine):
            say("The files of the database hold nothing that was redacted.")
        else:
            say("Somebody is reading just now, so that the -wal could not be emptied. Try again.")
            raise SystemExit(WRONG)


def finish_redactions(ledger: Ledger) -> None:
    """Take out again what an older copy has brought back, and bring the list up to date."""
    from application.keeping.redaction_list import take_out_again
    from application.nouns.ticking import CLOCK
    from domain.redactions.redaction import Redaction
    from web.running.startup import list_of

    file = list_of(ledger.engine)
    if file is None:
        if not any(ledger.events_of(Redaction.Event)):
            return
        say(
            "There is no list of redactions: an older backup would bring the words back. Let "
            "SCRUTINY_SIGNING_KEY name a file, beside which it is kept."
        )
        return
    if again := take_out_again(ledger, file.read(), by=CLOCK):
        say(f"Took out again what was redacted of {again} items, as the list of redactions says.")
    file.bring_up_to_date(ledger)
