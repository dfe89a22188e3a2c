"""Who is signed in: decided here and nowhere else.

A session, the account that it is of and the roles that the person holds today. Where one database
holds all three, that is one statement, in the transaction in which the request reads anyway.
Whoever adds another way to sign in begins a session by it, and is recognised by the same function.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, select

from application.accounts import sessions
from application.accounts.people import Account, accounts
from application.accounts.sessions import Session
from application.accounts.side import sessions as session_table
from application.doing import access
from application.ledger.clock import today
from application.ledger.faults import FAULTS, explain
from domain.kernel.terms import Role
from projections.partnership.role_grants import HELD_ON_DAY, ROLE_GRANTS
from web.logs import log
from web.view import is_looking, ledger, reading, side


@dataclass(frozen=True)
class SignedIn:
    """Somebody who is signed in: the session, their account, and the person with their roles."""

    session: Session
    account: Account
    person: access.Person


def recognise(token: str) -> SignedIn | None:
    """Whose session a browser's token stands for; None when it has ended, or the account has."""
    if is_looking():
        return _recognise(reading(), token)
    with ledger().reading() as connection:
        return _recognise(connection, token)


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
    return SignedIn(session, account, access.Person(session.person, held))


_grant = ROLE_GRANTS.c
_FIELDS = (accounts.c.sign_in, accounts.c.name, _grant.role, _grant.agency)
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
