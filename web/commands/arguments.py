"""What several commands are given, and what they make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from application.ledger.ledger import Ledger
    from projections.versioned import Moment

LOADED = click.Choice(["disputes", "risks", "recommendations"])
"""What can be loaded from a file: web.loadable.LOADABLE, which takes long to import."""

COMPARED = click.Choice(["risks", "recommendations", "disputes"])
"""What can be compared between two moments."""

WHEN = "An ISO date (its end, in London), an ISO instant, or #42: a position of the log."

Command = TypeVar("Command", bound=Callable[..., Any])


def formatted(command: Command) -> Command:
    """Give a command the option --format."""
    forms = click.Choice(["table", "csv", "json"])
    option = click.option("--format", "form", type=forms, default="table", show_default=True)
    return option(command)


@contextmanager
def opened() -> Iterator[Ledger]:
    """The ledger that SCRUTINY_DATABASE_URL names, for as long as a command needs it."""
    from web.settings import default_database_url
    from web.startup import open_ledger

    ledger = open_ledger(default_database_url())
    try:
        yield ledger
    finally:
        ledger.close()


def moment_meant(connection: Connection, ledger: Ledger, words: str | None) -> Moment:
    """The moment that is meant, with its position; without words, now."""
    from application.ledger.clock import today
    from projections.versioned import Moment
    from web.moments import parse_when

    return parse_when(connection, words) if words else Moment(today(), ledger.position())


def agency_meant(connection: Connection, words: str) -> str:
    """The reference of the agency that is meant; "" for none. Raises NotFoundError."""
    from domain.kernel.errors import NotFoundError
    from projections.partnership.agencies import agency_called, list_agencies

    if not words:
        return ""
    references = [row["reference"] for row in list_agencies(connection)]
    found = words.lower() if words.lower() in references else agency_called(connection, words)
    if not found:
        known = ", ".join(references) or "none yet"
        raise NotFoundError(f"There is no agency “{words}”. They are: {known}.")
    return found
