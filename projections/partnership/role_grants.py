"""Who may act in which role, today or on any other day."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Column, Connection, String, Text, or_, select

from domain.kernel.terms import Role
from domain.partnership.role_grant import RoleGrant
from projections.versioned import Row, VersionedProjection, at, versioned_table

role_grants = versioned_table(
    "role_grants",
    Column("person", String(64), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("agency", String(250), nullable=False),
    Column("from_on", String(10), nullable=False),
    Column("to_on", String(10), nullable=False),
    Column("granted_by", String(64), nullable=False),
    Column("reason", Text, nullable=False),
)


class RoleGrants(VersionedProjection):
    """Projects the events of role grants."""

    default = role_grants
    events = RoleGrant.Event
    handlers: ClassVar = {
        RoleGrant.Granted: lambda event, row: {
            "person": event.person,
            "role": event.role,
            "agency": event.agency,
            "from_on": event.from_on,
            "to_on": event.to_on,
            "granted_by": event.by.person,
            "reason": event.reason,
        },
        RoleGrant.Ended: lambda event, row: {"to_on": event.to_on},
    }


def roles_held(connection: Connection, person: str, *, on: date) -> list[tuple[Role, str]]:
    """The roles that a person holds on a day, each with its agency ("" for none)."""
    day = on.isoformat()
    query = select(role_grants.c.role, role_grants.c.agency).where(
        role_grants.c.person == person,
        at(role_grants, None),
        role_grants.c.from_on <= day,
        or_(role_grants.c.to_on == "", role_grants.c.to_on >= day),
    )
    return [(Role(role), agency) for role, agency in connection.execute(query)]


def list_grants(connection: Connection, *, position: int | None = None) -> list[Row]:
    """Every grant there has been, the latest first."""
    query = (
        select(role_grants)
        .where(at(role_grants, position))
        .order_by(role_grants.c.from_on.desc(), role_grants.c.reference.desc())
    )
    return list(connection.execute(query).mappings())
