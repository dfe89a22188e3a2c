"""Reading the registers in one line of a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from application.ledger.ledger import Ledger
from domain.kernel.terms import Sight
from projections.differences import differences
from projections.filters import Condition
from projections.register import Asked, Register
from projections.versioned import Projection
from projections.view import EVERYTHING, View
from tests.following import TODAY
from web.nouns import every_projection


@contextmanager
def looking(
    ledger: Ledger,
    *,
    on: date = TODAY,
    position: int | None = None,
    sight: Sight = EVERYTHING,
) -> Iterator[View]:
    """A view of the ledger on a day: as it is now, or as at a position."""
    with ledger.reading() as connection:
        yield View(
            connection,
            on,
            ledger.position() if position is None else position,
            now=position is None,
            sight=sight,
            listed=ledger.listed,
            unfounded=ledger.unfounded,
        )


def row_of(ledger: Ledger, register: Register[Any], reference: str, **view: Any) -> Any:
    """The row of one item; None where there is none, or it is not to be seen."""
    with looking(ledger, **view) as look:
        return register.one_row(look, reference)


def listed(
    ledger: Ledger,
    register: Register[Any],
    *,
    on: date = TODAY,
    position: int | None = None,
    sight: Sight = EVERYTHING,
    sort: str = "reference",
    **filters: str,
) -> list[str]:
    """The references on the first page, which must be all that the filters leave."""
    assert filters.keys() <= register.filters.keys()
    asked = Asked(filters, sort=sort)
    with looking(ledger, on=on, position=position, sight=sight) as view:
        page = register.page(view, asked)
        assert page.rows == register.asked(view, asked)
    assert page.total == len(page.rows)
    return [row["reference"] for row in page.rows]


def meeting(
    ledger: Ledger, register: Register[Any], condition: Condition, **view: Any
) -> list[str]:
    """The references of those that meet a condition."""
    with looking(ledger, **view) as look:
        rows = register.rows(look, condition(look), sort="reference")
    return [row["reference"] for row in rows]


def disagreements(ledger: Ledger, *of: Projection) -> list[str]:
    """How these registers, or all, differ from what the log gives; none: they agree."""
    return differences(ledger, of or every_projection())
