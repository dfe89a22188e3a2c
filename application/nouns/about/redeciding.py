"""What is confirmed or declined, where a decision is said to be written down wrongly."""

from __future__ import annotations

from collections.abc import Iterator

from application.doing.about import Known, Point
from domain.kernel.item import long_date
from domain.kernel.mending.redeciding import Redecidable


def what_is_proposed(item: Redecidable, known: Known) -> Iterator[Point]:
    """The decision, what it says, what it should say, why, and who says so."""
    if asked := item.redecision:
        yield Point("Decision", asked.called)
        yield Point("What it says", asked.says(known.agencies))
        yield Point("What it should say", asked.should_say(known.agencies))
        yield Point("Why", asked.reason)
        yield Point("Proposed by", f"{known.person(asked.by)}, {long_date(asked.on)}")
