"""What is confirmed of the procedure: what each version says that nobody has compared yet."""

from __future__ import annotations

from collections.abc import Iterator

from application.doing.about import Known, Point
from domain.kernel.item import long_date
from domain.procedure.procedure import Procedure, Version
from domain.procedure.rules import DECIDERS


def unconfirmed_versions(item: Procedure, known: Known) -> Iterator[Point]:
    """Each such version: from when it holds, and its stages."""
    for number, version in reversed(item.versions.items()):
        if not version.confirmed:
            yield Point(f"Version {number}", _in_words(version))


def _in_words(version: Version) -> str:
    stages = version.rules.in_order()
    lines = [
        f"{place}. {stage.name}: {DECIDERS[stage.decided_by]}, {_days(stage.days)}"
        for place, stage in enumerate(stages, 1)
    ]
    return "\n".join([f"For disputes from {long_date(version.from_on)}.", *lines])


def _days(days: int | None) -> str:
    if days is None:
        return "no clock"
    return "1 working day" if days == 1 else f"{days} working days"
