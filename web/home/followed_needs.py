"""What needs somebody among the recommendations and actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Connection, and_

from application.doing import access
from domain.kernel.item import long_date
from domain.kernel.terms import Role
from domain.recommendations.vocabulary import CLOSERS, Source
from projections.actions import actions
from projections.actions.actions import actions as action_table
from projections.followed import redates
from projections.listed import each_of
from projections.recommendations import follow_up
from projections.recommendations.follow_up import follow_up as table
from projections.versioned import Moment, Row
from web.home.needs import Line, Need, agencies, need, roles
from web.view import ledger, limits, person
from web.wording import days_left, working_days_left

Note = Callable[[Row], str]


def to_judge(connection: Connection, moment: Moment) -> list[Need]:
    """What only somebody else than its owner can decide: is it done, may it be later, did it last?

    Of a recommendation, only of the sources that this person's roles may close.
    """
    of_mine = table.c.source.in_(
        [source.value for source in Source if CLOSERS[source].roles & roles()]
    )
    due_for_review = and_(follow_up.impact_due(moment), of_mine)
    return [
        need(
            "Recommendations that await your verification",
            _recommendations(
                connection, and_(follow_up.awaiting_verification(), of_mine), moment,
                note=lambda row: _working_days(row["verify_by"], moment), but=_mine,
            ),
            url_for("recommendations.register", awaiting="yes"),
        ),
        need(
            "Actions that await verification",
            _actions(
                connection, action_table.c.status == "submitted", moment,
                note=lambda row: _working_days(row["verify_by"], moment), but=_mine,
            )
            if access.may(person(), "action.verify")
            else [],
            url_for("actions.register", awaiting="yes"),
        ),
        need("New due dates that await a decision", _asked(connection, moment), ""),
        need(
            "Impact reviews that are due",
            _recommendations(
                connection, due_for_review, moment,
                note=lambda row: _days(row["impact_on"], moment), but=_mine,
            )
            if access.may(person(), "recommendation.review_impact")
            else [],
            url_for("recommendations.register", impact_due="yes", status="all"),
        ),
    ]  # fmt: skip


def of_my_agencies(connection: Connection, moment: Moment) -> list[Need]:
    """What this person's agencies own and have not yet claimed to be done."""
    needs = []
    ended = actions.all_ended(connection, moment=moment) if agencies() else set()
    for agency in agencies():
        with_owner = and_(
            table.c.closing == "", table.c.claimed.is_(False), table.c.owner_agency == agency
        )
        open_ones = and_(
            actions.OPEN,
            action_table.c.status != "submitted",
            action_table.c.owner_agency == agency,
        )
        needs += [
            need(
                "Your agency’s recommendations",
                _recommendations(
                    connection, with_owner, moment, note=lambda row: _due(row, moment, ended)
                ),
                url_for("recommendations.register", owner_agency=agency),
                why="The soonest due first.",
            ),
            need(
                "Your agency’s actions",
                _actions(
                    connection, open_ones, moment, note=lambda row: _days(row["due_on"], moment)
                ),
                url_for("actions.register", owner_agency=agency),
                why="The soonest due first.",
            ),
        ]
    return needs


def to_chase(connection: Connection, moment: Moment) -> list[Need]:
    """What is late, for those who chase it or asked for it."""
    needs = []
    if Role.SCRUTINEER in roles():
        scrutiny = table.c.source == Source.INDEPENDENT_SCRUTINY.value
        where = url_for(
            "recommendations.register", overdue="yes", source=Source.INDEPENDENT_SCRUTINY
        )
        title = "Recommendations of independent scrutiny that are overdue"
        needs.append(_overdue(connection, scrutiny, moment, title, where))
    if Role.BUSINESS_TEAM not in roles():
        return needs
    everything = table.c.reference != ""
    ended = actions.all_ended(connection, moment=moment)
    ready = and_(
        table.c.closing == "", table.c.claimed.is_(False), table.c.reference.in_(sorted(ended))
    )
    return [
        *needs,
        _overdue(
            connection, everything, moment, "Recommendations that are overdue",
            url_for("recommendations.register", overdue="yes"),
        ),
        need(
            "Actions that are overdue",
            _actions(
                connection, actions.overdue(moment), moment,
                note=lambda row: _days(row["due_on"], moment),
            ),
            url_for("actions.register", overdue="yes"),
        ),
        need(
            "Recommendations whose actions have all ended",
            _recommendations(connection, ready, moment, note=lambda row: _due(row, moment)),
            url_for("recommendations.register"),
            why="Ask their owners whether they can be submitted.",
        ),
    ]  # fmt: skip


def _overdue(
    connection: Connection, which: ColumnElement[bool], moment: Moment, title: str, where: str
) -> Need:
    late = and_(follow_up.overdue(moment), which)
    lines = _recommendations(connection, late, moment, note=lambda row: _due(row, moment))
    return need(title, lines, where)


def _asked(connection: Connection, moment: Moment) -> list[Line]:
    """Requests for another date that this person may decide on, of both kinds."""
    asked_by = redates.undecided(connection)

    def mine(row: Row) -> bool:
        return _own(row) or asked_by.get(row["reference"]) == person().id

    def note(row: Row) -> str:
        due = f"due {long_date(row['due_on'])}" if row["due_on"] else "no due date"
        return f"{due}, asked for {long_date(row['asked_due_on'])}"

    lines: list[Line] = []
    if access.may(person(), "recommendation.approve_redate"):
        open_ones = and_(table.c.asked_due_on != "", table.c.closing == "")
        lines += _recommendations(connection, open_ones, moment, note=note, but=mine)
    if access.may(person(), "action.approve_redate"):
        open_ones = and_(action_table.c.asked_due_on != "", actions.OPEN)
        lines += _actions(connection, open_ones, moment, note=note, but=mine)
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
    connection: Connection,
    which: ColumnElement[bool],
    moment: Moment,
    *,
    note: Note,
    but: Callable[[Row], bool] = _nobody,
) -> list[Line]:
    rows = follow_up.recommendations_that(
        connection, which, moment=moment, limits=limits(moment.on)
    )
    return [
        _line(row, "words", url_for("recommendations.recommendation", **_named(row)), note(row))
        for row in rows
        if not but(row)
    ]


def _actions(
    connection: Connection,
    which: ColumnElement[bool],
    moment: Moment,
    *,
    note: Note,
    but: Callable[[Row], bool] = _nobody,
) -> list[Line]:
    rows = actions.actions_that(connection, which, moment=moment)
    return [
        _line(row, "title", url_for("actions.action", **_named(row)), note(row))
        for row in rows
        if not but(row)
    ]


def _named(row: Row) -> Mapping[str, Any]:
    return {"reference": row["reference"]}


def _line(row: Row, title: str, href: str, note: str) -> Line:
    return Line(row["reference"], row[title], href, note, late=" late" in note)


def _due(row: Row, moment: Moment, ended: Set[str] = frozenset()) -> str:
    words = _days(row["due_on"], moment)
    return f"{words}; every action has ended" if row["reference"] in ended else words


def _days(day: str, moment: Moment) -> str:
    if not day:
        return "no due date"
    return days_left((date.fromisoformat(day) - moment.on).days)


def _working_days(day: str, moment: Moment) -> str:
    """How long the verifier has: that is counted in working days."""
    return working_days_left(day, moment.on, ledger().calendar)
