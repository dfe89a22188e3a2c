"""What commissions are to the product."""

from __future__ import annotations

from application.nouns.meeting.commissions import COMMISSION_INTENTS
from domain.commissions.commission import Commission
from domain.commissions.vocabulary import STATUSES, Status
from projections.commissions.commissions import COMMISSIONS
from web.groups.choosing import choosing_groups
from web.items.pages import ordinary_pages
from web.noun import Noun

NOUN = Noun(
    "commissions",
    Commission,
    COMMISSION_INTENTS,
    ordinary_pages(
        COMMISSIONS,
        Commission,
        COMMISSION_INTENTS,
        seen="see.commissions",
        title="Commissions",
        around=choosing_groups("of", own="group"),
    ),
    register=COMMISSIONS,
    page="commissions.item",
    state=lambda row, view: STATUSES[Status(row["status"])],
    section="Commissions",
    seen="see.commissions",
)
