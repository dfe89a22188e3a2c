"""What a person can do with the forward plan of a group."""

from __future__ import annotations

from application.doing.access import CHAIR, SCRUTINEER, TEAM
from application.doing.fields import (
    AgencyField,
    Choice,
    ItemField,
    Line,
    Listed,
    Needed,
    Prose,
    Whole,
)
from application.doing.intents import Intent, IntentSchema
from application.nouns.shared.common import Link, Reason, Unlink
from application.nouns.shared.correcting import correction
from application.nouns.shared.in_error import recorded_in_error
from domain.forward.entry import KINDS, ForwardEntry, Kind
from domain.groups.group import Group
from domain.meetings.meeting import Meeting


class _When(IntentSchema):
    year = Whole(
        "Year",
        hint="With four figures.",
        needed=Needed("where you name no meeting", lambda typed: not typed.get("meeting")),
    )
    meeting = ItemField(
        "Meeting", Meeting, hint="Leave empty where it is not known yet.", required=False
    )


class _Plan(_When):
    kind = Choice("What is it?", Kind, KINDS)
    group = ItemField("Group", Group)
    topic = Listed(
        "Standing topic", hint="One of the group (ToR 3.7).", needed=Needed("for a standing topic")
    )
    title = Line("Title")
    presenter_role = Line("Presented by", hint="A role, not a name.", required=False)
    presenter_agency = AgencyField("Of which agency?", present=False, required=False)


class _Move(_When):
    reason = Prose("Reason")


PLAN = Intent(
    "entry.plan", "Plan something ahead", _Plan, ForwardEntry.plan, may={TEAM, CHAIR, SCRUTINEER}
)
FORWARD_INTENTS = (
    PLAN,
    Intent(
        "entry.move_to", "Move it", _Move, ForwardEntry.move_to, may={TEAM, CHAIR},
        fill=lambda item: {"meeting": item.meeting} if item.meeting else {"year": item.year},
    ),
    Intent(
        "entry.withdraw", "Take it out of the plan", Reason, ForwardEntry.withdraw,
        may={TEAM, CHAIR},
    ),
    Intent("entry.link", "Link another item", Link, ForwardEntry.link, may={TEAM, CHAIR}),
    Intent("entry.unlink", "Remove a link", Unlink, ForwardEntry.unlink, may={TEAM}),
    correction(ForwardEntry),
    *recorded_in_error(ForwardEntry),
)  # fmt: skip
