"""Looking after people's accounts: an administrator on the site, or whoever runs the server.

Accounts are no business history; who did what to whose account is in the access log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select, update

from application.accounts import kept_words, passwords, second_factor, sessions
from application.accounts.access_log import Noted, forget_addresses, note
from application.accounts.minute_drafts import forget_aside
from application.accounts.people import accounts, add_account, must_be_names, person_called, spelt
from application.accounts.seen import forget_seen
from application.accounts.side import SideRecords
from application.accounts.uploads import forget_uploads_of
from application.ledger.ledger import Ledger
from application.ledger.storage.waste import empty_the_waste
from domain.kernel.errors import DomainError, NotFoundError
from domain.partnership.role_grant import LAST_ADMINISTRATOR


@dataclass(frozen=True)
class Details:
    """An account as whoever looks after it sees it."""

    person: str
    sign_in: str
    name: str
    created_at: str
    disabled_at: str
    first_password: bool
    has_second_factor: bool
    signs_in: bool

    @property
    def state(self) -> str:
        """In words, what is particular about it; "" where nothing is."""
        if not self.signs_in:
            return "Without sign-in"
        if self.disabled_at:
            return "Disabled"
        return "First password not changed yet" if self.first_password else ""


def every_account(connection: Connection) -> list[Details]:
    """Every account there is, by name; those that nobody signs in to last."""
    order = (accounts.c.password == "", accounts.c.name, accounts.c.person)
    return [_details(row) for row in connection.execute(select(accounts).order_by(*order))]


def details_of(connection: Connection, person: str) -> Details:
    """The account of a person. Raises NotFoundError."""
    row = connection.execute(select(accounts).where(accounts.c.person == person)).first()
    if row is None:
        raise NotFoundError("There is no such account.")
    return _details(row)


@dataclass(frozen=True)
class Caretaker:
    """Somebody who looks after other people's accounts: `by` is theirs, `address` whence."""

    ledger: Ledger
    side: SideRecords
    by: str
    address: str = ""

    def add(
        self,
        *,
        sign_in: str,
        name: str,
        password: str,
        also: Callable[[str], object] = lambda person: None,
    ) -> str:
        """Make an account with a first password; return the person. Raises DomainError.

        `also` is done with the person in the same transaction: both, or nothing.
        """
        hashed = passwords.accepted(password, sign_in=sign_in, name=name)
        with self.ledger.writing() as connection:
            person = add_account(
                connection, sign_in=sign_in, name=name, hashed=hashed, now=self.ledger.now(),
                first_password=True,
            )  # fmt: skip
            also(person)
        self._note("account made", person)
        return person

    def must_be_free(self, *, sign_in: str, name: str) -> None:
        """Refuse names that nobody can have, or that somebody has. Raises DomainError.

        For asking before somebody is asked for a password; adding asks again.
        """
        must_be_names(sign_in, name)
        with self.ledger.reading() as connection:
            if person_called(connection, spelt(sign_in)):
                raise DomainError(f"There is already an account {spelt(sign_in)}.", field="sign_in")

    def disable(self, person: str) -> None:
        """Let nobody sign in by the account, and end its sessions. Raises DomainError."""
        with self.ledger.writing() as connection:
            if self._of_somebody_who_signs_in(person).disabled_at:
                raise DomainError("This account is disabled already.")
            self._spare_the_last_administrator(person)
            _change(connection, person, disabled_at=self.ledger.now().isoformat())
        self._note("account disabled", person, end_sessions=True)

    def enable(self, person: str) -> None:
        """Let the account be signed in to again. Raises DomainError."""
        with self.ledger.writing() as connection:
            if not self._of_somebody_who_signs_in(person).disabled_at:
                raise DomainError("This account is not disabled.")
            _change(connection, person, disabled_at="")
        self._note("account enabled", person)

    def give_password(self, person: str, password: str) -> None:
        """Give a password that must be changed when it is first used; end the sessions."""
        found = self._of_somebody_who_signs_in(person)
        hashed = passwords.accepted(password, sign_in=found.sign_in, name=found.name)
        self._end_sessions(person)
        with self.ledger.writing() as connection:
            _change(connection, person, password=hashed, first_password=True)
        self._note("password given", person, end_sessions=True)

    def take_off_second_factor(self, person: str) -> None:
        """Forget the second factor of somebody who has lost it; end the sessions."""
        if not self._of_somebody_who_signs_in(person).has_second_factor:
            raise DomainError("This account has no second factor.")
        self._end_sessions(person)
        with self.ledger.writing() as connection:
            _change(connection, person, second_factor="", recovery="")
        with self.side.writing() as connection:
            second_factor.forget_spent(connection, person)
        self._note("second factor taken off", person, end_sessions=True)

    def rename(self, person: str, *, sign_in: str, name: str) -> None:
        """Let somebody be called otherwise, from the first event on. Raises DomainError."""
        must_be_names(sign_in, name)
        spelling = spelt(sign_in)
        with self.ledger.writing() as connection:
            self._of_somebody_who_signs_in(person)
            if person_called(connection, spelling) not in {"", person}:
                raise DomainError(f"There is already an account {spelling}.", field="sign_in")
            _change(connection, person, sign_in=spelling, name=name.strip())
        self._note("account renamed", person)

    def may_erase(self, person: str) -> None:
        """Raises DomainError where the person cannot be erased."""
        self._of_somebody_who_signs_in(person)
        self._spare_the_last_administrator(person)

    def erase(self, person: str) -> None:
        """Erase a person's name and whatever else is known of them; it cannot be undone.

        The history stays, of a person whose name was erased. Raises DomainError.
        """
        with self.ledger.writing() as connection:
            self.may_erase(person)
            connection.execute(delete(accounts).where(accounts.c.person == person))
        with self.side.writing() as connection:
            second_factor.forget_spent(connection, person)
            kept_words.forget_all(connection, person)
            forget_addresses(connection, person)
            forget_uploads_of(connection, person)
            forget_aside(connection, person)
            forget_seen(connection, person)
        self._note("person erased", person, end_sessions=True)
        empty_the_waste(self.ledger.engine)

    def end_sessions(self, person: str, *, key: str = "") -> int:
        """End one session of a person, or all; return how many there were."""
        with self.side.writing() as connection:
            found = sessions.sessions_of(connection, person, now=self.ledger.now())
            keys = [each.key for each in found if key in {"", each.key}]
            for each in keys:
                sessions.end(connection, each)
            if keys:
                note(connection, self._line("session ended", person), now=self.ledger.now())
        return len(keys)

    def _of_somebody_who_signs_in(self, person: str) -> Details:
        with self.ledger.reading() as connection:
            found = details_of(connection, person)
        if not found.signs_in:
            raise DomainError("Nobody signs in by this account: it acts for the server.")
        return found

    def _spare_the_last_administrator(self, person: str) -> None:
        if self.ledger.administrators().only(person):
            raise DomainError(LAST_ADMINISTRATOR)

    def _end_sessions(self, person: str) -> None:
        """First of all: where this fails, nothing has changed; whoever gets in again meanwhile is
        put out once more at the end."""
        with self.side.writing() as connection:
            sessions.end_all(connection, person)

    def _note(self, what: str, person: str, *, end_sessions: bool = False) -> None:
        with self.side.writing() as connection:
            if end_sessions:
                sessions.end_all(connection, person)
            note(connection, self._line(what, person), now=self.ledger.now())

    def _line(self, what: str, person: str) -> Noted:
        return Noted(what, person, by=self.by, address=self.address)


def _change(connection: Connection, person: str, **values: Any) -> None:
    changed = connection.execute(
        update(accounts).where(accounts.c.person == person).values(**values)
    )
    if not changed.rowcount:
        raise NotFoundError("There is no such account.")


def _details(row: Any) -> Details:
    return Details(
        person=row.person,
        sign_in=row.sign_in,
        name=row.name,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        first_password=row.first_password,
        has_second_factor=bool(row.second_factor),
        signs_in=bool(row.password),
    )
