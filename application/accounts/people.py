"""Accounts: who can sign in, and who acts without signing in, such as a user of the server.

The latter have no password, and nobody can sign in as one of them. Passwords are kept as argon2
hashes. Every function here works in a transaction of the ledger's database that it is given.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Boolean, Column, Connection, String, Table, Text, insert, select

from application.ledger.storage.database import permanent
from domain.kernel.errors import DomainError

LONGEST_NAME = 200
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Kinds of characters that would steer a terminal, or hide in a name like another."""

accounts = Table(
    "accounts",
    permanent,
    Column("person", String(64), primary_key=True),
    Column("sign_in", String(200), nullable=False, unique=True),  # case-folded
    Column("name", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("disabled_at", String(32), nullable=False),
    Column("first_password", Boolean, nullable=False, default=False),
    Column("second_factor", Text, nullable=False, default=""),
    Column("recovery", Text, nullable=False, default=""),
    Column("demonstration", Boolean, nullable=False, default=False),
)
"""`first_password`: somebody else knows it, so it must be changed before anything else.
`second_factor`: the secret of the authenticator, or "". `recovery`: hashes of the codes that stand
in for it. `demonstration`: the password is public, so nothing more is asked of whoever knows it.
"""


@dataclass(frozen=True)
class Account:
    """Somebody who acts, or acted. `signs_in`: by this account one can sign in."""

    person: str
    sign_in: str
    name: str
    signs_in: bool = True


def add_account(
    connection: Connection,
    *,
    sign_in: str,
    name: str,
    hashed: str,
    now: datetime,
    first_password: bool = False,
    demonstration: bool = False,
) -> str:
    """Make an account and return the person's id. Raises DomainError on a name already taken.

    `hashed` comes from `passwords.accepted`, which takes its time: call that before you write.
    """
    must_be_names(sign_in, name)
    sign_in = spelt(sign_in)
    if person_called(connection, sign_in):
        raise DomainError(f"There is already an account {sign_in}.", field="sign_in")
    return _add(
        connection, sign_in=sign_in, name=name, password=hashed, now=now,
        first_password=first_password, demonstration=demonstration,
    )  # fmt: skip


def must_be_names(sign_in: str, name: str) -> None:
    """Raises DomainError where somebody cannot be called that."""
    if not sign_in.strip() or not name.strip():
        raise DomainError("Give a sign-in name and a name.", field="sign_in")
    for field, words in (("sign_in", sign_in), ("name", name)):
        if len(words) > LONGEST_NAME:
            raise DomainError(f"A name has {LONGEST_NAME} characters or fewer.", field=field)
        if any(unicodedata.category(each) in _UNSEEN for each in words.strip()):
            raise DomainError("A name has no characters that cannot be seen.", field=field)


def account_outside(connection: Connection, *, known_as: str, name: str, now: datetime) -> str:
    """The id of somebody who acts without signing in; the first time, an account is made.

    `known_as` is unique, and stands where others have their sign-in name.
    """
    found = person_called(connection, known_as)
    return found or _add(connection, sign_in=spelt(known_as), name=name, password="", now=now)


def _add(
    connection: Connection,
    *,
    sign_in: str,
    name: str,
    password: str,
    now: datetime,
    first_password: bool = False,
    demonstration: bool = False,
) -> str:
    person = uuid4().hex
    connection.execute(
        insert(accounts).values(
            person=person,
            sign_in=sign_in,
            name=name.strip(),
            password=password,
            created_at=now.isoformat(timespec="microseconds"),
            disabled_at="",
            first_password=first_password,
            demonstration=demonstration,
        )
    )
    return person


def names(connection: Connection) -> dict[str, str]:
    """The name of every person by id."""
    rows = connection.execute(select(accounts.c.person, accounts.c.name))
    return {row.person: row.name for row in rows}


def everybody(connection: Connection) -> list[Account]:
    """Every account that is not disabled, by name; those without sign-in last."""
    query = (
        select(accounts)
        .where(accounts.c.disabled_at == "")
        .order_by(accounts.c.password == "", accounts.c.name)
    )
    return [
        Account(row.person, row.sign_in, row.name, row.password != "")
        for row in connection.execute(query)
    ]


def person_called(connection: Connection, sign_in: str) -> str:
    """The id of the person with that sign-in name, or ""."""
    query = select(accounts.c.person).where(accounts.c.sign_in == spelt(sign_in))
    return connection.scalar(query) or ""


def spelt(sign_in: str) -> str:
    """A sign-in name as it is kept. No database keeps half a letter, and PostgreSQL no NUL."""
    return (
        sign_in.encode(errors="replace")
        .decode()
        .strip()
        .casefold()
        .replace("\0", "\N{REPLACEMENT CHARACTER}")[:LONGEST_NAME]
    )
