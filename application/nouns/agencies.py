"""What an administrator can do with an agency."""

from __future__ import annotations

from application.doing.access import ADMINISTRATOR
from application.doing.fields import Choice, ItemField, Line
from application.doing.intents import Intent, IntentSchema
from application.nouns.common import Reason
from domain.partnership.agency import AGENCY_KINDS, Agency, AgencyKind


class _Join(IntentSchema):
    name = Line("Name")
    kind = Choice("Kind", AgencyKind, AGENCY_KINDS)


class _Rename(Reason):
    name = Line("New name")


class _Alias(IntentSchema):
    alias = Line("Another name", hint="A name under which documents mention it.")


class _Merge(Reason):
    into = ItemField("Agency that it becomes part of", Agency)


JOIN = Intent("agency.join", "Add an agency", _Join, Agency.join, may={ADMINISTRATOR})
ADD_ALIAS = Intent(
    "agency.add_alias", "Add another name", _Alias, Agency.add_alias, may={ADMINISTRATOR}
)

AGENCY_INTENTS = (
    JOIN,
    Intent(
        "agency.rename", "Rename it", _Rename, Agency.rename, may={ADMINISTRATOR},
        hint="What was recorded under the old name keeps the old name.",
    ),
    ADD_ALIAS,
    Intent(
        "agency.merge", "Merge it into another agency", _Merge, Agency.merge, may={ADMINISTRATOR}
    ),
    Intent("agency.leave", "Record that it left", Reason, Agency.leave, may={ADMINISTRATOR}),
)  # fmt: skip
