"""The pages of disputes, and what disputes are to the product."""

from __future__ import annotations

from application.importing.disputes.rows import DISPUTE_FILES
from application.nouns.disputes import DISPUTE_INTENTS
from domain.disputes.dispute import Dispute
from projections.disputes.disputes import DISPUTES, STAGE_CHANGES
from web.disputes.pages import pages
from web.disputes.words import state_of_dispute
from web.noun import Noun

NOUN = Noun(
    "disputes",
    Dispute,
    DISPUTE_INTENTS,
    pages,
    register=DISPUTES,
    page="disputes.dispute",
    state=state_of_dispute,
    section="Disputes",
    seen="see.disputes",
    importable=DISPUTE_FILES,
    comparison=STAGE_CHANGES,
)
