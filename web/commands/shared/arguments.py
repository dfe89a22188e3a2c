"""What several commands are given, and what they make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from domain.kernel.vocabulary import speaking

if TYPE_CHECKING:
    from application.doing.access import Person
    from application.ledger.ledger import Ledger
    from projections.view import View
    from web.noun import Noun

WHEN = "An ISO date (its end, in London), an ISO instant, or #42: a position of the log."

Command = TypeVar("Command", bound=Callable[..., Any])


class NounParameter(click.ParamType):  # type: ignore[type-arg]
    """The plural of a noun. The nouns take long to load, so they are asked only when one is used.

    `able` says which nouns will do; `or_else` is a word that may stand in its place.
    """

    name = "noun"

    def __init__(self, able: Callable[[Noun], bool], *, or_else: str = "") -> None:
        self._able = able
        self._or_else = or_else

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        from web.nouns import NOUNS

        able: dict[str, Noun | str] = {noun.name: noun for noun in NOUNS if self._able(noun)}
        if self._or_else:
            able[self._or_else] = self._or_else
        if value not in able:
            self.fail(f"{value} is not one of: {', '.join(able)}.", param, ctx)
        return able[value]


def formatted(command: Command) -> Command:
    """Give a command the option --format."""
    forms = click.Choice(["table", "csv", "json", "xlsx"])
    option = click.option("--format", "form", type=forms, default="table", show_default=True)
    return option(command)


def writes_a_file(*, required: bool = True) -> Callable[[Command], Command]:
    """Give a command the argument FILE, to which it writes, and the option --replace.

    One rule for all: what is there already is left as it is, without --replace; and the database
    with what belongs to it always is. So the command is refused before it does anything.
    """
    file = click.argument(
        "file", type=click.Path(path_type=Path, dir_okay=False), required=required,
        callback=lambda ctx, parameter, file: file and _free(file, replace=ctx.meta[_REPLACE]),
    )  # fmt: skip
    replace = click.option(
        "--replace", is_flag=True, is_eager=True, expose_value=False,
        callback=lambda ctx, parameter, value: ctx.meta.update({_REPLACE: value}),
        help="Write over a FILE that is there already.",
    )  # fmt: skip
    return lambda command: file(replace(command))


_REPLACE = "scrutiny.replace"


def _free(file: Path, *, replace: bool) -> Path:
    """The file, if it may be written. Ends the command where it is somebody's already."""
    from web.commands.shared.faults import Refusal

    must_not_be_the_database(file)
    if file.is_file() and not replace:
        raise Refusal(
            f"{file} is there already, and was left as it is. Name another file, or give --replace "
            "to write over it."
        )
    return file


def must_not_be_the_database(file: Path) -> None:
    """Refuse to write a file over the database, over what belongs to it, or over its key."""
    from application.keeping.kept import FILES
    from application.ledger.storage.database import connect
    from application.ledger.storage.sqlite_files import path_of
    from web.commands.shared.faults import Refusal
    from web.running.settings import owner_database_url, signing_key

    path, named = path_of(connect(owner_database_url())), signing_key()
    own = [Path(f"{path}{suffix}") for suffix in FILES] if path else []
    if named:
        key, beside = Path(named).expanduser().absolute(), "-signing-key"
        own += [Path(f"{key}{each.removeprefix(beside)}") for each in FILES if beside in each]
    if file.absolute() in own:
        raise Refusal(f"{file} belongs to the database itself. Name another file.")


@contextmanager
def opened() -> Iterator[Ledger]:
    """The ledger that SCRUTINY_DATABASE_URL names, for as long as a command needs it."""
    from web.running.settings import default_database_url
    from web.running.startup import open_ledger

    ledger = open_ledger(default_database_url())
    try:
        with speaking(ledger.vocabulary):
            yield ledger
    finally:
        ledger.close()


@contextmanager
def opened_by_owner() -> Iterator[Ledger]:
    """The same ledger for what alters its tables. Raises StorageError where that is not allowed."""
    from application.ledger.roles import must_own
    from web.running.settings import owner_database_url
    from web.running.startup import open_ledger

    ledger = open_ledger(owner_database_url())
    try:
        with ledger.reading() as connection:
            must_own(connection)
        with speaking(ledger.vocabulary):
            yield ledger
    finally:
        ledger.close()


@contextmanager
def looking(as_at: str | None = None) -> Iterator[View]:
    """A look at that ledger, at the moment that is meant; without words, now."""
    from web.moments import look

    with opened() as ledger, ledger.reading() as connection:
        yield look(ledger, connection, as_at or "")


def os_user(ledger: Ledger, *, only_looks: bool = False) -> Person:
    """Whoever runs the command, by an account without sign-in: the log holds only its id.

    Who has none yet gets one, unless the command `only_looks`.
    """
    from application.accounts.people import account_outside, person_called
    from application.doing.access import operator

    user = _user_name()
    if only_looks:
        with ledger.reading() as connection:
            return operator(person_called(connection, f"os-user:{user}"))
    with ledger.writing() as connection:
        account = account_outside(
            connection, known_as=f"os-user:{user}", name=f"OS user {user}", now=ledger.now()
        )
    return operator(account)


def _user_name() -> str:
    """Who the system says it is; the environment could say anybody."""
    import os
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container's user need not have a name
        return str(os.getuid())


def agency_meant(view: View, words: str) -> str:
    """The reference of the agency that is meant; "" for none. Raises NotFoundError."""
    from domain.kernel.errors import NotFoundError
    from projections.partnership.agencies import agency_called

    if not words:
        return ""
    found = words.lower() if words.lower() in view.names else agency_called(view, words)
    if not found:
        known = ", ".join(view.names) or "none yet"
        raise NotFoundError(f"There is no agency “{words}”. They are: {known}.")
    return found
