"""What needs somebody among the recommendations and actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from datetime import date
from functools import cache
from itertools import product

from flask import url_for
from sqlalchemy import ColumnElement, and_, false, not_, or_, select

from application.doing import access
from domain.kernel.bodies import Body
from domain.kernel.item import long_date
from domain.kernel.terms import Role
from domain.recommendations.vocabulary import Source, closers_of
from projections.actions import actions
from projections.actions.actions import ACTIONS, all_ended
from projections.firsts import Listed
from projections.recommendations import follow_up
from projections.recommendations.follow_up import FOLLOW_UP, of_source
from projections.versioned import Row
from projections.view import View
from web.home.needs import SHOWN, Need, NeedLine, Telling, Wanted, agencies, roles
from web.view import person
from web.wording import days_left, working_days_left

Note = Callable[[Row], str]
Which = Callable[[View], ColumnElement[bool]]
Part = tuple[Listed, Telling]
"""A list, and how a row of it is told."""


def to_judge(view: View) -> list[Wanted]:
    """What only somebody else than its owner can decide: is it done, may it be later, did it last?

    Of a recommendation, only of the sources that this person's roles may close.
    """
    closable = [
        (source.value, body.value if body else "")
        for source, body in product(Source, (None, *Body))
        if closers_of(source, body).roles & roles()
    ]
    verify_by = _note(view, "verify_by", _working_days)
    awaiting = follow_up.awaiting_verification
    wanted = [
        Wanted(
            "Recommendations that await your verification",
            [_recommendations(lambda view: and_(awaiting(), _of(closable), *_not_mine()),
                              verify_by)],
            url_for("recommendations.register", awaiting="yes"),
        ),
    ]  # fmt: skip
    if access.may(person(), "action.verify"):
        unverified = actions.awaiting_verification
        wanted.append(
            Wanted(
                "Actions that await verification",
                [_actions(lambda view: and_(unverified(), *_not_my_actions()), verify_by)],
                url_for("actions.register", awaiting="yes"),
            )
        )
    wanted.append(Wanted("New due dates that await a decision", _asked()))
    if access.may(person(), "recommendation.review_impact"):
        due = follow_up.impact_due
        wanted.append(
            Wanted(
                "Impact reviews that are due",
                [_recommendations(lambda view: and_(due(view), _of(closable), *_not_mine()),
                                  _note(view, "impact_on", _days))],
                url_for("recommendations.register", impact_due="yes", status="all"),
            )
        )  # fmt: skip
    return wanted


def of_my_agencies(view: View) -> list[Wanted]:
    """What this person's agencies own and have not yet claimed to be done."""
    wanted = []
    ended = cache(lambda: all_ended(view))
    for agency in agencies():
        wanted += [
            Wanted(
                "Your agency’s recommendations",
                [_recommendations(_owned(FOLLOW_UP.c, follow_up.with_its_owner, agency),
                                  lambda row: _due(row, view, ended()))],
                url_for("recommendations.register", owner_agency=agency),
                why="The soonest due first.",
            ),
            Wanted(
                "Your agency’s actions",
                [_actions(_owned(ACTIONS.c, actions.with_its_owner, agency),
                          _note(view, "due_on", _days))],
                url_for("actions.register", owner_agency=agency),
                why="The soonest due first.",
            ),
        ]  # fmt: skip
    return wanted


def to_chase(view: View) -> list[Wanted | Need]:
    """What is late, for those who chase it or asked for it."""
    wanted: list[Wanted | Need] = []
    if Role.SCRUTINEER in roles():
        theirs = Source.INDEPENDENT_SCRUTINY
        wanted.append(
            Wanted(
                "Recommendations of independent scrutiny that are overdue",
                [_recommendations(lambda view: and_(follow_up.overdue(view), of_source(theirs)),
                                  _note(view, "due_on", _days))],
                url_for("recommendations.register", overdue="yes", source=theirs),
            )
        )  # fmt: skip
    if Role.BUSINESS_TEAM not in roles():
        return wanted
    return [
        *wanted,
        Wanted(
            "Recommendations that are overdue",
            [_recommendations(follow_up.overdue, _note(view, "due_on", _days))],
            url_for("recommendations.register", overdue="yes"),
        ),
        Wanted(
            "Actions that are overdue",
            [_actions(actions.overdue, _note(view, "due_on", _days))],
            url_for("actions.register", overdue="yes"),
        ),
        _whose_actions_ended(view),
    ]


