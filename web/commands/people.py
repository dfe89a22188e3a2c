"""The people who can sign in, on the command line: whoever runs the server looks after them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from domain.kernel.terms import Role
from web.commands.shared.arguments import agency_meant, opened, os_user
from web.commands.shared.console import say, table
from web.commands.shared.faults import Refusal

if TYPE_CHECKING:
    from application.accounts.care import Caretaker, Details
    from application.doing.access import Person
    from application.ledger.ledger import Ledger

ROLES = click.Choice([role.value.replace("_", "-") for role in Role], case_sensitive=False)
Command = TypeVar("Command", bound=Callable[..., Any])


@click.group()
def user() -> None:
    """The people who can sign in, their roles, passwords and sessions."""


@dataclass(frozen=True)
class _Desk:
    """What a command here works with: the ledger, whoever runs it, and their hand on accounts."""

    ledger: Ledger
    operator: Person
    caretaker: Caretaker

    def meant(self, sign_in: str) -> Details:
        """The account of that sign-in name. Raises Refusal."""
        from application.accounts.care import details_of
        from application.accounts.people import person_called

        with self.ledger.reading() as connection:
            person = person_called(connection, sign_in)
            if not person:
                raise Refusal(f"There is no account {sign_in}. “scrutiny user list” shows them.")
            return details_of(connection, person)


@contextmanager
def _desk() -> Iterator[_Desk]:
    from application.accounts.care import Caretaker
    from application.accounts.side import SideRecords

    with opened() as ledger, closing(SideRecords(ledger.engine)) as side:
        operator = os_user(ledger)
        yield _Desk(ledger, operator, Caretaker(ledger, side, by=operator.id))


def _asking_for_a_password(command: Command) -> Command:
    return click.option(
        "--password-file", type=click.File(), help="File with the password; - for standard input."
    )(command)


def _of_a_role(command: Command) -> Command:
    command = click.option("--agency", default="", help="Reference or name of their agency.")(
        command
    )
    return click.option("--role", type=ROLES, required=True)(command)


@user.command()
@click.argument("sign_in")
@click.option("--name", required=True, help="Their name, as the site shows it.")
@_of_a_role
@_asking_for_a_password
def add(*, sign_in: str, name: str, role: str, agency: str, password_file: IO[str] | None) -> None:
    """Make an account and give it a role. Asks for a first password.

    Whoever signs in with it has to choose one of their own at once.
    """
    with _desk() as desk:
        desk.caretaker.must_be_free(sign_in=sign_in, name=name)
        desk.caretaker.add(
            sign_in=sign_in, name=name, password=_password(password_file),
            also=lambda person: _give(desk, person, role=role, agency=agency),
        )  # fmt: skip
    say(f"{sign_in.strip().casefold()} can now sign in, as {_meant(role).label}.")


@user.command("give-role")
@click.argument("sign_in")
@_of_a_role
def give_role(*, sign_in: str, role: str, agency: str) -> None:
    """Give somebody who has an account a role."""
    with _desk() as desk:
        found = desk.meant(sign_in)
        _give(desk, found.person, role=role, agency=agency)
    say(f"{found.sign_in} now acts as {_meant(role).label}.")


@user.command("list")
def list_() -> None:
    """Everybody who has an account, with the roles that they hold today."""
    from application.accounts.care import every_account
    from application.ledger.clock import today
    from projections.partnership.role_grants import roles_held

    with opened() as ledger, ledger.reading() as connection:
        rows = [
            (
                found.sign_in,
                found.name,
                ", ".join(
                    f"{role.label} ({agency})" if agency else role.label
                    for role, agency in roles_held(connection, found.person, on=today())
                ),
                "Yes" if found.has_second_factor else "No" if found.signs_in else "",
                found.state,
            )
            for found in every_account(connection)
        ]
    for line in table(["Sign-in name", "Name", "Roles today", "Second factor", "State"], rows):
        say(line)


@user.command()
@click.argument("sign_in")
def disable(*, sign_in: str) -> None:
    """Let somebody sign in no more, and end their sessions at once. Their roles stay."""
    with _desk() as desk:
        found = desk.meant(sign_in)
        desk.caretaker.disable(found.person)
    say(f"{found.sign_in} is disabled, and signed out.")


@user.command()
@click.argument("sign_in")
def enable(*, sign_in: str) -> None:
    """Let somebody who was disabled sign in again."""
    with _desk() as desk:
        found = desk.meant(sign_in)
        desk.caretaker.enable(found.person)
    say(f"{found.sign_in} can sign in again.")


@user.command()
@click.argument("sign_in")
@_asking_for_a_password
@click.option(
    "--without-second-factor", is_flag=True,
    help="They have lost their authenticator: take the second factor off, too.",
)  # fmt: skip
def password(*, sign_in: str, password_file: IO[str] | None, without_second_factor: bool) -> None:
    """Give somebody a new first password, and end their sessions."""
    with _desk() as desk:
        found = desk.meant(sign_in)
        desk.caretaker.give_password(found.person, _password(password_file))
        if without_second_factor and found.has_second_factor:
            desk.caretaker.take_off_second_factor(found.person)
    say(f"{found.sign_in} has a new password, to be changed when they next sign in.")


@user.command()
@click.argument("sign_in")
@click.option("--to", "new", default="", help="The new sign-in name.")
@click.option("--name", default="", help="The new name, as the site shows it.")
def rename(*, sign_in: str, new: str, name: str) -> None:
    """Give somebody another sign-in name, another name, or both."""
    if not new and not name:
        raise click.UsageError("Give --to, --name or both.")
    with _desk() as desk:
        found = desk.meant(sign_in)
        desk.caretaker.rename(found.person, sign_in=new or found.sign_in, name=name or found.name)
        renamed = desk.meant(new or sign_in)
    say(f"{found.sign_in} is now {renamed.sign_in}, called {renamed.name}.")


@user.command()
@click.argument("sign_in")
@click.option("--yes", is_flag=True, help="Do not ask whether you mean it.")
def erase(*, sign_in: str, yes: bool) -> None:
    """Erase who somebody is, for good. The history stays, of “a person whose name was erased”."""
    from web.partnership.leaving import erase as erase_person

    with _desk() as desk:
        found = desk.meant(sign_in)
        if not yes:
            click.confirm(
                f"Erase {found.sign_in}, called {found.name}? It cannot be undone.", abort=True
            )
        erase_person(desk.caretaker, found.person, acting=desk.operator)
    say("Erased. Copies of the database from before still hold the name.")


@user.command()
@click.argument("sign_in")
@click.option("--end", is_flag=True, help="End all of them.")
def sessions(*, sign_in: str, end: bool) -> None:
    """Where somebody is signed in."""
    from datetime import datetime

    from application.accounts.sessions import sessions_of

    with _desk() as desk:
        found = desk.meant(sign_in)
        if end:
            count = desk.caretaker.end_sessions(found.person)
            say(f"Ended: {count}.")
            return
        with desk.caretaker.side.reading() as connection:
            rows = [
                (
                    datetime.fromisoformat(each.started_at),
                    datetime.fromisoformat(each.seen_at),
                    each.address,
                    each.browser,
                )
                for each in sessions_of(connection, found.person, now=desk.ledger.now())
            ]
    for line in table(["Since", "Last seen", "Address", "Browser"], rows):
        say(line)


def _password(file: IO[str] | None) -> str:
    if file:
        return file.read(10_000).rstrip("\r\n")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed


def _meant(role: str) -> Role:
    return Role(role.replace("-", "_"))


def _give(desk: _Desk, person: str, *, role: str, agency: str) -> None:
    from application.doing.intents import perform
    from application.nouns.partnership.role_grants import GIVE
    from web.moments import look

    with desk.ledger.writing() as connection:
        meant = agency_meant(look(desk.ledger, connection), agency)
        grant = {"person": person, "role": _meant(role).value, "agency": meant}
        perform(desk.ledger, GIVE, grant, person=desk.operator)
