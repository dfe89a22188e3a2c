"""The follow-up of recommendations, one recommendation, and everything done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, render_template, url_for

from application.doing import access
from application.nouns.recommendations import RECOMMENDATION_INTENTS
from domain.actions.action import Action
from domain.kernel.bodies import BODIES
from domain.kernel.item import long_date
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.words import IMPACTS, RESPONSES_GIVEN
from projections.actions.actions import ACTIONS, serving
from projections.listed import each_of
from projections.recommendations.figures import figures
from projections.recommendations.follow_up import FOLLOW_UP
from projections.versioned import Row
from projections.view import View
from web.followed.claims import claims_of
from web.forms.acting import grouped, groups_of, moves_for
from web.items.evidence import add_evidence_files, evidence_of
from web.items.linked import linked_items
from web.items.pages import add_moves
from web.items.story import people_by_id, story_of
from web.naming import agency_link, in_a_list, owner_link, theme_link
from web.registers import add_register
from web.security import allow
from web.view import ledger, person, the_view
from web.wording import (
    facts,
    moved_times,
    partial_date,
    source_words,
    state_of_action,
    state_of_recommendation,
)

pages = Blueprint("recommendations", __name__)


def _beside_the_register(view: View, rows: Sequence[Row]) -> Mapping[str, Any]:
    return {
        "counted": figures(view),
        "source_words": source_words,
        "state_of": state_of_recommendation,
        "stale_after": view.deadlines.stale_after,
        "sorts": _SORTS,
        "may_receive": access.may(person(), "recommendation.receive") is not None,
    }


add_register(
    pages, FOLLOW_UP, deed="see.recommendations", title="Recommendations", paper="follow-up",
    item="recommendations.recommendation", template="recommendations/register.html",
    more=_beside_the_register,
)  # fmt: skip


add_moves(
    pages,
    RECOMMENDATION_INTENTS,
    page="recommendations.recommendation",
    called=lambda item: _short(item.words),
)
add_evidence_files(pages, FOLLOW_UP, Recommendation, deed="see.recommendations")


@pages.get("/recommendations/<reference>")
@allow("see.recommendations")
def recommendation(reference: str) -> str:
    """One recommendation: how it stands, who may close it, what can be done, its history."""
    view, reference = the_view(), reference.upper()
    row = FOLLOW_UP.one_row(view, reference) or abort(404)
    story = story_of(ledger(), Recommendation, reference, view)
    item, who = story.item, people_by_id(view.connection)
    linked = linked_items(item.links, view)
    served_by = ACTIONS.rows(view, serving(reference))
    return render_template(
        "recommendations/recommendation.html",
        row=row,
        item=item,
        state=state_of_recommendation(row, view),
        facts=_facts(row, item, view),
        redate_by=who(item.redate.asked_by) if item.redate else "",
        worsened=item.why_worse if item.worsened else "",
        closers=item.closers,
        evidence=evidence_of(item, pages="recommendations", view=view),
        claims=claims_of(item, who=who, view=view),
        decided=story.decided,
        history=story.history,
        linked=[other for other in linked if not other.reference.startswith(Action.prefix)],
        first=linked_items(item.depends_on, view),
        serving=served_by,
        state_of_action=state_of_action,
        all_done=bool(served_by) and all(each["ended_on"] for each in served_by),
        moves=grouped(moves_for(item, RECOMMENDATION_INTENTS), _GROUPS) if view.now else [],
        another=_another(row, view),
        may_set_action=view.now and access.may(person(), "action.set") is not None,
        breadcrumbs=crumbs(reference, view),
    )


def _another(row: Row, view: View) -> str:
    """Where others of the same report are recorded, for whoever may; "" for others."""
    if not view.now or access.may(person(), "recommendation.receive") is None:
        return ""
    said: dict[str, Any] = {
        **{name: row[name] for name in ("source", "title", "publisher", "published")},
        "themes": ", ".join(each_of(row["themes"])),
    }
    known = {name: words for name, words in said.items() if words}
    return url_for("recommendations.several.record", **known)


def _short(words: str) -> str:
    return words if len(words) < 80 else f"{words[:79]}…"


def crumbs(here: str, view: View) -> list[dict[str, str]]:
    """The way back from a page under the list, at the moment that the page shows."""
    return [
        {"text": "Recommendations", "href": url_for("recommendations.register")},
        {"text": here},
    ]


def _facts(row: Row, item: Recommendation, view: View) -> list[dict[str, Any]]:
    """Where it comes from and how it stands, as a summary list; what is not known is left out."""
    same = row["due_words"] == row["first_due_on"]
    known = {
        "Source": source_words(row["source"]),
        "Report": row["title"],
        "Published by": row["publisher"],
        "Published": partial_date(row["published"]),
        "Its number there": row["number"],
        "Received": long_date(row["received_on"]),
        "Addressed to": in_a_list(
            [
                *(BODIES[each] for each in [item.to_body] if each),
                *(agency_link(each) for each in item.agencies),
            ]
        ),
        "Owner": owner_link(row) or "No owner",
        "Due, as published": "" if same else partial_date(row["due_words"]),
        "Due date": moved_times(row["due_on"], row["moves"])
        or "None follows from what was published",
        "First due date": long_date(row["first_due_on"]) if row["moves"] else "",
        "Recurs": f"every {row['recurs']} months" if row["recurs"] else "",
        "Response": RESPONSES_GIVEN.get(row["response"], "None yet"),
        "Plan": item.method,
        "Last progress": row["progress"],
        "Last update": long_date(row["updated_on"]),
        "Last reported elsewhere": row["reported"],
        "Themes": in_a_list(map(theme_link, each_of(row["themes"]))),
        "Closed": long_date(row["closed_on"]),
        "Why": row["closing_words"],
        "Next impact review": long_date(row["impact_on"]),
        "Impact found": IMPACTS.get(row["impact"], ""),
    }
    return facts(known)


_SORTS = [
    ("due", "Soonest due"),
    ("age", "Longest open"),
    ("updated", "Longest without an update"),
    ("-moves", "Re-dated most often"),
    ("reference", "Reference"),
    ("source", "Source"),
    ("owner", "Owner"),
    ("status", "Status"),
]
_GROUPS = groups_of(RECOMMENDATION_INTENTS, (
    ("Answer and do", ("respond", "plan", "report_progress", "add_evidence", "submit", "worsen")),
    (
        "Check and close",
        (
            "check_evidence", "withdraw_evidence", "verify", "return_it", "review_impact",
            "reopen",
        ),
    ),
    ("Dates and owner", ("ask_redate", "approve_redate", "refuse_redate", "assign_owner")),
    ("Close otherwise", ("accept_risk", "supersede", "withdraw")),
    ("Connect", ("tag", "link", "unlink", "depend", "report_status")),
))  # fmt: skip
