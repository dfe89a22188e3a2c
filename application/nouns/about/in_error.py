"""What is agreed or declined about, where an item is said to be recorded in error."""

from __future__ import annotations

from collections.abc import Iterator

from application.doing.about import Known, Point
from domain.kernel.item import long_date
from domain.kernel.mending.in_error import MayBeInError


def what_is_said(item: MayBeInError, known: Known) -> Iterator[Point]:
    """Who said so, when and why."""
    if said := item.said_in_error:
        yield Point("Who says so", f"{known.person(said.by)}, {long_date(said.on)}")
        yield Point("Why", said.reason)
