"""The catalogue: every intent there is, by name."""

from __future__ import annotations

from application.doing.intents import Intent
from application.nouns.actions import ACTION_INTENTS
from application.nouns.disputes import DISPUTE_INTENTS
from application.nouns.indicators import RATE
from application.nouns.meeting.commissions import COMMISSION_INTENTS
from application.nouns.meeting.decisions import DECISION_INTENTS
from application.nouns.meeting.forward import FORWARD_INTENTS
from application.nouns.meeting.groups import GROUP_INTENTS
from application.nouns.meeting.meetings import MEETING_INTENTS
from application.nouns.partnership.agencies import AGENCY_INTENTS
from application.nouns.partnership.partnerships import PARTNERSHIP_INTENTS
from application.nouns.partnership.procedures import PROCEDURE_INTENTS
from application.nouns.partnership.role_grants import ROLE_INTENTS
from application.nouns.recommendations import RECOMMENDATION_INTENTS
from application.nouns.redactions import REDACTION_INTENTS
from application.nouns.risks import RISK_INTENTS

CATALOGUE: dict[str, Intent] = {
    intent.name: intent
    for intent in (
        *RISK_INTENTS,
        *RECOMMENDATION_INTENTS,
        *ACTION_INTENTS,
        *DISPUTE_INTENTS,
        *MEETING_INTENTS,
        *DECISION_INTENTS,
        *COMMISSION_INTENTS,
        *FORWARD_INTENTS,
        *PROCEDURE_INTENTS,
        RATE,
        *PARTNERSHIP_INTENTS,
        *AGENCY_INTENTS,
        *GROUP_INTENTS,
        *ROLE_INTENTS,
        *REDACTION_INTENTS,
    )
}
