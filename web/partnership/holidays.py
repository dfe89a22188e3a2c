"""Bank holidays that no list has: recorded by an administrator, with what they would have moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import ColumnElement, and_

from application.ledger.commands import Outcome
from application.nouns.partnership.partnerships import END_HOLIDAY, PROCLAIM
from domain.actions.action import Action
from domain.disputes.dispute import Dispute
from domain.kernel.days.calendar import Calendar
from domain.kernel.days.dates import read_date
from domain.kernel.followed import Followed
from domain.kernel.item import long_date
from domain.partnership.partnership import Partnership
from domain.recommendations.recommendation import Recommendation
from projections.actions.actions import ACTIONS
from projections.disputes.disputes import DISPUTES
from projections.recommendations.follow_up import FOLLOW_UP
from projections.register import Register
from projections.view import View
from web.forms.acting import act_on, moves_for
from web.forms.filled import typed
from web.forms.showing import Around
from web.items.linked import item_href
from web.items.story import story_of
from web.security import allow
from web.view import ledger, the_view

pages = Blueprint("holidays", __name__)


@dataclass(frozen=True)
class Moved:
    """Something that stays due when it is, and would be due later if a day had been known then."""

    reference: str
    title: str
    href: str
    what: str
    due_on: str
    would_be: str


@pages.get("/partnership/holidays")
@allow("see.partnership")
def holidays() -> str:
    """Those that were recorded here, with their source, and what each would have moved."""
    view = the_view()
    story = story_of(ledger(), Partnership, Partnership.only, view)
    recorded = [*story.item.holidays.values()]
    return render_template(
        "partnership/holidays.html",
        recorded=[(each, _would_move(view, date.fromisoformat(each.day))) for each in recorded],
        ends=view.calendar.ends.isoformat() if view.calendar.ends else "",
        moves=[
            (intent.title, url_for(f"holidays.{endpoint}"))
            for intent, endpoint in ((PROCLAIM, "proclaim"), (END_HOLIDAY, "end"))
            if view.now and moves_for(story.item, [intent])
        ],
        breadcrumbs=_crumbs("Bank holidays"),
    )


@pages.route("/partnership/holidays/new", methods=["GET", "POST"])
@allow("partnership.proclaim_holiday")
def proclaim() -> Any:
    """Record one that no list has, under what it would have moved."""
    back = url_for("holidays.holidays")
    return act_on(
        PROCLAIM, Partnership.only, cancel=back, then=_to_them, around=lambda item: _around()
    )


@pages.route("/partnership/holidays/end", methods=["GET", "POST"])
@allow("partnership.end_holiday")
def end() -> Any:
    """Record that a day is none."""
    back = url_for("holidays.holidays")
    return act_on(END_HOLIDAY, Partnership.only, cancel=back, then=_to_them)


def _around() -> Around:
    """What the day that is in the form or in the address would have moved."""
    day = _day_asked_for()
    moved = _would_move(the_view(), day) if day else []
    return Around(
        starting={"day": day.isoformat()} if day and request.method == "GET" else {},
        template="partnership/holiday.html",
        beside={"day": day.isoformat() if day else "", "moved": moved},
    )


def _day_asked_for() -> date | None:
    words = typed(PROCLAIM, request.form)["day"] if request.form else request.args.get("day", "")
    return read_date(words).day


def _to_them(outcome: Outcome) -> str:
    return url_for("holidays.holidays")


def _crumbs(here: str) -> list[dict[str, str]]:
    return [{"text": "The partnership", "href": url_for("partnership.partnership")}, {"text": here}]


# ---------------------------------------------------------------- what a day would have moved


def _would_move(view: View, day: date) -> list[Moved]:
    """What runs towards a due date that would be later if this had been known as a bank holiday.

    A sum that names the day among those that it did not count was made when it was known.
    """
    without = view.calendar.also(view.calendar.proclaimed - {day})
    with_it = view.calendar.also(view.calendar.proclaimed | {day})
    found = [*_stages(view, day, without, with_it)]
    for register, kind in ((FOLLOW_UP, Recommendation), (ACTIONS, Action)):
        found += _claims(view, day, register, kind, without, with_it)
    return sorted(found, key=lambda each: (each.due_on, each.reference))


def _stages(view: View, day: date, without: Calendar, with_it: Calendar) -> Iterator[Moved]:
    row = DISPUTES.c
    for each in DISPUTES.rows(view, _running(row.status == "open", row.due_on, day)):
        dispute = ledger().get(Dispute, each["reference"], version=each["version"])
        would_be = dispute.due_by(without, with_it)
        if would_be != dispute.visit.due_on and not _named(day, dispute.visit.working):
            what = f"the stage {dispute.stage.name}"
            yield _moved(view, each, what, dispute.visit.due_on, would_be)


def _claims(
    view: View, day: date, register: Register[Any], kind: type[Followed], without: Calendar,
    with_it: Calendar,
) -> Iterator[Moved]:  # fmt: skip
    row = register.c
    for each in register.rows(view, _running(row.status == "submitted", row.verify_by, day)):
        item = ledger().get(kind, each["reference"], version=each["version"])
        due = date.fromisoformat(item.verify_by)
        since = date.fromisoformat(item.submitted_on)
        would_be = with_it.after(since, without.between(since, due)).isoformat()
        if would_be != item.verify_by and not _named(day, item.claims[-1].working):
            yield _moved(view, each, "its verification", item.verify_by, would_be)


def _running(is_open: ColumnElement[bool], due: ColumnElement[str], day: date) -> Any:
    return and_(is_open, due >= day.isoformat())


def _named(day: date, working: str) -> bool:
    return long_date(day.isoformat()) in working.partition("not counting")[2]


def _moved(view: View, row: Any, what: str, due_on: str, would_be: str) -> Moved:
    href = item_href(row["reference"], view)
    return Moved(row["reference"], row["title"], href, what, due_on, would_be)
