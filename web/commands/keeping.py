"""Keeping the ledger sound: does every row agree with the log, and making the rows anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from web.commands.arguments import opened, opened_by_owner
from web.commands.console import progress_bar, say
from web.commands.faults import WRONG

if TYPE_CHECKING:
    from application.ledger.ledger import Ledger


@click.command()
def verify() -> None:
    """Check that the log is whole and that every register agrees with it."""
    with opened() as ledger:
        say_whether_whole(ledger)


def say_whether_whole(ledger: Ledger) -> None:
    """Print what is wrong with the log or the registers, and leave with exit code 1; or that
    nothing is."""
    from application.ledger.files import check_files
    from application.ledger.log_check import check_log
    from projections.rebuild import differences
    from web.nouns import every_projection

    projections = every_projection()
    with ledger.reading():
        count = ledger.position()
        found = list(check_log(ledger))
        if found:
            found.append("The registers were not checked, because the log itself is at fault.")
        else:
            found += differences(ledger, projections)
        found += check_files(ledger)
    if found:
        say("\n".join(found))
        raise SystemExit(WRONG)
    names = ", ".join(each.name for each in projections)
    say(f"The log of {count:,} events is whole, and every row agrees with it: {names}.")


@click.command()
@click.argument("name", required=False)
def rebuild(*, name: str | None) -> None:
    """Make the registers anew from the log, or only the one with this NAME."""
    from application.ledger.storage.maintenance import maintenance
    from projections.rebuild import rebuild as build_anew
    from web.nouns import every_projection

    projections = {each.name: each for each in every_projection()}
    if name is not None and name not in projections:
        raise click.UsageError(f"There is no register {name}. They are: {', '.join(projections)}.")
    with (
        opened_by_owner() as ledger,
        maintenance(ledger.engine, what="rebuild"),
        progress_bar() as progress,
    ):
        asked = [projections[name]] if name else list(projections.values())
        count = build_anew(ledger, asked, progress=progress)
        names = ", ".join(each.name for each in asked)
        say(f"Built anew from {count:,} events: {names}.")