def _whose_actions_ended(view: View) -> Need:
    """What their owners could claim to be done; it takes the actions to know."""
    ended = all_ended(view)
    references: list[str] = []
    if ended:
        query = FOLLOW_UP.narrowed(
            select(FOLLOW_UP.c.reference), view, follow_up.with_its_owner()
        ).order_by(*FOLLOW_UP.order("", view))
        references = [each for each in view.connection.scalars(query) if each in ended]
    shown = FOLLOW_UP.c.reference.in_(references[:SHOWN])
    rows = FOLLOW_UP.rows(view, shown) if references else []
    return Need(
        "Recommendations whose actions have all ended",
        "Ask their owners whether they can be submitted.",
        [_line(row, row["words"], "recommendations.recommendation", _due(row, view))
         for row in rows],
        len(references),
        url_for("recommendations.register"),
    )  # fmt: skip


def _asked() -> list[Part]:
    """Requests for another date that this person may decide on, of both kinds."""

    def note(row: Row) -> str:
        due = f"due {long_date(row['due_on'])}" if row["due_on"] else "no due date"
        return f"{due}, asked for {long_date(row['asked_due_on'])}"

    parts: list[Part] = []
    if access.may(person(), "recommendation.approve_redate"):
        by_others = FOLLOW_UP.c.redate_asked_by != person().id
        open_ones = and_(follow_up.redate_asked(), follow_up.is_open(), by_others)
        parts.append(_recommendations(lambda view: and_(open_ones, *_not_owned()), note))
    if access.may(person(), "action.approve_redate"):
        by_others = ACTIONS.c.redate_asked_by != person().id
        open_actions = and_(actions.redate_asked(), actions.is_open(), by_others)
        parts.append(_actions(lambda view: and_(open_actions, *_not_owned_actions()), note))
    return parts


# ---------------------------------------------------------------- which ones


def _of(closable: Sequence[tuple[str, str]]) -> ColumnElement[bool]:
    """Those of such sources that are addressed to such a body, or to none."""
    row, sources = FOLLOW_UP.c, dict[str, list[str]]()
    for source, body in closable:
        sources.setdefault(body, []).append(source)
    of_each = [
        and_(row.addressed_to == body, row.source.in_(each)) for body, each in sources.items()
    ]
    return and_(row.source.in_([source for source, _ in closable]), or_(false(), *of_each))


def _owned(columns: object, which: Callable[[], ColumnElement[bool]], agency: str) -> Which:
    owner = columns.owner_agency  # type: ignore[attr-defined]
    return lambda view: and_(which(), owner == agency)


def _not_owned() -> list[ColumnElement[bool]]:
    """Recommendations that no agency of this person owns, or is addressed by."""
    row, mine = FOLLOW_UP.c, agencies()
    addressed = [row.agencies.contains(f"\n{each}\n", autoescape=True) for each in mine]
    return [not_(or_(row.owner_agency.in_(mine), *addressed))] if mine else []


def _not_owned_actions() -> list[ColumnElement[bool]]:
    """Actions that no agency of this person owns."""
    return [ACTIONS.c.owner_agency.not_in(mine)] if (mine := agencies()) else []


def _not_mine() -> list[ColumnElement[bool]]:
    """Recommendations that this person may judge: neither theirs nor claimed by them."""
    return [*_not_owned(), FOLLOW_UP.c.submitted_by != person().id]


def _not_my_actions() -> list[ColumnElement[bool]]:
    """Actions that this person may judge: neither theirs nor claimed by them."""
    return [*_not_owned_actions(), ACTIONS.c.submitted_by != person().id]


# ---------------------------------------------------------------- lines


def _recommendations(which: Which, note: Note) -> Part:
    where = "recommendations.recommendation"
    return Listed(FOLLOW_UP, which), lambda row: _line(row, row["words"], where, note(row))


def _actions(which: Which, note: Note) -> Part:
    return (
        Listed(ACTIONS, which),
        lambda row: _line(row, row["title"], "actions.action", note(row)),
    )


def _line(row: Row, title: str, endpoint: str, note: str) -> NeedLine:
    href = url_for(endpoint, reference=row["reference"])
    return NeedLine(row["reference"], title, href, note, late=" late" in note)


def _note(view: View, key: str, words: Callable[[str, View], str]) -> Note:
    return lambda row: words(row[key], view)


def _due(row: Row, view: View, ended: Set[str] = frozenset()) -> str:
    words = _days(row["due_on"], view)
    return f"{words}; every action has ended" if row["reference"] in ended else words


def _days(day: str, view: View) -> str:
    return days_left((date.fromisoformat(day) - view.on).days) if day else "no due date"


def _working_days(day: str, view: View) -> str:
    """How long the verifier has: that is counted in working days."""
    return working_days_left(day, view.on, view.calendar)
