"""Who may act in which role, today or on any other day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, or_, select

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


def roles_held(connection: Connection, person: str, *, on: date) -> list[tuple[Role, str]]:
    """The roles that a person holds on a day, each with its agency ("" for none)."""
    day, row = on.isoformat(), ROLE_GRANTS.c
    query = select(row.role, row.agency).where(
        row.person == person,
        row.until.is_(None),
        row.from_on <= day,
        or_(row.to_on == "", row.to_on >= day),
    )
    return [(Role(role), agency) for role, agency in connection.execute(query)]


def list_grants(view: View) -> list[Row]:
    """Every grant there has been, the latest first."""
    row = ROLE_GRANTS.c
    return view.rows(ROLE_GRANTS.select(view).order_by(row.from_on.desc(), row.reference.desc()))
