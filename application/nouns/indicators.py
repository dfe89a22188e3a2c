"""Rating an indicator of the Scrutiny and Assurance Framework."""

from __future__ import annotations

from application.doing.access import EXECUTIVE, SCRUTINEER, TEAM
from application.doing.fields import Choice, Prose
from application.doing.intents import Intent, IntentSchema
from domain.indicators.indicator import EXTENTS, Extent, Indicator


class _Rate(IntentSchema):
    extent = Choice(
        "To what extent have recommendations from Independent Scrutiny been acted upon?",
        Extent,
        EXTENTS,
        named="to what extent they have been acted upon",
    )
    reason = Prose("Reasons", hint="Your judgement, with the figures beside it, not instead of it.")


RATE = Intent(
    "indicator.rate", "Rate the indicator", _Rate, Indicator.rate,
    may={TEAM, SCRUTINEER, EXECUTIVE},
)  # fmt: skip
