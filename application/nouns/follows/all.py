"""What happens next once something was done, of every noun."""

from __future__ import annotations

from collections.abc import Mapping

from application.doing.foresight import Follows, Foresight
from application.doing.intents import Intent
from application.nouns.follows.disputes import OF_DISPUTES
from application.nouns.follows.followed import OF_ACTIONS, OF_RECOMMENDATIONS
from application.nouns.follows.meetings import (
    OF_COMMISSIONS,
    OF_DECISIONS,
    OF_ENTRIES,
    OF_MEETINGS,
)
from application.nouns.follows.others import OF_GROUPS, OF_PROCEDURES, OF_REDACTIONS, OF_ROLES
from application.nouns.follows.risks import OF_RISKS
from application.nouns.follows.shared import of_any
from domain.kernel.item import Item

FOLLOWS: Mapping[str, Mapping[str, Follows]] = {
    "risk": OF_RISKS,
    "recommendation": OF_RECOMMENDATIONS,
    "action": OF_ACTIONS,
    "dispute": OF_DISPUTES,
    "meeting": OF_MEETINGS,
    "decision": OF_DECISIONS,
    "commission": OF_COMMISSIONS,
    "entry": OF_ENTRIES,
    "procedure": OF_PROCEDURES,
    "redaction": OF_REDACTIONS,
    "role": OF_ROLES,
    "group": OF_GROUPS,
}
"""By the noun of an intent, then by its move."""


def what_follows(intent: Intent, item: Item | None, known: Foresight) -> str:
    """What happens next, by whom and by when; where nothing does, that it does not."""
    noun, _, move = intent.name.partition(".")
    follows = {**of_any(noun), **FOLLOWS.get(noun, {})}.get(move)
    words = follows(item, known) if follows else ""
    return words or _NOTHING


_NOTHING = "Nothing falls due because of it. It is on record at once, for everybody who may see it."
