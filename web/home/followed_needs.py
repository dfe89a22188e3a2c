"""What needs somebody among the recommendations and actions."""

from __future__ import annotations

from collections.abc import Callable, Set
from datetime import date

from flask import url_for
from sqlalchemy import ColumnElement, and_

from application.doing import access
from domain.kernel.item import long_date
from domain.kernel.terms import Role
from domain.recommendations.vocabulary import CLOSERS, Source
from projections.actions import actions
from projections.actions.actions import ACTIONS, all_ended
from projections.listed import each_of
from projections.recommendations import follow_up
from projections.recommendations.follow_up import FOLLOW_UP, of_source
from projections.versioned import Row
from projections.view import View
from web.home.needs import Need, NeedLine, agencies, need, roles
from web.view import person
from web.wording import days_left, working_days_left

Note = Callable[[Row], str]


def to_judge(view: View) -> list[Need]:
    """What only somebody else than its owner can decide: is it done, may it be later, did it last?

    Of a recommendation, only of the sources that this person's roles may close.
    """
    closable = [source.value for source in Source if CLOSERS[source].roles & roles()]
    of_mine = FOLLOW_UP.c.source.in_(closable)
    due_for_review = and_(follow_up.impact_due(view), of_mine)
    return [
        need(
            "Recommendations that await your verification",
            _recommendations(
                view, and_(follow_up.awaiting_verification(), of_mine),
                note=lambda row: _working_days(row["verify_by"], view), but=_mine,
            ),
            url_for("recommendations.register", awaiting="yes"),
        ),
        need(
            "Actions that await verification",
            _actions(
                view, actions.awaiting_verification(),
                note=lambda row: _working_days(row["verify_by"], view), but=_mine,
            )
            if access.may(person(), "action.verify")
            else [],
            url_for("actions.register", awaiting="yes"),
        ),
        need("New due dates that await a decision", _asked(view), ""),
        need(
            "Impact reviews that are due",
            _recommendations(
                view, due_for_review, note=lambda row: _days(row["impact_on"], view), but=_mine
            )
            if access.may(person(), "recommendation.review_impact")
            else [],
            url_for("recommendations.register", impact_due="yes", status="all"),
        ),
    ]  # fmt: skip


def of_my_agencies(view: View) -> list[Need]:
    """What this person's agencies own and have not yet claimed to be done."""
    needs = []
    ended = all_ended(view) if agencies() else set()
    for agency in agencies():
        its_own = and_(follow_up.with_its_owner(), FOLLOW_UP.c.owner_agency == agency)
        its_actions = and_(actions.with_its_owner(), ACTIONS.c.owner_agency == agency)
        needs += [
            need(
                "Your agency’s recommendations",
                _recommendations(view, its_own, note=lambda row: _due(row, view, ended)),
                url_for("recommendations.register", owner_agency=agency),
                why="The soonest due first.",
            ),
            need(
                "Your agency’s actions",
                _actions(view, its_actions, note=lambda row: _days(row["due_on"], view)),
                url_for("actions.register", owner_agency=agency),
                why="The soonest due first.",
            ),
        ]
    return needs


def to_chase(view: View) -> list[Need]:
    """What is late, for those who chase it or asked for it."""
    needs = []
    if Role.SCRUTINEER in roles():
        where = url_for(
            "recommendations.register", overdue="yes", source=Source.INDEPENDENT_SCRUTINY
        )
        title = "Recommendations of independent scrutiny that are overdue"
        late = and_(follow_up.overdue(view), of_source(Source.INDEPENDENT_SCRUTINY))
        needs.append(_overdue(view, late, title, where))
    if Role.BUSINESS_TEAM not in roles():
        return needs
    all_done = FOLLOW_UP.c.reference.in_(sorted(all_ended(view)))
    return [
        *needs,
        _overdue(
            view, follow_up.overdue(view), "Recommendations that are overdue",
            url_for("recommendations.register", overdue="yes"),
        ),
        need(
            "Actions that are overdue",
            _actions(view, actions.overdue(view), note=lambda row: _days(row["due_on"], view)),
            url_for("actions.register", overdue="yes"),
        ),
        need(
            "Recommendations whose actions have all ended",
            _recommendations(
                view, and_(follow_up.with_its_owner(), all_done),
                note=lambda row: _due(row, view),
            ),
            url_for("recommendations.register"),
            why="Ask their owners whether they can be submitted.",
        ),
    ]  # fmt: skip


def _overdue(view: View, late: ColumnElement[bool], title: str, where: str) -> Need:
    return need(title, _recommendations(view, late, note=lambda row: _due(row, view)), where)


def _asked(view: View) -> list[NeedLine]:
    """Requests for another date that this person may decide on, of both kinds."""

    def mine(row: Row) -> bool:
        return _own(row) or row["redate_asked_by"] == person().id

    def note(row: Row) -> str:
        due = f"due {long_date(row['due_on'])}" if row["due_on"] else "no due date"
        return f"{due}, asked for {long_date(row['asked_due_on'])}"

    lines: list[NeedLine] = []
    if access.may(person(), "recommendation.approve_redate"):
        open_ones = and_(FOLLOW_UP.c.asked_due_on != "", follow_up.is_open())
        lines += _recommendations(view, open_ones, note=note, but=mine)
    if access.may(person(), "action.approve_redate"):
        open_ones = and_(ACTIONS.c.asked_due_on != "", actions.is_open())
        lines += _actions(view, open_ones, note=note, but=mine)
    return lines


# ---------------------------------------------------------------- lines


def _nobody(row: Row) -> bool:
    return False


def _own(row: Row) -> bool:
    """Whether an agency of this person owns it."""
    addressed = each_of(row["agencies"]) if "agencies" in row else []
    return not {row["owner_agency"], *addressed}.isdisjoint(agencies())


def _mine(row: Row) -> bool:
    """Whether somebody else must judge it."""
    return _own(row) or row["submitted_by"] == person().id


def _recommendations(
    view: View, which: ColumnElement[bool], *, note: Note, but: Callable[[Row], bool] = _nobody
) -> list[NeedLine]:
    where = "recommendations.recommendation"
    rows = FOLLOW_UP.rows(view, which)
    return [_line(row, row["words"], where, note(row)) for row in rows if not but(row)]


def _actions(
    view: View, which: ColumnElement[bool], *, note: Note, but: Callable[[Row], bool] = _nobody
) -> list[NeedLine]:
    rows = ACTIONS.rows(view, which)
    return [_line(row, row["title"], "actions.action", note(row)) for row in rows if not but(row)]


def _line(row: Row, title: str, endpoint: str, note: str) -> NeedLine:
    href = url_for(endpoint, reference=row["reference"])
    return NeedLine(row["reference"], title, href, note, late=" late" in note)


def _due(row: Row, view: View, ended: Set[str] = frozenset()) -> str:
    words = _days(row["due_on"], view)
    return f"{words}; every action has ended" if row["reference"] in ended else words


def _days(day: str, view: View) -> str:
    return days_left((date.fromisoformat(day) - view.on).days) if day else "no due date"


def _working_days(day: str, view: View) -> str:
    """How long the verifier has: that is counted in working days."""
    return working_days_left(day, view.on, view.calendar)
