"""What each agency owes: what it has not answered, what is late, what was returned to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from domain.actions.action import Status as ActionStatus
from domain.kernel.terms import Sight
from domain.recommendations.vocabulary import Status
from projections.actions import actions
from projections.actions.actions import ACTIONS
from projections.disputes import disputes
from projections.disputes.disputes import DISPUTES
from projections.listed import each_of
from projections.questions import Question, Remembered, left_open
from projections.recommendations import follow_up
from projections.recommendations.follow_up import FOLLOW_UP
from projections.register import UNCOUNTED, Register
from projections.risks import risk_register
from projections.risks.risk_register import RISKS
from projections.view import View


@dataclass
class Owed:
    """How much, by the reference of the agency.

    `unanswered`: recommendations without a response, and replies in disputes; `late`:
    recommendations, actions and reviews of risks past their date; `returned`: recommendations and
    actions that a verifier sent back.
    """

    unanswered: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    returned: Counter[str] = field(default_factory=Counter)

    @property
    def whole(self) -> bool:
        """Whether all was counted."""
        parts = (self.unanswered, self.late, self.returned)
        return all(sum(each.values()) < UNCOUNTED for each in parts)

    @property
    def agencies(self) -> set[str]:
        """Every agency that owes something; "" stands for what nobody owns."""
        return {*self.unanswered, *self.late, *self.returned}

    def of(self, *agencies: str) -> tuple[int, int, int]:
        """What these agencies owe together: unanswered, late, returned."""
        unanswered, late, returned = (
            sum(each[agency] for agency in agencies)
            for each in (self.unanswered, self.late, self.returned)
        )
        return unanswered, late, returned


def owed(view: View) -> Owed:
    """What every agency owes at the moment."""
    whose = (view.now, view.sight)
    asked = _ASKED.get(whose, lambda: _asked(*whose))
    found = Owed()
    for name in ("recommendations", "actions", "risks"):
        for row in asked[name].rows(view):
            for kind in ("unanswered", "late", "returned"):
                getattr(found, kind)[row["owner_agency"]] += row.get(kind, 0)
    for row in asked["disputes"].rows(view):
        for agency in each_of(row["awaited"]):
            found.unanswered[agency] += row["replies"]
    return found


_Parts = Mapping[str, ColumnElement[bool]]


def _asked(now: bool, sight: Sight) -> Mapping[str, Question]:
    view = left_open(now=now, sight=sight)
    of_recommendations = {
        "unanswered": follow_up.unanswered(),
        "late": follow_up.overdue(view),
        "returned": FOLLOW_UP.c.status == Status.RETURNED,
    }
    of_actions = {
        "late": actions.overdue(view),
        "returned": ACTIONS.c.status == ActionStatus.RETURNED,
    }
    of_risks = {"late": and_(risk_register.is_open(), risk_register.overdue(view))}
    awaited = select(DISPUTES.c.awaited, func.count().label("replies"))
    replies = DISPUTES.narrowed(awaited, view, disputes.is_open(), DISPUTES.c.awaited != "")
    return {
        "recommendations": Question(_owners(FOLLOW_UP, view, of_recommendations)),
        "actions": Question(_owners(ACTIONS, view, of_actions)),
        "risks": Question(_owners(RISKS, view, of_risks)),
        "disputes": Question(replies.group_by(DISPUTES.c.awaited)),
    }


def _owners(register: Register[Any], view: View, parts: _Parts) -> Select[Any]:
    """How many of each part every owner has, among as many items as registers count."""
    told = (register.c.owner_agency, *(each.label(name) for name, each in parts.items()))
    some = register.narrowed(select(*told), view, or_(*parts.values())).limit(UNCOUNTED).subquery()
    counts = (func.count().filter(some.c[name]).label(name) for name in parts)
    return select(some.c.owner_agency, *counts).group_by(some.c.owner_agency)


_ASKED: Remembered[Mapping[str, Question]] = Remembered()
