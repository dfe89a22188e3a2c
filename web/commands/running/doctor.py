"""`scrutiny doctor`: what is wrong with an installation, in about ten lines."""

from __future__ import annotations

import textwrap

import click

from web.commands.shared.console import say
from web.commands.shared.faults import WRONG


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
def doctor(*, names: tuple[str, ...]) -> None:
    """Say what is wrong with this installation, or only with what is named.

    Run it with the settings that the site has. Exit code 1 where something is wrong; what somebody
    should only look at leaves it at 0.
    """
    from web.running.doctor import CHECKS, State, findings

    known = ["settings", *CHECKS]
    if strange := [name for name in names if name not in known]:
        raise click.UsageError(f"There is no {', '.join(strange)}. There are: {', '.join(known)}.")
    bad = False
    for name, found in findings(names):
        bad = bad or found.state is State.WRONG
        first = f"{found.state:<6} {name:<10} "
        say(textwrap.fill(found.words, 110, initial_indent=first, subsequent_indent=" " * 18))
    if bad:
        raise SystemExit(WRONG)
