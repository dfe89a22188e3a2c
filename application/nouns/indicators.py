"""Rating an indicator of the Scrutiny and Assurance Framework."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from application.doing.fields import Choice, Prose
from application.doing.intents import Desk, Intent, IntentSchema
from domain.indicators.indicator import EXTENTS, Extent, Indicator


class _Rate(IntentSchema):
    extent = Choice(
        "To what extent have recommendations from Independent Scrutiny been acted upon?",
        Extent,
        EXTENTS,
    )
    reason = Prose("Reasons", hint="Your judgement, with the figures beside it, not instead of it.")


def _rate(desk: Desk, _item: None, data: Mapping[str, Any]) -> Indicator:
    return Indicator.rate(desk.occasion, find=desk.ledger.get, **data)


RATE = Intent("indicator.rate", "Rate the indicator", Indicator, _Rate, _rate, creates=True)
