"""What the groups that meet are to the product."""

from __future__ import annotations

from application.nouns.meeting.groups import GROUP_INTENTS
from domain.groups.group import Group
from projections.groups.groups import GROUPS, STATUSES
from web.groups.pages import pages
from web.noun import Noun

NOUN = Noun(
    "groups",
    Group,
    GROUP_INTENTS,
    pages,
    register=GROUPS,
    page="groups.group",
    title="name",
    state=lambda row, view: STATUSES[row["status"]],
    seen="see.groups",
    within="meetings",
)
