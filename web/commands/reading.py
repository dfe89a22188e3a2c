"""Reading the registers: as a table for people, as CSV for spreadsheets, as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from domain.matrix import KENT
from web.commands.arguments import NOUN, agency_meant, formatted, moment_meant, opened

if TYPE_CHECKING:
    from projections.risk_register import Movement
    from projections.versioned import Moment
    from web.exporting import Column
    from web.history import Entry

WHEN = "An ISO date (its end, in London), an ISO instant, or #42: a position of the log."
BANDS = click.Choice([*(band.name for band in KENT.bands), "unscored"], case_sensitive=False)


@click.command("list")
@click.argument("noun", type=NOUN)
@click.option("--as-at", metavar="WHEN", help=WHEN)
@click.option("--status", type=click.Choice(["open", "closed", "all"]), default="open")
@click.option("--band", type=BANDS, help="Those whose current score is in this band.")
@click.option("--owner", default="", help="Those of this agency, by its reference or name.")
@click.option("--search", default="", help="Those with these words in them.")
@click.option("--sort", default="-score", help="Such as title or owner; -score: highest first.")
@formatted
def list_(
    *,
    noun: str,
    as_at: str | None,
    status: str,
    band: str | None,
    owner: str,
    search: str,
    sort: str,
    form: str,
) -> None:
    """Show a register, now or as it stood at any moment."""
    from application.access import OPERATOR, sight
    from projections.risk_register import SORTS, Filters, whole_register
    from web.exporting import RISK_COLUMNS

    if sort.removeprefix("-") not in SORTS:
        raise click.UsageError(f"--sort must be one of {', '.join(SORTS)}.")
    with opened() as ledger, ledger.reading() as connection:
        moment = moment_meant(connection, ledger, as_at)
        filters = Filters(
            status="" if status == "all" else status,
            band=band or "",
            owner_agency=agency_meant(connection, owner),
            search=search,
        )
        rows = whole_register(
            connection, moment=moment, sight=sight(OPERATOR), filters=filters, sort=sort
        )
    _show(form, rows, RISK_COLUMNS, noun=noun, moment=moment, shown=_IN_LIST)
    if form == "table":
        _say_how_many(len(rows), "risk", moment)


@click.command()
@click.argument("reference")
@formatted
def history(*, reference: str, form: str) -> None:
    """Show everything that happened to one risk, agency or role."""
    from web.exporting import HISTORY_COLUMNS
    from web.history import entries

    with opened() as ledger, ledger.reading() as connection:
        moment = moment_meant(connection, ledger, None)
        reference = _as_in_the_log(reference)
        rows = [_entry(each) for each in entries(connection, ledger, reference)]
    _show(
        form, rows, HISTORY_COLUMNS, noun="events", moment=moment, shown=_IN_HISTORY,
        reference=reference,
    )  # fmt: skip
    if form == "table":
        _say_how_many(len(rows), f"event of {reference}", moment, many=f"events of {reference}")


@click.command()
@click.argument("noun", type=NOUN)
@click.option("--from", "earlier", metavar="WHEN", required=True, help=WHEN)
@click.option("--to", "later", metavar="WHEN", help=f"{WHEN} Now, if not given.")
@formatted
def compare(*, noun: str, earlier: str, later: str | None, form: str) -> None:
    """Show what became of each risk between two moments."""
    from application.access import OPERATOR, sight
    from domain.errors import DomainError
    from projections.risk_register import compare
    from web.exporting import MOVEMENT_COLUMNS

    with opened() as ledger, ledger.reading() as connection:
        start = moment_meant(connection, ledger, earlier)
        moment = moment_meant(connection, ledger, later)
        if (start.position or 0) > (moment.position or 0):
            raise DomainError("The moment after --from must not be later than the one after --to.")
        found = compare(connection, earlier=start, moment=moment, sight=sight(OPERATOR))
    rows = [_movement(movement) for movement in found.movements]
    moved = [row for row in rows if row["change"] != "same"] if form == "table" else rows
    _show(
        form, moved, MOVEMENT_COLUMNS, noun="movements", moment=moment, shown=_ALL,
        compared_with={"as_at": start.on.isoformat(), "position": start.position},
    )  # fmt: skip
    if form == "table":
        click.echo(f"\n{len(rows) - len(moved):,} of {len(rows):,} {noun} did not move.")
        _say_how_many(len(moved), "movement", moment)


_ALL: tuple[str, ...] = ()
_IN_LIST = ("reference", "current_figure", "current_band", "title", "owner_name", "review_on")
_IN_HISTORY = ("position", "recorded_on", "sentence", "reason", "who")


def _entry(entry: Entry) -> dict[str, Any]:
    changes = (
        f"{each.label}: {each.before or 'nothing'} → {each.after or 'nothing'}"
        for each in entry.changes
    )
    return {**vars(entry), "changes": "; ".join(changes)}


def _movement(movement: Movement) -> dict[str, Any]:
    return {**movement.now, "change": movement.change, "before": movement.before}


def _as_in_the_log(reference: str) -> str:
    """RSK-2026-001 in capitals, as all but the agencies are; those in small letters."""
    from domain.terms import Noun

    capitals = reference.strip().upper()
    return capitals if capitals[:3] in set(Noun) else capitals.lower()


def _show(
    form: str,
    rows: Sequence[Any],
    columns: Sequence[Column],
    *,
    noun: str,
    moment: Moment,
    shown: Sequence[str],
    **more: Any,
) -> None:
    """Print the rows; a table has only the columns `shown`."""
    from web.console import table
    from web.exporting import csv_lines, json_document

    position = moment.position or 0
    if form == "json":
        click.echo(
            json_document(rows, columns, noun=noun, moment=moment, position=position, **more)
        )
        return
    if form == "csv":
        _print(csv_lines(rows, columns, moment=moment, position=position), end="")
        return
    chosen = [column for column in columns if not shown or column.key in shown]
    cells = ([column.of(row) for column in chosen] for row in rows)
    _print(table([column.heading for column in chosen], cells))


def _print(lines: Iterable[str], *, end: str = "\n") -> None:
    for line in lines:
        click.echo(f"{line}{end}", nl=False)


def _say_how_many(count: int, one: str, moment: Moment, *, many: str = "") -> None:
    from domain.item import long_date
    from domain.terms import HANDLING

    words = one if count == 1 else many or f"{one}s"
    day = long_date(moment.on.isoformat())
    click.echo(f"\n{count:,} {words}, as at {day}, log position {moment.position}. {HANDLING}")
