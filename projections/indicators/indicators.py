"""The ratings of indicators, now and as at any moment."""

from __future__ import annotations

from domain.indicators.indicator import EXTENTS, Indicator
from domain.kernel.terms import ROLES
from projections.columns import DAY, TEXT, Column, OfCode
from projections.register import Register

INDICATORS = Register(
    "indicators",
    Indicator,
    columns=[
        Column("extent", "Extent", OfCode(EXTENTS)),
        Column("reason", "Reasons", TEXT),
        Column("rated_on", "Rated on", DAY, sort="rated"),
        Column("rated_by", "Rated by", TEXT, searched=False),
        Column("role", "Role", OfCode(ROLES)),
    ],
    usual="-rated",
)  # fmt: skip
