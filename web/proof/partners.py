"""The Safeguarding Partners, their keys, and how much of the log each has countersigned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from application.proof.notes import Verifier
from application.proof.witnesses import Sighting, sightings
from projections.partnership.agencies import partners
from projections.view import View


@dataclass(frozen=True)
class Partner:
    """One of them; `seen` is None while it has countersigned nothing."""

    reference: str
    name: str
    key: Verifier | None
    seen: Sighting | None


def keys_of_partners(view: View) -> dict[str, Verifier]:
    """The keys by which partners countersign, by agency."""
    return {
        row["reference"]: Verifier.read(row["verifier"])
        for row in partners(view)
        if row["verifier"]
    }


def partners_seen(view: View) -> Sequence[Partner]:
    """Each of them, and what it has countersigned."""
    seen, keys = sightings(view.connection), keys_of_partners(view)
    return [
        Partner(each, row["name"], keys.get(each), seen.get(each))
        for row in partners(view)
        for each in [row["reference"]]
    ]
