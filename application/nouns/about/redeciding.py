"""What is confirmed or declined, where a decision is said to be written down wrongly."""

from __future__ import annotations

from collections.abc import Iterator

from application.doing.about import Known, Point
from domain.kernel.item import long_date
from domain.kernel.redeciding import DAY, Redecidable


def what_is_proposed(item: Redecidable, known: Known) -> Iterator[Point]:
    """The decision, what it says, what it should say, why, and who says so."""
    if asked := item.redecision:
        was, becomes = asked.was, asked.becomes
        if asked.what == DAY:
            was, becomes = long_date(was), long_date(becomes)
        yield Point("Decision", asked.called)
        yield Point("What it says", was)
        yield Point("What it should say", becomes)
        yield Point("Why", asked.reason)
        yield Point("Proposed by", f"{known.person(asked.by)}, {long_date(asked.on)}")
