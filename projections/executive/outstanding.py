"""The outstanding risks, each with everything about it that is not as it should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Integer, and_, bindparam, select

from domain.kernel.terms import Sight
from domain.risks.risk import Risk
from projections.listed import each_of
from projections.questions import Question, Remembered, left_open
from projections.recommendations import follow_up
from projections.recommendations.follow_up import FOLLOW_UP
from projections.register import Page
from projections.risks import risk_register
from projections.risks.risk_register import HYGIENE, RISKS
from projections.view import View

FLAGS = {
    "is_above_appetite": risk_register.above_appetite,
    "is_target_passed": risk_register.target_passed,
    **{f"has_{key}": holds for key, (_, holds) in HYGIENE.items()},
}
"""What each row has besides the columns of the register."""
_LATE = 500
"""How many late recommendations are looked through for the risks that they are linked to."""


@dataclass(frozen=True)
class Totals:
    """How many of all outstanding risks have each of the flags that are no hygiene."""

    outstanding: int
    escalated: int
    above_appetite: int
    target_dates: int
    off_the_map: int


def outstanding(view: View, *, most: int) -> tuple[Page, Totals]:
    """The first outstanding risks, the highest score first, with `FLAGS`; and the totals."""
    whose = (view.now, view.sight)
    rows, counts = _ASKED.get(whose, lambda: _asked(*whose))
    found = [RISKS.told(view, row) for row in rows.rows(view, most=most)]
    totals = Totals(*counts.one(view))
    return Page(found, totals.outstanding, size=most), totals


def _asked(now: bool, sight: Sight) -> tuple[Question, Question]:
    view, is_open = left_open(now=now, sight=sight), risk_register.is_open()
    flags = [holds(view).label(key) for key, holds in FLAGS.items()]
    rows = RISKS.select(view, *flags).where(is_open).order_by(*RISKS.order("", view))
    counts = select(
        RISKS.counted(view, is_open),
        RISKS.counted(view, is_open, risk_register.escalated()),
        RISKS.counted(view, is_open, risk_register.above_appetite(view)),
        RISKS.counted(view, risk_register.target_passed_or_moved(view)),
        RISKS.counted(view, risk_register.off_the_map(view)),
    )
    return Question(rows.limit(bindparam("most", type_=Integer()))), Question(counts)


_ASKED: Remembered[tuple[Question, Question]] = Remembered()


def late_recommendations(view: View) -> Mapping[str, int]:
    """How many late recommendations are linked to each risk, of the first 500 that are."""
    whose = (view.now, view.sight)
    rows = _LATE_ONES.get(whose, lambda: _late_ones(*whose)).rows(view)
    linked = (each for row in rows for each in each_of(row["links"]))
    return Counter(each for each in linked if each.startswith(Risk.prefix))


def _late_ones(now: bool, sight: Sight) -> Question:
    view, row = left_open(now=now, sight=sight), FOLLOW_UP.c
    late = and_(follow_up.overdue(view), follow_up.linked_to(Risk))
    query = FOLLOW_UP.narrowed(select(row.links), view, late)
    return Question(query.order_by(row.due_on, row.reference).limit(_LATE))


_LATE_ONES: Remembered[Question] = Remembered()
