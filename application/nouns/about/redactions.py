"""What the data protection officer is told of what would go, and never the words."""

from __future__ import annotations

from collections.abc import Iterator

from application.doing.about import Known, Point
from domain.kernel.item import long_date
from domain.redactions.redaction import Redaction, called


def what_would_go(redaction: Redaction, known: Known) -> Iterator[Point]:
    """Where the words stand, with the way there; who proposed it, on what basis, and why."""
    for place in redaction.places:
        step = place["step"]
        yield Point(
            f"Step {step} of {redaction.of}",
            called(place["field"]),
            href=f"/history/{redaction.of}/{step}",
        )
    if said := redaction.proposal:
        yield Point("Who proposes it", f"{known.person(said.by)}, {long_date(said.on)}")
    yield Point("Legal basis", redaction.legal_basis)
    yield Point("Why", redaction.reason)
