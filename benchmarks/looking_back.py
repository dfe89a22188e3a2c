"""What it costs to look back: at the register of the past, and at what has changed since."""

from __future__ import annotations

from sqlalchemy import func, select

from benchmarks.figures import PROCESSOR, Figure, in_turn, middle
from benchmarks.partnership import RISKS, Partnership
from projections.audit.audit_trail import audit_trail
from projections.audit.changes import Between, changed_page, how_many
from projections.risks.risk_register import RISKS as RISK_REGISTER
from web.moments import look, look_back


def register_as_at(partnership: Partnership) -> Figure:
    """The whole register, as `scrutiny list risks` reads it, as at the middle and now."""

    def read(moment: str) -> None:
        with partnership.ledger.reading() as connection:
            RISK_REGISTER.rows(look(partnership.ledger, connection, moment))

    rounds = in_turn(lambda: read(f"#{partnership.middle}"), lambda: read(""), rounds=5)
    then = middle(past for past, _ in rounds) * 1000
    now = middle(present for _, present in rounds) * 1000
    return Figure(
        f"All {RISKS:,} risks as at the middle of the log, to now",
        middle(past / present for past, present in rounds),
        "×",
        aim=3,
        details=f"{then:.0f} ms and {now:.0f} ms",
    )


def changes_since(partnership: Partnership) -> Figure:
    """The first page of what changed in the second half of the log, with the count of each kind,
    against counting the rows of that half."""

    def compare() -> None:
        with partnership.ledger.reading() as connection:
            view = look(partnership.ledger, connection)
            between = Between(look_back(view, f"#{partnership.middle}"), view)
            changed_page(between)
            how_many(between)

    def count() -> None:
        with partnership.ledger.reading() as connection:
            position = audit_trail.c.position
            connection.scalar(
                select(func.count(audit_trail.c.item.distinct())).where(
                    position > partnership.middle
                )
            )

    rounds = in_turn(compare, count, rounds=5, clock=PROCESSOR)
    took = middle(compared for compared, _ in rounds)
    return Figure(
        "What changed in the second half of the log, to counting the items in it",
        middle(compared / counted for compared, counted in rounds),
        "×",
        details=f"{took * 1000:.0f} ms of CPU for {partnership.ledger.position():,} events",
    )
