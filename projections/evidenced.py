"""What every register tells of the evidence of its items, and of what was decided on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement

from domain.kernel.deciding.evidence import Evidence, Evidenced
from projections.columns import NUMBER, YES_NO, Column
from projections.filters import Tick
from projections.view import View


def story_of_evidence(item: Evidenced, view: View) -> dict[str, str]:
    """Each piece of evidence, in words."""
    return {f"Evidence {number}": _evidence(each) for number, each in item.evidence.items()}


def _evidence(evidence: Evidence) -> str:
    checked = "checked" if evidence.checked else ""
    withdrawn = "withdrawn" if evidence.withdrawn else ""
    where = evidence.file.name if evidence.file else evidence.link
    return ", ".join(filter(None, (evidence.title, where, checked, withdrawn)))


CHANGED: Column[Any] = Column(
    "changed_since_decided", "Changed since decided", YES_NO, in_story=False
)
"""Whether something has changed that a decision about it rests on which still holds."""


def changed_filter(column: Callable[[], ColumnElement[bool]]) -> Tick:
    """Those of which that is so; `column` is the register's own."""
    return Tick(
        "changed", "Changed since decided", lambda view: column(),
        hint="Those of which something changed that a decision rests on.",
    )  # fmt: skip


EVIDENCE: Column[Any] = Column(
    "evidence", "Pieces of evidence", NUMBER, lambda item: len(item.counting), in_story=False
)
"""How much evidence of an item counts."""
