"""Giving and ending roles."""

from __future__ import annotations

from application.doing.access import ADMINISTRATOR
from application.doing.fields import AgencyField, Choice, Day, Line, Listed, Needed
from application.doing.intents import Intent
from application.nouns.shared.common import Reason, Timeless
from domain.kernel.terms import ROLES, Role
from domain.partnership.role_grant import RoleGrant


class _Give(Timeless):
    person = Listed("Person")
    role = Choice("Role", Role, ROLES)
    agency = AgencyField(
        "Agency",
        hint="Give it for the Chair, {executive} and {lead_partners} too, so that "
        "conflicts of interest show.",
        needed=Needed(
            "for the role {group_member}", lambda typed: typed.get("role") is Role.SAAS_MEMBER
        ),
    )
    from_on = Day("First day", hint="Leave empty for today.", required=False)
    to_on = Day("Last day", hint="Leave empty for no end.", required=False)
    reason = Line("Reason", required=False)


class _End(Timeless, Reason):
    to_on = Day(
        "Last day",
        hint="The role is still held on that day. To end it at once, enter yesterday’s date.",
    )


GIVE = Intent(
    "role.give", "Give a role", _Give, RoleGrant.give, may={ADMINISTRATOR}, asks_again=True
)
END = Intent("role.end", "End the role", _End, RoleGrant.end, may={ADMINISTRATOR}, asks_again=True)
ROLE_INTENTS = (GIVE, END)
