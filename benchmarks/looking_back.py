"""What it costs to read the register as it stood at the middle of the log, beside now."""

from __future__ import annotations

from benchmarks.figures import Figure, in_turn, middle
from benchmarks.partnership import RISKS, Partnership
from benchmarks.visitor import Visitor
from projections.risks.risk_register import RISKS as RISK_REGISTER
from web.moments import look

_AIM = 3


def page_as_at(partnership: Partnership) -> Figure:
    """The first page of the register, as at the middle and now."""
    visitor = Visitor(partnership)
    past = f"/risks?as-at=%23{partnership.middle}"
    rounds = in_turn(lambda: visitor.get(past), lambda: visitor.get("/risks"), rounds=20)
    return _figure("First page as at the middle of the log, to now", rounds)


def register_as_at(partnership: Partnership) -> Figure:
    """The whole register, as `scrutiny list risks` reads it, as at the middle and now."""

    def read(moment: str) -> None:
        with partnership.ledger.reading() as connection:
            RISK_REGISTER.rows(look(partnership.ledger, connection, moment))

    rounds = in_turn(lambda: read(f"#{partnership.middle}"), lambda: read(""), rounds=5)
    return _figure(f"All {RISKS:,} risks as at the middle of the log, to now", rounds)


def _figure(name: str, rounds: list[tuple[float, ...]]) -> Figure:
    then = middle(past for past, _ in rounds) * 1000
    now = middle(present for _, present in rounds) * 1000
    ratio = middle(past / present for past, present in rounds)
    return Figure(name, ratio, "×", aim=_AIM, details=f"{then:.0f} ms and {now:.0f} ms")
