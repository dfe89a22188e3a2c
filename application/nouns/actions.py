"""What a person can do with an action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from application.doing.fields import AgencyField, Day, ItemField, Line, Prose
from application.doing.intents import Desk, Intent, IntentSchema, by_method
from application.nouns.following import Reason, following
from domain.actions.action import Action
from domain.kernel.item import Linkable
from domain.kernel.terms import Noun


class _Set(IntentSchema):
    title = Line("What must be done?")
    measure = Prose("How will success be seen?", required=False)
    owner_role = Line("Owner’s role", hint="The one role that is accountable, not a person’s name.")
    owner_agency = AgencyField("Owner’s agency")
    due_on = Day("Due date")
    serves = ItemField(
        "Reference of what it serves", Linkable,
        hint="A dispute, a risk or a recommendation, for example REC-2026-001. "
        "More can be linked later.",
        required=False,
    )  # fmt: skip


class _Verify(IntentSchema):
    finding = Prose("On what grounds is it done?")


def _set(desk: Desk, _item: None, data: Mapping[str, Any]) -> Action:
    return Action.set(desk.occasion, reference=desk.next_reference(Noun.ACTION), **data)


SET = Intent("action.set", "Set an action", Action, _Set, _set, creates=True)

ACTION_INTENTS = (
    SET,
    *following("action", Action),
    Intent("action.verify", "Verify that it is done", Action, _Verify, by_method("verify")),
    Intent("action.return_it", "Return as not yet done", Action, Reason, by_method("return_it")),
    Intent("action.cancel", "Cancel", Action, Reason, by_method("cancel")),
)
