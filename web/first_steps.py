"""What to do first where nothing is on record yet: in each register, and in the whole ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from sqlalchemy import literal_column, select

from application.doing import access
from domain.kernel.item import in_a_row
from domain.kernel.terms import Role
from domain.kernel.vocabulary import said
from projections.register import Register
from projections.view import View
from web.noun import nouns
from web.security import deed_of
from web.view import person


@dataclass(frozen=True)
class Lead:
    """A link to a first step: an endpoint, the noun that its address names, and its words."""

    endpoint: str
    words: str
    noun: str = ""

    @property
    def deed(self) -> str:
        """Who may follow it, as the access table has it."""
        return deed_of(current_app, self.endpoint)

    @property
    def may(self) -> bool:
        """Whether the reader may."""
        return self.deed == "*" or access.may(person(), self.deed) is not None

    @property
    def href(self) -> str:
        """Its address."""
        named: Any = {"noun": self.noun} if self.noun else {}
        return url_for(self.endpoint, **named)


@dataclass(frozen=True)
class FirstStep:
    """What to do first, and the links of those who may; `who` may where the reader may not."""

    sentence: str
    leads: Sequence[Lead]
    who: str = ""


_LOAD = "Load the {} that you have"
_STEPS: Mapping[str, tuple[str, Sequence[Lead]]] = {
    "risks": (
        "No risk is on record yet. Load the register that you have, or record the first risk.",
        (
            Lead("imports.ask", _LOAD.format("register"), "risks"),
            Lead("risks.new", "Record a risk"),
        ),
    ),
    "recommendations": (
        "No recommendation is on record yet. Load the tracker that you have, or record those of "
        "one report together.",
        (
            Lead("imports.ask", _LOAD.format("tracker"), "recommendations"),
            Lead("recommendations.several.record", "Record several of one report"),
            Lead("recommendations.new", "Record a recommendation"),
        ),
    ),
    "disputes": (
        "No dispute is on record yet. One begins with the minute of a meeting that names it. See "
        "first whether the procedure is yours.",
        (
            Lead("procedure.procedure", "See the procedure"),
            Lead("disputes.record", "Record a dispute"),
            Lead("imports.ask", _LOAD.format("log"), "disputes"),
        ),
    ),
    "actions": (
        "No action is on record yet. An action is best set on the page of what it serves: a risk, "
        "a recommendation or a dispute.",
        (
            Lead("actions.new", "Set an action"),
            Lead("imports.ask", _LOAD.format("list"), "actions"),
        ),
    ),
    "meetings": (
        "No meeting is on record yet. See first who sits in each group and what its quorum is. "
        "Then plan the next meeting: the days for its papers and minutes follow.",
        (
            Lead("groups.register", "See the groups"),
            Lead("meetings.new", "Plan a meeting"),
            Lead("imports.ask", _LOAD.format("list of meetings"), "meetings"),
        ),
    ),
    "decisions": (
        "No decision is on record yet. Decisions are recorded at their meeting, as it goes on. "
        "Plan the meeting first.",
        (
            Lead("meetings.register", "See the meetings"),
            Lead("decisions.new", "Record a decision between meetings"),
            Lead("imports.ask", _LOAD.format("list of decisions"), "decisions"),
        ),
    ),
    "commissions": (
        "No work is commissioned yet. It is asked of a group, and {executive} ratifies it before "
        "it starts.",
        (Lead("groups.register", "See the groups"), Lead("commissions.new", "Commission work")),
    ),
    "forward_plan": (
        "Nothing is planned ahead yet. See first which standing topics no meeting has.",
        (
            Lead("forward_plan.coverage", "See the standing topics"),
            Lead("forward_plan.new", "Plan something ahead"),
        ),
    ),
    "groups": (
        "No group is on record yet. Add first the group that scrutinises, then {executive}: "
        "meetings, seats and quorum are theirs.",
        (Lead("groups.new", "Add a group"),),
    ),
    "redactions": (
        "No words were ever taken out. Where words should not be here, begin on the step of the "
        "history that has them.",
        (Lead("home.home", "Go to home"),),
    ),
}
"""By the name of the register; the first link is the likeliest."""


def first_step(register: Register[Any], view: View) -> FirstStep | None:
    """What to do first in a register; None where it ever had anything that the reader may see."""
    if register.name not in _STEPS or _has_any(register, view):
        return None
    sentence, leads = _STEPS[register.name]
    return _for_reader(said(sentence), leads)


def first_steps(view: View) -> FirstStep | None:
    """What to do first in a ledger where nothing is on record yet; None in any other."""
    registers = [each.register for each in nouns() if each.name in _BEGUN_BY and each.register]
    if any(_has_any(each, view) for each in registers):
        return None
    return _for_reader(
        "Nothing is on record yet. See first whether the groups and the agencies are right. Then "
        "load what you have in spreadsheets, and plan the next meeting.",
        _FIRST_OF_ALL,
    )


_BEGUN_BY = ("risks", "recommendations", "disputes", "actions", "meetings")
_FIRST_OF_ALL = (
    Lead("groups.register", "See the groups"),
    Lead("agencies.agencies", "See the agencies"),
    Lead("imports.ask", "Load a risk register", "risks"),
    Lead("imports.ask", "Load recommendations", "recommendations"),
    Lead("meetings.new", "Plan a meeting"),
)


def _has_any(register: Register[Any], view: View) -> bool:
    query = register.narrowed(select(literal_column("1")), view, with_errors=True)
    return view.connection.scalar(query.limit(1)) is not None


def _for_reader(sentence: str, leads: Sequence[Lead]) -> FirstStep:
    """The step with the links that the reader may follow now, and who may do the rest."""
    may = [each for each in leads if each.may]
    changes = [each for each in leads if not each.deed.startswith("see.") and each.deed != "*"]
    if not changes or any(each in may for each in changes):
        return FirstStep(sentence, may)
    roles = [role.label for role in Role if role in access.MAY[changes[0].deed]]
    return FirstStep(sentence, may, f"This is for: {in_a_row(roles, joint='or')}.")
