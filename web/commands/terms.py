"""`scrutiny terms`: the terms of reference of a group, watched, for any year and at any date."""

from __future__ import annotations

import click

from web.commands.shared.arguments import WHEN, formatted, opened
from web.commands.shared.showing import say_how_many, show


@click.command()
@click.argument("group", required=False, default="")
@click.option("--year", default="", help="Such as 2026; that of the moment, if not given.")
@click.option("--as-at", metavar="WHEN", help=WHEN)
@formatted
def terms(*, group: str, year: str, as_at: str | None, form: str) -> None:
    """Show each duty of a GROUP (such as GRP-2022-001; the first, if not given) and whether it was
    kept."""
    from domain.kernel.errors import NotFoundError
    from web.moments import look
    from web.nouns import NOUNS
    from web.terms.watching import TERMS_COLUMNS, as_rows, watch, watched_groups, year_meant

    assert NOUNS  # they are known once they are loaded
    with opened() as ledger, ledger.reading() as connection:
        view = look(ledger, connection, as_at or "")
        wanted = group.strip().upper()
        for found in watched_groups(ledger, view):
            if wanted in ("", found.reference, found.short.upper()):
                break
        else:
            raise NotFoundError(
                "No group with the duties of its terms of reference on record is called that."
            )
        rows = as_rows(watch(ledger, view, found, year=year_meant(year.strip(), view)))
        show(
            form, rows, TERMS_COLUMNS, noun="terms", view=view,
            title=f"Terms of reference of {found.short}",
            shown=("clause", "duty", "state", "figure"),
        )  # fmt: skip
        if form == "table":
            say_how_many(len(rows), "duty", view, many="duties")
