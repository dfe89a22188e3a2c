"""`scrutiny clock`: what to do where the machine's clock leapt."""

from __future__ import annotations

import click

from web.commands.shared.arguments import opened, os_user
from web.commands.shared.console import say


@click.group()
def clock() -> None:
    """The clock by which things are recorded. A leap of it stops writing."""


@clock.command()
def confirm() -> None:
    """Say that this machine's clock is right, so that things are recorded again.

    It is kept who said so, and when.
    """
    from application.ledger.clock_watch import confirm as keep
    from domain.kernel.item import long_moment

    with opened() as ledger:
        person = os_user(ledger).id
        with ledger.writing() as connection:
            reading = keep(connection, log_end=ledger.log.end().recorded, person=person)
    say(f"From now on it counts as right that it is {long_moment(reading.at)}.")
