"""What a person can do with an action."""

from __future__ import annotations

from application.doing.access import CHAIR, EXECUTIVE, MEMBER, TEAM
from application.doing.fields import Day, ItemField, Line, Prose
from application.doing.intents import Intent, IntentSchema
from application.doing.on_behalf import WHOSE
from application.nouns.about.followed import the_claim
from application.nouns.shared.common import Reason, owner_agency_field, owner_role_field
from application.nouns.shared.correcting import correction
from application.nouns.shared.evidence import VERIFIERS
from application.nouns.shared.following import following, unasked_of_evidence, unchecked_field
from application.nouns.shared.in_error import recorded_in_error
from application.nouns.shared.redeciding import redeciding
from domain.actions.action import Action
from domain.kernel.item import Linkable


class _Set(IntentSchema):
    title = Line("What must be done?")
    measure = Prose(
        "How will success be measured?", named="how success will be measured", required=False
    )
    owner_role = owner_role_field()
    owner_agency = owner_agency_field()
    due_on = Day("Due date")
    serves = ItemField(
        "Reference of what it serves", Linkable,
        hint="A dispute, a risk or a recommendation, for example REC-2026-001. "
        "More can be linked later.",
        required=False,
    )  # fmt: skip


class _Load(IntentSchema):
    """An action that was kept elsewhere: not everything was written down."""

    title = Line("What must be done?")
    measure = Prose(
        "How will success be measured?", named="how success will be measured", required=False
    )
    owner_role = owner_role_field(required=False)
    owner_agency = owner_agency_field(required=False)
    due_on = Day("Due date", required=False)
    first_due_on = Day("First due date", hint="Only where it was moved there.", required=False)
    number = Line("Number", hint="What it was called there.", required=False)
    note = Prose("Note", hint="Whatever else was written about it.", required=False)


class _Verify(IntentSchema):
    finding = Prose("How do you know that it is done?", named="how you know that it is done")
    unchecked = unchecked_field()


SET = Intent("action.set", "Set an action", _Set, Action.set, may={TEAM, CHAIR, EXECUTIVE})
LOAD = Intent(
    "action.load", "Load an action that was kept elsewhere", _Load, Action.load, may={TEAM}
)

ACTION_INTENTS = (
    SET,
    LOAD,
    *following(Action, may_add_evidence={TEAM, MEMBER}),
    Intent(
        "action.verify", "Verify that it is done", _Verify, Action.verify,
        may=VERIFIERS, judges=True, on_behalf=WHOSE, about=the_claim, unasked=unasked_of_evidence,
    ),
    Intent(
        "action.return_it", "Return as not yet done", Reason, Action.return_it,
        may=VERIFIERS, judges=True, on_behalf=WHOSE, about=the_claim,
    ),
    Intent("action.cancel", "Cancel", Reason, Action.cancel, may={TEAM, EXECUTIVE}),
    correction(Action),
    *recorded_in_error(Action),
    *redeciding(Action),
)  # fmt: skip
