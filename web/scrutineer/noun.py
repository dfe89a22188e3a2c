"""What indicators are to the product."""

from __future__ import annotations

from application.nouns.indicators import RATE
from domain.indicators.indicator import Indicator
from projections.indicators.indicators import INDICATORS
from web.noun import Noun, declare
from web.scrutineer.pages import pages

NOUN = declare(
    Noun(
        "indicators",
        Indicator,
        (RATE,),
        pages,
        register=INDICATORS,
        page="scrutineer.scrutineer",
    )
)
