"""What happened: to one item from its beginning, and to a whole register between two moments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from web.commands.arguments import COMPARED, WHEN, formatted, moment_meant, opened
from web.commands.showing import say_how_many, show

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from application.ledger.ledger import Ledger
    from projections.risks.risk_register import Movement
    from projections.versioned import Moment
    from web.exporting import Column
    from web.story import Entry


@click.command()
@click.argument("reference")
@formatted
def history(*, reference: str, form: str) -> None:
    """Show everything that happened to one dispute, risk, action, agency, role and so on."""
    from web.exporting import HISTORY_COLUMNS
    from web.story import entries

    with opened() as ledger, ledger.reading() as connection:
        moment = moment_meant(connection, ledger, None)
        reference = _as_in_the_log(reference)
        rows = [_entry(each) for each in entries(connection, ledger, reference)]
    show(
        form, rows, HISTORY_COLUMNS, noun="events", moment=moment, shown=_IN_HISTORY,
        reference=reference,
    )  # fmt: skip
    if form == "table":
        say_how_many(len(rows), f"event of {reference}", moment, many=f"events of {reference}")


@click.command()
@click.argument("noun", type=COMPARED)
@click.option("--from", "earlier", metavar="WHEN", required=True, help=WHEN)
@click.option("--to", "later", metavar="WHEN", help=f"{WHEN} Now, if not given.")
@formatted
def compare(*, noun: str, earlier: str, later: str | None, form: str) -> None:
    """Show what became of each dispute, risk or recommendation between two moments."""
    from domain.kernel.errors import DomainError

    moved_of = {
        "disputes": _moved_disputes,
        "recommendations": _moved_recommendations,
        "risks": _moved_risks,
    }[noun]
    with opened() as ledger, ledger.reading() as connection:
        start = moment_meant(connection, ledger, earlier)
        moment = moment_meant(connection, ledger, later)
        if (start.position or 0) > (moment.position or 0):
            raise DomainError("The moment after --from must not be later than the one after --to.")
        rows, columns, shown = moved_of(connection, ledger, start, moment)
    moved = [row for row in rows if row["change"] != "same"] if form == "table" else rows
    show(
        form, moved, columns, noun="movements", moment=moment, shown=shown,
        compared_with={"as_at": start.on.isoformat(), "position": start.position},
    )  # fmt: skip
    if form == "table":
        click.echo(f"\n{len(rows) - len(moved):,} of {len(rows):,} {noun} did not move.")
        say_how_many(len(moved), "movement", moment)


Moved = tuple[Sequence[Any], "Sequence[Column]", tuple[str, ...]]
"""The rows, the columns that they have, and those that a table shows of them."""


def _moved_risks(connection: Connection, ledger: Ledger, start: Moment, moment: Moment) -> Moved:
    from application.doing.access import OPERATOR, sight
    from projections.risks.risk_register import compare
    from web.exporting import MOVEMENT_COLUMNS

    found = compare(connection, earlier=start, moment=moment, sight=sight(OPERATOR))
    return [_movement(movement) for movement in found.movements], MOVEMENT_COLUMNS, ()


def _moved_recommendations(
    connection: Connection, ledger: Ledger, start: Moment, moment: Moment
) -> Moved:
    from projections.recommendations.follow_up import status_changes
    from web.exporting import STATUS_CHANGE_COLUMNS

    found = status_changes(connection, earlier=start, moment=moment)
    return found, STATUS_CHANGE_COLUMNS, _OF_A_CHANGE


def _moved_disputes(connection: Connection, ledger: Ledger, start: Moment, moment: Moment) -> Moved:
    from projections.disputes.disputes import Filters, changes_between, whole_register
    from web.exporting import STAGE_CHANGE_COLUMNS

    changes = {
        change.row["reference"]: {"change": change.what, "stage_before": change.stage_before}
        for change in changes_between(connection, earlier=start, later=moment)
    }
    rows = whole_register(connection, moment=moment, filters=Filters(status=""), sort="reference")
    found = [
        {
            "change": "same",
            "stage_before": row["stage_name"],
            **row,
            **changes.get(row["reference"], {}),
        }
        for row in rows
    ]
    return found, STAGE_CHANGE_COLUMNS, _OF_A_STAGE_CHANGE


_IN_HISTORY = ("position", "recorded_on", "sentence", "reason", "who")
_OF_A_CHANGE = ("change", "reference", "words", "status_before", "status", "closing")

_OF_A_STAGE_CHANGE = ("change", "reference", "title", "stage_before", "stage_name", "ending")


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
    from domain.kernel.terms import Noun

    capitals = reference.strip().upper()
    return capitals if capitals[:3] in set(Noun) else capitals.lower()
