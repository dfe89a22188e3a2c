"""The ratings of indicators, now and as at any moment."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Column, Connection, String, Text, select

from domain.indicators.indicator import Indicator
from projections.versioned import Moment, Row, VersionedProjection, at, versioned_table

indicators = versioned_table(
    "indicators",
    Column("extent", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("rated_on", String(10), nullable=False),
    Column("rated_by", String(64), nullable=False),
    Column("role", String(20), nullable=False),
)


def _rated(event: Indicator.FirstRated | Indicator.Rated, row: Row) -> dict[str, str]:
    return {
        "extent": event.extent,
        "reason": event.reason,
        "rated_on": event.on,
        "rated_by": event.by.person,
        "role": event.by.role.value,
    }


class Indicators(VersionedProjection):
    """Projects the ratings."""

    default = indicators
    events = Indicator.Event
    handlers: ClassVar = {Indicator.FirstRated: _rated, Indicator.Rated: _rated}


def rating(connection: Connection, reference: str, *, moment: Moment) -> Row | None:
    """The rating that an indicator had at a moment; None before the first."""
    query = select(indicators).where(
        at(indicators, moment.position), indicators.c.reference == reference
    )
    return connection.execute(query).mappings().first()
