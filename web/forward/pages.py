"""The forward plan: every entry, and which standing topic comes when, gaps first."""

from __future__ import annotations

from flask import render_template, request, url_for

from application.nouns.meeting.forward import FORWARD_INTENTS
from domain.forward.entry import ForwardEntry
from domain.groups.group import Group
from projections.forward.entries import ENTRIES, coverage_of
from projections.groups.groups import GROUPS
from projections.meetings.meetings import meetings_of
from projections.view import View
from web.forms.showing import Around
from web.groups.choosing import groups_to_choose
from web.items.pages import ordinary_pages
from web.registers import number_asked_for
from web.security import allow
from web.view import ledger, the_view


def _with_topics(view: View) -> list[Group]:
    """The groups whose forward plan comes back to standing topics."""
    rows = GROUPS.rows(view, GROUPS.c.ended_on == "", sort="reference")
    groups = [ledger().get(Group, row["reference"]) for row in rows]
    return [each for each in groups if each.topics]


def _around(item: ForwardEntry | None) -> Around:
    """The groups, their meetings and their standing topics, to choose from."""
    view, group = the_view(), item.group if item else ""
    topics = dict.fromkeys(topic for each in _with_topics(view) for topic in each.topics)
    listed = {
        "group": groups_to_choose(),
        "meeting": meetings_of(view, group=group),
        "topic": [(topic, topic) for topic in topics],
    }
    return Around(f"{item.reference}: {item.title}" if item else "", listed=listed)


pages = ordinary_pages(
    ENTRIES,
    ForwardEntry,
    FORWARD_INTENTS,
    seen="see.forward_plan",
    title="Forward plan",
    around=_around,
    template="forward/register.html",
)


@pages.get("/forward_plan/coverage")
@allow("see.forward_plan")
def coverage() -> str:
    """Which standing topic of a group comes to which of its meetings in a year, gaps first."""
    view, groups = the_view(), _with_topics(the_view())
    asked = request.args.get("group", "")
    group = next((each for each in groups if asked in ("", each.reference)), None)
    in_year = number_asked_for("year", usual=view.on.year, least=1900, most=2200)
    heads, lines = (
        coverage_of(view, group=group.reference, topics=group.topics, year=in_year)
        if group
        else ([], [])
    )
    return render_template(
        "forward/coverage.html",
        group=group,
        groups=groups,
        year=in_year,
        heads=heads,
        lines=lines,
        breadcrumbs=[
            {"text": "Forward plan", "href": url_for("forward_plan.register")},
            {"text": "Standing topics"},
        ],
    )
