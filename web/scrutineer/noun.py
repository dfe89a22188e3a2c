"""What indicators are to the product."""

from __future__ import annotations

from application.nouns.indicators import RATE
from domain.indicators.indicator import Indicator
from projections.indicators.indicators import INDICATORS
from web.noun import Noun
from web.scrutineer.pages import pages

NOUN = Noun(
    "indicators",
    Indicator,
    (RATE,),
    pages,
    register=INDICATORS,
    page="scrutineer.scrutineer",
)
