"""What passes with time alone, put on record: a stage that became overdue, and what follows.

Running it again records nothing again, however many processes run it at once: each dispute is
read and written under the log's lock.
"""

from __future__ import annotations

from collections.abc import Iterable

from application.ledger.ledger import Ledger
from domain.disputes.dispute import Dispute
from domain.kernel.item import london_date
from domain.kernel.terms import Actor, Occasion, Role

CLOCK = Actor("clock", Role.BUSINESS_TEAM)
"""Who the log names where nobody did it but time."""


def tick(ledger: Ledger, references: Iterable[str]) -> list[str]:
    """Record what became overdue among these disputes; return the references of those.

    Each event happens on the day that the stage became overdue and is recorded now.
    """
    found = []
    for reference in references:
        with ledger.writing():
            dispute = ledger.get(Dispute, reference)
            if _catch_up(ledger, dispute):
                ledger.save(dispute)
                found.append(reference)
    return found


def _catch_up(ledger: Ledger, dispute: Dispute) -> bool:
    """Notice everything that fell due since it was last looked at."""
    now, noticed = ledger.now(), False
    occasion = Occasion(CLOCK, now, london_date(now), ledger.position())
    while dispute.notice_overdue(occasion, calendar=ledger.calendar):
        noticed = True
    return noticed
