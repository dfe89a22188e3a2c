"""The catalogue: every intent there is, by name."""

from __future__ import annotations

from application.actions import ACTION_INTENTS
from application.agencies import AGENCY_INTENTS
from application.disputes import DISPUTE_INTENTS
from application.indicators import RATE
from application.intents import Intent
from application.procedures import PROCEDURE_INTENTS
from application.recommendations import RECOMMENDATION_INTENTS
from application.risks import RISK_INTENTS
from application.role_grants import ROLE_INTENTS

CATALOGUE: dict[str, Intent] = {
    intent.name: intent
    for intent in (
        *RISK_INTENTS,
        *RECOMMENDATION_INTENTS,
        *ACTION_INTENTS,
        *DISPUTE_INTENTS,
        *PROCEDURE_INTENTS,
        RATE,
        *AGENCY_INTENTS,
        *ROLE_INTENTS,
    )
}
