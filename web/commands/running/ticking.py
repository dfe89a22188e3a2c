"""`scrutiny tick`: what time alone has done, put on record."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.commands.shared.arguments import opened
from web.commands.shared.console import say

if TYPE_CHECKING:
    from application.ledger.ledger import Ledger


@click.command()
@click.option(
    "--every",
    "hours",
    type=click.IntRange(1, 24),
    metavar="HOURS",
    help="Do not end, but look again whenever so many hours have passed.",
)
@click.option(
    "--mark",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file whenever it has looked, so that its age tells whether it still does.",
)
def tick(*, hours: int | None, mark: Path | None) -> None:
    """Record every stage of a dispute that has become overdue, and make the day's checkpoint of
    the log. Run it once a day.

    It may run twice, or in several places at once: nothing is recorded again.
    """
    _look(mark)
    while hours:
        time.sleep(hours * 3600)
        _look(mark)


def _look(mark: Path | None) -> None:
    from application.accounts.side import SideRecords
    from application.accounts.signs import TICK, leave_sign
    from application.accounts.uploads import forget_old_uploads

    nothing = True
    with opened() as ledger:
        for line in _recorded(ledger):
            nothing = False
            say(line)
        _make_checkpoint(ledger)
        with closing(SideRecords(ledger.engine)) as side:
            leave_sign(side, TICK, now=ledger.now())
            with side.writing() as connection:
                forget_old_uploads(connection, now=ledger.now())
    if nothing:
        say("Nothing was overdue.")
    if mark:
        mark.touch()


def _make_checkpoint(ledger: Ledger) -> None:
    """Make the day's checkpoint, where something has happened since the last one."""
    from application.ledger.storage.faults import StorageError
    from application.proof.keys import key_file
    from application.proof.making import is_due, make_checkpoint
    from domain.kernel.errors import DomainError
    from web.running.settings import signing_key

    with ledger.reading() as connection:
        if not is_due(ledger, connection):
            return
    try:
        made = make_checkpoint(ledger, key_file(ledger.engine, named=signing_key()))
        say(f"Made the checkpoint {made.code}.")
    except DomainError as error:
        say(f"No checkpoint was made. {error.sentence}", err=True)
    except StorageError as error:
        say(f"No checkpoint was made. {error}", err=True)


def _recorded(ledger: Ledger) -> Iterator[str]:
    """What is recorded, in sentences, until nothing more is overdue."""
    from application.nouns.ticking import tick as record

    while (versions := _overdue(ledger)) and (found := record(ledger, versions)):
        for reference in found:
            for sentence in _sentences(ledger, reference, versions[reference]):
                yield f"{reference}: {sentence}"


def _overdue(ledger: Ledger) -> dict[str, int]:
    """The disputes with something to record, and the version that each was at."""
    from projections.disputes.disputes import to_tick
    from web.moments import look

    with ledger.reading() as connection:
        return to_tick(look(ledger, connection))


def _sentences(ledger: Ledger, reference: str, version: int) -> list[str]:
    """What the clock has recorded of a dispute since it was at that version."""
    from application.nouns.ticking import CLOCK
    from projections.audit.audit_trail import lines_of
    from web.items.story import full_sentence
    from web.moments import look

    with ledger.reading() as connection:
        lines = lines_of(look(ledger, connection), reference, after=version)
    return [full_sentence(line["sentence"]) for line in lines if line["person"] == CLOCK.person]
