"""What the history of a recommendation or an action tells besides the columns of its register."""

from __future__ import annotations

from domain.kernel.claims import Evidence
from domain.kernel.followed import Followed
from projections.view import View


def story_of_followed(item: Followed, view: View) -> dict[str, str]:
    """Each piece of evidence, in words."""
    return {f"Evidence {number}": _evidence(each) for number, each in item.evidence.items()}


def _evidence(evidence: Evidence) -> str:
    checked = "checked" if evidence.checked else ""
    withdrawn = "withdrawn" if evidence.withdrawn else ""
    words = (evidence.title, evidence.link or evidence.file_name, checked, withdrawn)
    return ", ".join(filter(None, words))
