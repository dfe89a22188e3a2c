"""What somebody does with their own account: the password, the second factor, the sessions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from application.accounts import passwords, second_factor, sessions, tries
from application.accounts.access_log import Noted, note
from application.accounts.people import accounts
from application.accounts.sessions import Session
from application.accounts.side import SideRecords
from application.accounts.signing_in import take_a_try
from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError, NotFoundError

WRONG_CODE = "That code is wrong, or was used before. Wait for the next one and enter that."
WRONG_PASSWORD = "That is not your password."


@dataclass(frozen=True)
class _Secrets:
    sign_in: str
    name: str
    password: str
    second_factor: str
    recovery: str


@dataclass(frozen=True)
class Owner:
    """Somebody with the account that they are signed in to, from an address."""

    ledger: Ledger
    side: SideRecords
    session: Session
    address: str = ""

    @property
    def person(self) -> str:
        return self.session.person

    def prove_by_code(self, code: str) -> None:
        """Show by a code of the authenticator, or a recovery code, that it is really them.

        Raises DomainError where it is wrong or was used, TooManyTriesError where it was guessed.
        """
        known = self._secrets()

        def right(connection: Connection, now: datetime) -> bool:
            return second_factor.use(
                connection, self.person, code, now=now,
                secret=known.second_factor, recovery=known.recovery,
            )  # fmt: skip

        self._prove(right, otherwise=WRONG_CODE)

    def prove_by_password(self, password: str) -> None:
        """Show by the password that it is really them. Raises DomainError as `prove_by_code`."""
        known = self._secrets()
        self._try()
        found = passwords.matches(known.password, password)
        self._prove(lambda connection, now: found, otherwise=WRONG_PASSWORD, tried=True)

    def change_password(self, old: str, new: str) -> None:
        """Change the password, and end every other session. Raises DomainError."""
        known = self._secrets()
        try:
            self.prove_by_password(old)
        except DomainError as error:
            raise DomainError(error.sentence, field="old") from error
        if new == old:
            raise DomainError("Choose another password than the one you have.", field="password")
        hashed = passwords.accepted(new, sign_in=known.sign_in, name=known.name)
        self._change(password=hashed, first_password=False)
        self._note("password changed", end_others=True)

    def set_up_second_factor(self, secret: str, code: str) -> list[str]:
        """Begin to ask for codes of an authenticator; return the recovery codes.

        `code` shows that the authenticator has the secret. Raises DomainError.
        """
        now = self.ledger.now()
        if not second_factor.fits(secret, code, now=now):
            raise DomainError(
                "That code does not fit. Look whether the authenticator’s clock is right, and "
                "enter the code that it shows now.",
                field="code",
            )
        codes = second_factor.new_recovery_codes()
        self._change(second_factor=secret, recovery=second_factor.hashes_of(codes))
        with self.side.writing() as connection:
            second_factor.forget_spent(connection, self.person)
            second_factor.use(connection, self.person, code, secret=secret, recovery="", now=now)
            sessions.prove(connection, self.session, now=now)
        self._note("second factor set up", end_others=True)
        return codes

    def take_off_second_factor(self) -> None:
        """Ask for no more codes."""
        self._change(second_factor="", recovery="")
        with self.side.writing() as connection:
            second_factor.forget_spent(connection, self.person)
        self._note("second factor taken off")

    def renew_recovery_codes(self) -> list[str]:
        """New recovery codes in place of the old ones."""
        codes = second_factor.new_recovery_codes()
        self._change(recovery=second_factor.hashes_of(codes))
        self._note("recovery codes renewed")
        return codes

    def has_second_factor(self) -> bool:
        return bool(self._secrets().second_factor)

    def recovery_codes_left(self) -> int:
        """How many recovery codes can still be used."""
        recovery = self._secrets().recovery
        with self.side.reading() as connection:
            return second_factor.recovery_codes_left(connection, self.person, recovery=recovery)

    def sessions(self) -> Sequence[Session]:
        """Their sessions that have not ended, the one seen last first."""
        with self.side.reading() as connection:
            return sessions.sessions_of(connection, self.person, now=self.ledger.now())

    def end_session(self, key: str) -> bool:
        """End one of their sessions; whether there was such a one."""
        there = key in {each.key for each in self.sessions()}
        if there:
            with self.side.writing() as connection:
                sessions.end(connection, key)
            self._note("session ended")
        return there

    def end_other_sessions(self) -> int:
        """End every session but this one; return how many there were."""
        with self.side.writing() as connection:
            count = sessions.end_all(connection, self.person, but=self.session.key)
        if count:
            self._note("session ended")
        return count

    def _prove(
        self, right: Callable[[Connection, datetime], bool], *, otherwise: str, tried: bool = False
    ) -> None:
        if not tried:
            self._try()
        now = self.ledger.now()
        with self.side.writing() as connection:
            found = right(connection, now)
            if found:
                tries.forget(connection, self._trier)
                sessions.prove(connection, self.session, now=now)
            else:
                note(connection, self._line("failed to prove it"), now=now)
        if not found:
            raise DomainError(otherwise)

    def _try(self) -> None:
        line = self._line("failed to prove it")
        take_a_try(self.side, self._trier, line, now=self.ledger.now())

    @property
    def _trier(self) -> str:
        """Whoever gets here knows the password, so that strangers keep nobody out; and from
        however many addresses they come, they are slowed down together."""
        return self.side.digest(f"proof {self.person}")

    def _secrets(self) -> _Secrets:
        query = select(
            accounts.c.sign_in,
            accounts.c.name,
            accounts.c.password,
            accounts.c.second_factor,
            accounts.c.recovery,
        ).where(accounts.c.person == self.person)
        with self.ledger.reading() as connection:
            found = connection.execute(query).first()
        if found is None:
            raise NotFoundError("There is no such account.")
        return _Secrets(*found)

    def _change(self, **values: object) -> None:
        here = accounts.c.person == self.person
        with self.ledger.writing() as connection:
            connection.execute(update(accounts).where(here).values(**values))

    def _note(self, what: str, *, end_others: bool = False) -> None:
        with self.side.writing() as connection:
            if end_others:
                sessions.end_all(connection, self.person, but=self.session.key)
            note(connection, self._line(what), now=self.ledger.now())

    def _line(self, what: str) -> Noted:
        return Noted(what, self.person, address=self.address)
