"""The four figures of the Executive's page, and how many risks stand at each place of the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from sqlalchemy import String, and_, bindparam, select

from domain.kernel.terms import Sight
from projections.actions import actions
from projections.actions.actions import ACTIONS
from projections.disputes import disputes
from projections.disputes.disputes import DISPUTES
from projections.questions import Question, Remembered, left_open
from projections.recommendations.figures import claim_counts
from projections.recommendations.follow_up import FOLLOW_UP
from projections.risks import risk_register
from projections.risks.risk_register import RISKS
from projections.view import View

Place = tuple[int, int]
"""Likelihood and impact."""


@dataclass(frozen=True)
class Standing:
    """How the partnership stands at one moment.

    Of the recommendations that count (neither superseded nor withdrawn), `claimed` are those whose
    owner says that they are done, `verified` those of which somebody independent found it; `beyond`
    are the open disputes at the Executive or further up.
    """

    high: int
    late_actions: int
    disputes: int
    beyond: int
    counted: int
    claimed: int
    verified: int

    def percent(self, part: int) -> int | None:
        """`part` in whole per cent of the recommendations that count; None where none does."""
        return round(100 * part / self.counted) if self.counted else None


def standing(view: View) -> Standing:
    """The figures at the moment; a high risk is one in the highest band of its matrix."""
    whose = (view.now, view.sight)
    counts, claims = _ASKED.get(whose, lambda: _asked(*whose))
    return Standing(*counts.one(view, band=view.matrix.highest_band), *claims.one(view))


def _asked(now: bool, sight: Sight) -> tuple[Question, Question]:
    view = left_open(now=now, sight=sight)
    high = and_(risk_register.is_open(), RISKS.c.current_band == bindparam("band", type_=String()))
    counts = select(
        RISKS.counted(view, high),
        ACTIONS.counted(view, actions.overdue(view)),
        DISPUTES.counted(view, disputes.is_open()),
        DISPUTES.counted(view, disputes.is_open(), disputes.beyond()),
    )
    return Question(counts), Question(FOLLOW_UP.narrowed(select(*claim_counts()), view))


_ASKED: Remembered[tuple[Question, Question]] = Remembered()


COUNTED_AT = 1_000
"""How far the risks of one place are counted: a place with more is as full as can be."""


def places(view: View) -> Mapping[Place, int]:
    """How many open risks there are of each likelihood and impact, `COUNTED_AT` + 1 for any more;
    places without one are left out."""
    there_are = tuple(
        product(range(1, len(view.matrix.likelihoods) + 1), range(1, len(view.matrix.impacts) + 1))
    )
    if not there_are:
        return {}  # before any matrix was adopted
    key = (view.now, view.sight, there_are)
    found = _PLACES.get(key, lambda: _places(*key)).one(view)
    return {place: risks for place, risks in zip(there_are, found, strict=True) if risks}


def _places(now: bool, sight: Sight, there_are: Sequence[Place]) -> Question:
    view, is_open = left_open(now=now, sight=sight), risk_register.is_open()
    counts = [
        RISKS.counted(view, is_open, risk_register.at_place(*place), most=COUNTED_AT + 1)
        for place in there_are
    ]
    return Question(select(*counts))


_PLACES: Remembered[Question] = Remembered()
