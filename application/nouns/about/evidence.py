"""What is decided on, of an item of any kind: its evidence, and who looked at it."""

from __future__ import annotations

from collections.abc import Iterator

from application.doing.about import Known, Point
from domain.kernel.deciding.decisions import Made
from domain.kernel.deciding.evidence import Evidence, Evidenced
from domain.kernel.item import long_date


def the_evidence(item: Evidenced, known: Known) -> Iterator[Point]:
    """Each piece of evidence that counts, and whether anybody has checked it."""
    if not item.counting:
        yield Point("Evidence", "None.")
    for number, each in item.counting.items():
        # Every form of an item stands beside its evidence: /risks/RSK-2026-001/answer.
        href = f"evidence/{number}" if each.file else each.link
        yield Point(
            f"Evidence {number}",
            _in_words(each, item.made.get(each.decision), known),
            href,
            file=bool(each.file),
        )


def _in_words(evidence: Evidence, made: Made | None, known: Known) -> str:
    """A piece of evidence, who gave it, and whether anybody has checked it."""
    file = f"{evidence.file.name}, SHA-256 {evidence.file.sha256}" if evidence.file else ""
    dated = long_date(evidence.dated)
    what = "; ".join(filter(None, [evidence.title, evidence.kind.words, dated, file]))
    checked = "Nobody has checked it."
    if evidence.checked_by:
        on = long_date(evidence.checked_on)
        checked = f"Checked by {known.by(evidence.checked_by)} on {on}: {evidence.finding}"
    what += f" ({made.words})" if made else ""
    return f"{what}. Added by {known.by(evidence.given_by)}. {checked}"
