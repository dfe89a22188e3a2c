"""Who can administer a ledger: there must always be somebody."""

from __future__ import annotations

from sqlalchemy import Connection, select

from application.accounts.people import accounts
from application.ledger.clock import today
from domain.kernel.terms import Role
from domain.partnership.role_grant import Administrators
from projections.partnership.role_grants import HELD_ON_DAY, ROLE_GRANTS


def administrators_now(connection: Connection) -> Administrators:
    """Those who hold the role today with no last day, by an account that can be signed in to."""
    found = connection.scalars(_ADMINISTRATORS, {"day": today().isoformat()})
    return Administrators(found)


_ADMINISTRATORS = (
    select(ROLE_GRANTS.c.person)
    .join(accounts, accounts.c.person == ROLE_GRANTS.c.person)
    .where(
        ROLE_GRANTS.c.role == Role.ADMINISTRATOR.value,
        ROLE_GRANTS.c.to_on == "",
        HELD_ON_DAY,
        accounts.c.disabled_at == "",
        accounts.c.password != "",
    )
)
