"""What happened: to one item from its beginning, and to a whole register between two moments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from web.commands.shared.arguments import WHEN, NounParameter, formatted, looking, opened
from web.commands.shared.console import say
from web.commands.shared.showing import say_how_many, show

if TYPE_CHECKING:
    from projections.view import View
    from web.noun import Noun


@click.command()
@click.argument("reference")
@formatted
def history(*, reference: str, form: str) -> None:
    """Show everything that happened to one dispute, risk, action, agency, role and so on."""
    from domain.kernel.errors import NotFoundError
    from domain.kernel.item import Item
    from web.exports.registers import HISTORY_COLUMNS
    from web.items.story import in_row, story_of
    from web.moments import look
    from web.noun import as_in_the_log, noun_called
    from web.nouns import NOUNS

    assert NOUNS  # they are known once they are loaded
    reference = as_in_the_log(reference)
    noun = noun_called(reference)
    if noun is None:
        raise NotFoundError(f"There is no {reference}.")
    with opened() as ledger, ledger.reading() as connection:
        view = look(ledger, connection)
        story = story_of(ledger, Item, reference, view)
        rows = [in_row(each) for each in story.history]
        show(
            form, rows, HISTORY_COLUMNS, noun="events", view=view, shown=_IN_HISTORY,
            reference=reference,
        )  # fmt: skip
        if form == "table":
            one, many = f"event of {reference}", f"events of {reference}"
            say_how_many(len(rows), one, view, many=many)


@click.command()
@click.argument(
    "noun", type=NounParameter(lambda noun: noun.register is not None, or_else="ledger")
)
@click.option("--from", "earlier", metavar="WHEN", required=True, help=WHEN)
@click.option("--to", "later", metavar="WHEN", help=f"{WHEN} Now, if not given.")
@formatted
def compare(*, noun: Noun | str, earlier: str, later: str | None, form: str) -> None:
    """Show what became of each item of a register between two moments.

    Of the whole ledger (“compare ledger”): every event that changed something.
    """
    from domain.kernel.errors import DomainError
    from web.moments import look_back

    with looking(later) as view:
        start = look_back(view, earlier)
        if start.position > view.position:
            raise DomainError("The moment after --from must not be later than the one after --to.")
        if isinstance(noun, str):
            _show_changes(start, view, form)
            return
        comparison = noun.compared
        assert comparison is not None
        rows = comparison.rows(start, view)
        moved = [row for row in rows if row["change"] != "same"]
        show(
            form, moved if form == "table" else rows, comparison.columns, noun="movements",
            view=view, title=f"{noun.heading} compared",
            shown=comparison.shown,
            compared_with={"as_at": start.today, "position": start.position},
        )  # fmt: skip
        if form == "table":
            say(f"\n{len(rows) - len(moved):,} of {len(rows):,} {noun.name} did not move.")
            say_how_many(len(moved), "movement", view)


def _show_changes(earlier: View, view: View, form: str) -> None:
    from projections.audit.changes import Between, changed_lines
    from web.audit.changes import change_rows
    from web.exports.registers import CHANGE_COLUMNS
    from web.items.story import people_by_id

    rows = change_rows(changed_lines(Between(earlier, view)), people_by_id(view.connection))
    show(
        form, rows, CHANGE_COLUMNS, noun="changes", view=view, title="What changed",
        shown=("position", "item", "change", "sentence", "reason"),
        compared_with={"as_at": earlier.today, "position": earlier.position},
    )  # fmt: skip
    if form == "table":
        say_how_many(len(rows), "change", view)


_IN_HISTORY = ("position", "recorded_on", "sentence", "reason", "who")
