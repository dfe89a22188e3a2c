"""The Partnership Risk Register, one risk, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, render_template, url_for

from application.doing import access
from application.nouns.risks import RISK_INTENTS
from domain.kernel.item import long_date
from domain.risks.risk import Risk
from domain.risks.vocabulary import Forum
from domain.risks.words import FORUMS, RESPONSES_CHOSEN
from projections.quarters import quarters
from projections.risks.by_quarter import courses
from projections.risks.movements import movements_of
from projections.risks.risk_register import RISKS
from projections.versioned import Row
from projections.view import View
from web.forms.acting import grouped, groups_of, moves_for
from web.items.evidence import add_evidence_files, evidence_of
from web.items.linked import linked_items
from web.items.pages import add_moves
from web.items.story import story_of
from web.naming import agency_link, in_a_list, owner_link, theme_link
from web.registers import add_register
from web.risks.quarters import course_of, sparks_of
from web.security import allow
from web.since import earlier_asked_for
from web.view import ledger, person, the_view
from web.wording import facts, moved_times

pages = Blueprint("risks", __name__)


def _beside_the_register(view: View, rows: Sequence[Row]) -> Mapping[str, Any]:
    since = earlier_asked_for()
    ends = quarters(view)
    return {
        "sparks": sparks_of(courses(view, [row["reference"] for row in rows], ends), view),
        "since": since,
        "movements": movements_of(rows, earlier=since, view=view) if since else {},
        "may_record": access.may(person(), "risk.record") is not None,
    }


add_register(
    pages, RISKS, deed="see.risks", title="Partnership Risk Register", item="risks.risk",
    paper="risks", template="risks/register.html", more=_beside_the_register,
)  # fmt: skip


add_moves(pages, RISK_INTENTS, page="risks.risk")
add_evidence_files(pages, RISKS, Risk, deed="see.risks")


@pages.get("/risks/<reference>")
@allow("see.risks")
def risk(reference: str) -> Any:
    """One risk: how it stands, what can be done, and its whole history."""
    view, reference = the_view(), reference.upper()
    row = RISKS.one_row(view, reference) or abort(404)
    story = story_of(ledger(), Risk, reference, view)
    moves = moves_for(story.item, RISK_INTENTS) if view.now else []
    ends = quarters(view)
    stood = courses(view, [reference], ends)[reference]
    return render_template(
        "risks/risk.html",
        row=row,
        quarters=list(zip(ends, stood, strict=True)),
        course=course_of(stood, ends, view),
        facts=_facts(row, view),
        risk=story.item,
        evidence=evidence_of(story.item, pages="risks", view=view),
        history=story.history,
        changed=[entry for each in story.decided for entry in each.changed],
        linked=linked_items(story.item.links, view),
        merged_into=RISKS.one_row(view, row["merged_into"]),
        moves=grouped(moves, _GROUPS),
        may_answer=any(intent.move == "answer" for intent in moves),
        matrix=view.matrix,
        breadcrumbs=[
            {"text": "Risks", "href": url_for("risks.register")},
            {"text": reference},
        ],
    )


def _facts(row: Row, view: View) -> list[dict[str, Any]]:
    """How the risk is managed, as the rows of a summary list; what is not known is left out."""
    forum = FORUMS[Forum(row["raised_in"])] if row["raised_in"] else ""
    cited = [row["source_body"], row["source_register"], row["source_as_at"]]
    known = {
        "Owner": owner_link(row) or "No owner",
        "Response": RESPONSES_CHOSEN.get(row["response"], ""),
        "Appetite": f"A score up to {row['appetite']}" if row["appetite"] else "",
        "When it could happen": row["proximity"],
        "Target date": moved_times(row["target_on"], row["target_moves"]),
        "First target date": long_date(row["first_target_on"]) if row["target_moves"] else "",
        "Next review": long_date(row["review_on"]) or "None planned",
        "Last review": long_date(row["reviewed_on"]),
        "Theme": theme_link(row["theme"]),
        "How it shows itself": row["warning"],
        "Raised": in_a_list([forum, agency_link(row["raised_by"])]),
        "Recorded": long_date(row["recorded_on"]),
        "Published in": ", ".join(filter(None, cited)),
        "Published band": row["published_band"],
        "Published direction": row["published_direction"],
        "Why it was closed": row["closing"],
    }
    return facts(known)


_GROUPS = groups_of(RISK_INTENTS, (
    ("Assess and review", ("assess", "review", "schedule_review", "correct_score")),
    ("Decide", ("escalate", "answer", "accept", "close", "reopen")),
    (
        "Manage",
        (
            "choose_response", "assign_owner", "add_control", "withdraw_control",
            "set_target_date", "set_appetite", "judge_proximity",
        ),
    ),
    ("Evidence", ("add_evidence", "check_evidence", "withdraw_evidence")),
    ("Describe", ("describe", "reclassify", "cite_source", "link", "unlink", "merge")),
))  # fmt: skip
