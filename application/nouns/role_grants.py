"""Giving and ending roles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from application.doing.fields import AgencyField, Choice, Day, Line, Listed, Prose
from application.doing.intents import Desk, Intent, IntentSchema, by_method
from domain.kernel.terms import Noun, Role
from domain.partnership.role_grant import RoleGrant


class _Give(IntentSchema):
    person = Listed("Person")
    role = Choice("Role", Role, {role: role.label for role in Role})
    agency = AgencyField(
        "Agency",
        hint="Needed for a SAAS member. Give it for the Chair, the Executive and the Lead "
        "Safeguarding Partners too: by it a conflict of interest is seen.",
        required=False,
    )
    from_on = Day("First day", hint="Leave empty for today.", required=False)
    to_on = Day("Last day", hint="Leave empty for no end.", required=False)
    reason = Line("Reason", required=False)

    class Meta(IntentSchema.Meta):
        exclude = ("on",)


class _End(IntentSchema):
    to_on = Day(
        "Last day", hint="The role is still held on that day. To end it at once, give yesterday."
    )
    reason = Prose("Reason")

    class Meta(IntentSchema.Meta):
        exclude = ("on",)


def _give(desk: Desk, _item: None, data: Mapping[str, Any]) -> RoleGrant:
    reference = desk.next_reference(Noun.ROLE_GRANT)
    return RoleGrant.give(desk.occasion, reference=reference, **data)


GIVE = Intent("role.give", "Give a role", RoleGrant, _Give, _give, creates=True)
END = Intent("role.end", "End the role", RoleGrant, _End, by_method("end"))
ROLE_INTENTS = (GIVE, END)
