"""What is decided about of a commission: the question, who asks whom, and the report."""

from __future__ import annotations

from collections.abc import Iterator

from application.doing.about import Known, Point
from application.nouns.about.evidence import the_evidence
from domain.commissions.commission import Commission
from domain.commissions.vocabulary import STATUSES
from domain.kernel.item import in_a_row, long_date
from domain.kernel.vocabulary import said


def how_it_stands(commission: Commission, known: Known) -> Iterator[Point]:
    """What is asked, why, by whom, of whom, by when, and what was reported."""
    yield Point("Question", commission.question)
    yield Point("Why it is asked", commission.reason)
    yield Point("Asked by", f"{said(commission.asker)}, {long_date(commission.asked_on)}")
    yield Point("Asked of", commission.of_name or "No group has been named yet")
    yield Point("Due", long_date(commission.due_on))
    yield Point("Consent awaited of", in_a_row(commission.awaited_consents))
    yield Point("Status", STATUSES[commission.status])
    yield Point("Report", commission.report)
    yield from the_evidence(commission, known)
