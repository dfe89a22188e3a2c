"""What the history of an item tells of its evidence, besides the columns of its register."""

from __future__ import annotations

from typing import Any

from domain.kernel.evidence import Evidence, Evidenced
from projections.columns import NUMBER, Column
from projections.view import View


def story_of_evidence(item: Evidenced, view: View) -> dict[str, str]:
    """Each piece of evidence, in words."""
    return {f"Evidence {number}": _evidence(each) for number, each in item.evidence.items()}


def _evidence(evidence: Evidence) -> str:
    checked = "checked" if evidence.checked else ""
    withdrawn = "withdrawn" if evidence.withdrawn else ""
    where = evidence.file.name if evidence.file else evidence.link
    return ", ".join(filter(None, (evidence.title, where, checked, withdrawn)))


EVIDENCE: Column[Any] = Column(
    "evidence", "Pieces of evidence", NUMBER, lambda item: len(item.counting), in_story=False
)
"""How much evidence of an item counts."""
