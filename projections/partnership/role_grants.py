"""Who may act in which role, today or on any other day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select
from sqlalchemy import Row as Found

from domain.kernel.terms import ROLES, Role
from domain.partnership.role_grant import RoleGrant
from projections.columns import AGENCY, DAY, TEXT, Column, OfCode
from projections.register import Register
from projections.versioned import Row
from projections.view import View

ROLE_GRANTS = Register(
    "role_grants",
    RoleGrant,
    columns=[
        Column("person", "Person", TEXT),
        Column("role", "Role", OfCode(ROLES)),
        Column("agency", "Agency", AGENCY),
        Column("from_on", "First day", DAY, sort="from"),
        Column("to_on", "Last day", DAY),
        Column("granted_by", "Given by", TEXT),
        Column("reason", "Reason", TEXT),
    ],
    usual="-from",
)  # fmt: skip


HELD_ON_DAY = and_(
    ROLE_GRANTS.c.until.is_(None),
    ROLE_GRANTS.c.from_on <= bindparam("day"),
    or_(ROLE_GRANTS.c.to_on == "", ROLE_GRANTS.c.to_on >= bindparam("day")),
)
"""That a role is held on `day`, by all that is known now."""
_ROLES_HELD = select(ROLE_GRANTS.c.role, ROLE_GRANTS.c.agency).where(
    ROLE_GRANTS.c.person == bindparam("person"), HELD_ON_DAY
)


def roles_held(connection: Connection, person: str, *, on: date) -> list[tuple[Role, str]]:
    """The roles that a person holds on a day, each with its agency ("" for none)."""
    asked = {"person": person, "day": on.isoformat()}
    return [(Role(role), agency) for role, agency in connection.execute(_ROLES_HELD, asked)]


def grants_of(connection: Connection, person: str) -> Sequence[Found[Any]]:
    """The reference, first and last day of every role that was given to a person."""
    row = ROLE_GRANTS.c
    query = select(row.reference, row.from_on, row.to_on).where(
        row.person == person, row.until.is_(None)
    )
    return connection.execute(query).all()


def list_grants(view: View) -> list[Row]:
    """Every grant there has been, the latest first."""
    row = ROLE_GRANTS.c
    return view.rows(ROLE_GRANTS.select(view).order_by(row.from_on.desc(), row.reference.desc()))
