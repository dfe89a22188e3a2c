"""Verifying this product's ledger: with its registers and its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing, suppress

from application.accounts.side import SideRecords
from application.keeping.kept import KEPT
from application.ledger.ledger import Ledger
from application.ledger.log.log_check import Fault
from application.ledger.storage.database import permanent
from application.ledger.storage.faults import FAULTS
from application.proof.going_on import latest_beside
from application.proof.keys import key_file
from application.proof.last_run import keep_run
from application.proof.notes import Note
from application.proof.verifying import Progress, Verified, verify
from projections.differences import found_differences
from projections.given import Difference
from storage.versions import versions
from web.nouns import every_projection
from web.running.settings import signing_key


def verified_now(
    ledger: Ledger, *, against: Note | None = None, progress: Progress | None = None
) -> Verified:
    """Verify everything, and keep what was found for the page."""
    projections = every_projection()

    def registers() -> Mapping[str, Iterable[Fault]]:
        found = found_differences(ledger, projections, progress=progress)
        return {name: map(_fault, several) for name, several in found.items()}

    tables = [*permanent.tables.values(), *(each.table for each in projections)]
    older = [name for each in projections for name in each.superseded()]
    others = {versions.name, *older, *(each.table for each in KEPT)}
    beside = latest_beside(key_file(ledger.engine, named=signing_key()))
    found = verify(
        ledger, tables=tables, others=others, registers=registers, against=against, beside=beside,
        progress=progress,
    )  # fmt: skip
    with suppress(*FAULTS), closing(SideRecords(ledger.engine)) as side:
        keep_run(side, found, now=ledger.now())
    return found


def _fault(difference: Difference) -> Fault:
    return Fault(
        str(difference), difference.position, difference.about, difference.field,
        difference.expected, difference.found,
    )  # fmt: skip
