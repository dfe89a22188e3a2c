"""What it costs to read the register as it stood at the middle of the log, beside now."""

from __future__ import annotations

from benchmarks.figures import Figure, in_turn, middle
from benchmarks.partnership import RISKS, Partnership
from projections.risks.risk_register import RISKS as RISK_REGISTER
from web.moments import look


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
