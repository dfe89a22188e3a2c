"""What redactions are to the product."""

from __future__ import annotations

from application.nouns.redactions import REDACTION_INTENTS
from domain.redactions.redaction import Redaction
from domain.redactions.vocabulary import STATUSES, Status
from projections.redactions.redactions import REDACTIONS
from web.noun import Noun
from web.redactions.pages import pages

NOUN = Noun(
    "redactions",
    Redaction,
    REDACTION_INTENTS,
    pages,
    register=REDACTIONS,
    page="redactions.item",
    state=lambda row, view: STATUSES[Status(row["status"])],
    seen="see.redactions",
)
