"""What decisions are to the product."""

from __future__ import annotations

from application.importing.decisions.rows import DECISION_FILES
from application.nouns.meeting.decisions import DECISION_INTENTS
from domain.decisions.decision import Decision
from domain.decisions.vocabulary import STANDINGS, Standing
from projections.decisions.decisions import DECISIONS
from web.decisions.pages import pages
from web.noun import Noun

NOUN = Noun(
    "decisions",
    Decision,
    DECISION_INTENTS,
    pages,
    register=DECISIONS,
    page="decisions.decision",
    state=lambda row, view: STANDINGS[Standing(row["status"])],
    seen="see.decisions",
    within="meetings",
    importable=DECISION_FILES,
)
