"""The catalogue: every intent there is, by name."""

from __future__ import annotations

from application.agencies import AGENCY_INTENTS
from application.intents import Intent
from application.risks import RISK_INTENTS
from application.role_grants import ROLE_INTENTS

CATALOGUE: dict[str, Intent] = {
    intent.name: intent for intent in (*RISK_INTENTS, *AGENCY_INTENTS, *ROLE_INTENTS)
}
