"""Keeping the ledger sound: does everything agree with the log, and making the rows anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.commands.shared.arguments import opened, opened_by_owner
from web.commands.shared.console import progress_bar, say
from web.commands.shared.faults import WRONG

if TYPE_CHECKING:
    from application.ledger.ledger import Ledger
    from application.proof.notes import Note
    from application.proof.verifying import Area, Progress, Verified


@click.command()
@click.option(
    "--against", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE",
    help="A checkpoint that you have kept: the log must go on from it.",
)  # fmt: skip
def verify(*, against: Path | None) -> None:
    """Work out anew all that the log gives, and say whether it is what stands there.

    Every event, leaf, tile, checkpoint, command, table and row of a register. Exit code 1 where
    anything differs, with the first difference of each kind.
    """
    note = _note_of(against) if against else None
    with opened() as ledger, progress_bar() as progress:
        say_whether_whole(ledger, against=note, progress=progress)


def say_whether_whole(
    ledger: Ledger, *, against: Note | None = None, progress: Progress | None = None
) -> None:
    """Print what is wrong with the ledger, and leave with exit code 1; or that nothing is."""
    from web.proof.verification import verified_now

    found = verified_now(ledger, against=against, progress=progress)
    for line in _told(found):
        say(line)
    if not found.whole:
        raise SystemExit(WRONG)


def _told(found: Verified) -> Iterator[str]:
    if found.whole:
        yield (
            f"The log of {found.size:,} events is whole, and every row agrees "
            f"with it: {', '.join(each.name for each in found.areas)}."
        )
        yield f"Its root is {found.root.hex()}."
    for area in found.areas:
        yield from _of_area(area)
    yield from found.notes


def _of_area(area: Area) -> Iterator[str]:
    """The first fault of an area, where it is, and how many more there are."""
    if not area.count:
        return
    first = area.faults[0]
    yield f"{area.name}: {first}"
    where = (
        f"position {first.position}" if first.position else "",
        first.item,
        first.field,
    )
    differs = f"expected {first.expected or 'nothing'}, found {first.found or 'nothing'}"
    parts = [*filter(None, where), differs if first.expected or first.found else ""]
    if any(parts):
        yield f"  {', '.join(filter(None, parts))}"
    if area.count > 1:
        yield f"  and {area.count - 1:,} more"


def _note_of(file: Path) -> Note:
    from application.proof.recognising import note_in
    from web.commands.proving import text_of

    return note_in(text_of(file))


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
