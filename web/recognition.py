"""Who is signed in: decided here and nowhere else.

A session, the account that it is of and the roles that the person holds today. Where one database
holds all three, that is one statement, in the transaction in which the request reads anyway.
Whoever adds another way to sign in begins a session by it, and is recognised by the same function.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from flask import current_app
from sqlalchemy import Connection, Row, and_, bindparam, select

from application.accounts import sessions
from application.accounts.people import Account, accounts
from application.accounts.sessions import Session
from application.accounts.side import sessions as session_table
from application.doing import access
from application.ledger.clock import today
from application.ledger.storage.faults import FAULTS, explain
from domain.kernel.terms import Role
from projections.partnership.role_grants import HELD_ON_DAY, ROLE_GRANTS
from web.running.logs import log
from web.view import is_looking, ledger, reading, side


class Wanted(Enum):
    """What is wanted of somebody before they can go on."""

    CODE = "the code of their authenticator: they are not signed in yet"
    PASSWORD = "a password of their own, in place of the one that they were given"
    SECOND_FACTOR = "a second factor, which their role needs"


@dataclass(frozen=True)
class SignedIn:
    """Somebody who is signed in: the session, their account, and the person with their roles.

    `wanted`: what they still have to do first. `proves`: they can be asked again who they are.
    """

    session: Session
    account: Account
    person: access.Person
    wanted: Wanted | None
    proves: bool


FOR_THE_CODE = timedelta(minutes=10)
"""For so long a right password waits for the code of an authenticator."""


def recognise(token: str) -> SignedIn | None:
    """Whose session a browser's token stands for; None when it has ended, or the account has."""
    if is_looking():
        found = _recognise(reading(), token)
    else:
        with ledger().reading() as connection:
            found = _recognise(connection, token)
    if found and found.wanted is Wanted.CODE and _waited_too_long(found.session):
        return None
    return found


def _waited_too_long(session: Session) -> bool:
    begun = ledger().now() - FOR_THE_CODE
    return session.started_at < begun.isoformat(timespec="microseconds")


def note_visit(session: Session) -> None:
    """Put off the end of the session, once a minute. Where that cannot be written, or not at once,
    it keeps nobody from reading: the session ends when it would have."""
    now = ledger().now()
    if sessions.seen_lately(session, now=now):
        return
    try:
        with side().writing(wait=False) as connection:
            sessions.note_seen(connection, session, now=now)
    except FAULTS as error:
        log.warning("visit not noted", name=explain(error).name)


def _recognise(connection: Connection, token: str) -> SignedIn | None:
    now, day = ledger().now(), today().isoformat()
    if side().in_ledger:
        rows = connection.execute(_ALL_AT_ONCE, sessions.asked(token, now=now) | {"day": day}).all()
        return _signed_in(Session(*rows[0][_ACCOUNT_FIELDS:]), rows) if rows else None
    with side().reading() as beside:
        session = sessions.session_of(beside, token, now=now)
    if session is None:
        return None
    rows = connection.execute(_OF_PERSON, {"person": session.person, "day": day}).all()
    return _signed_in(session, rows) if rows else None


def _signed_in(session: Session, rows: Sequence[Row[Any]]) -> SignedIn:
    """From a row for each role held, or one without any."""
    first = rows[0]
    held = tuple(access.HeldRole(Role(row.role), row.agency) for row in rows if row.role)
    account = Account(session.person, first.sign_in, first.name)
    person = access.Person(session.person, held)
    proves = first.has_second_factor or not first.demonstration
    wanted = _wanted(session, person, first)
    return SignedIn(session, account, person, wanted, proves)


def _wanted(session: Session, person: access.Person, account: Row[Any]) -> Wanted | None:
    if not session.proved_at:
        return Wanted.CODE
    if account.demonstration:
        return None
    if account.first_password:
        return Wanted.PASSWORD
    if not account.has_second_factor and needs_second_factor(person):
        return Wanted.SECOND_FACTOR
    return None


def needs_second_factor(person: access.Person) -> bool:
    """Whether somebody has to have a second factor, by the roles that they hold today."""
    required: bool = current_app.extensions["settings"].second_factor
    return required and any(held.role in access.NEED_SECOND_FACTOR for held in person.roles)


_grant = ROLE_GRANTS.c
_FIELDS = (
    accounts.c.sign_in,
    accounts.c.name,
    accounts.c.first_password,
    accounts.c.demonstration,
    (accounts.c.second_factor != "").label("has_second_factor"),
    _grant.role,
    _grant.agency,
)
_ACCOUNT_FIELDS = len(_FIELDS)
_WITH_ROLES = accounts.outerjoin(
    ROLE_GRANTS.table, and_(_grant.person == accounts.c.person, HELD_ON_DAY)
)
_OF_PERSON = (
    select(*_FIELDS)
    .select_from(_WITH_ROLES)
    .where(accounts.c.person == bindparam("person"), accounts.c.disabled_at == "")
)
_ALL_AT_ONCE = (
    select(*_FIELDS, *sessions.FIELDS)
    .select_from(_WITH_ROLES.join(session_table, session_table.c.person == accounts.c.person))
    .where(*sessions.STANDS, accounts.c.disabled_at == "")
)
