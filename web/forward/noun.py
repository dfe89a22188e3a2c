"""What the forward plan is to the product."""

from __future__ import annotations

from application.nouns.meeting.forward import FORWARD_INTENTS
from domain.forward.entry import STATUSES, ForwardEntry, Status
from projections.forward.entries import ENTRIES
from web.forward.pages import pages
from web.noun import Noun

NOUN = Noun(
    "forward_plan",
    ForwardEntry,
    FORWARD_INTENTS,
    pages,
    register=ENTRIES,
    page="forward_plan.item",
    state=lambda row, view: STATUSES[Status(row["status"])],
    seen="see.forward_plan",
    within="meetings",
)
