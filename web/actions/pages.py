"""The actions, one action, and everything done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, render_template, url_for

from application.doing import access
from application.nouns.actions import ACTION_INTENTS
from domain.actions.action import Action
from domain.kernel.item import long_date
from domain.kernel.terms import Role
from projections.actions.actions import ACTIONS
from projections.listed import each_of
from projections.versioned import Row
from projections.view import View
from web.followed.claims import claims_of
from web.forms.acting import grouped, groups_of, moves_for
from web.items.evidence import add_evidence_files, evidence_of
from web.items.linked import item_href, linked_items
from web.items.pages import add_moves
from web.items.story import people_by_id, story_of
from web.naming import owner_link
from web.registers import add_register
from web.security import allow
from web.view import ledger, person, the_view
from web.wording import facts, moved_times, state_of_action

pages = Blueprint("actions", __name__)


def _beside_the_register(view: View, rows: Sequence[Row]) -> Mapping[str, Any]:
    return {
        "state_of": state_of_action,
        "served": _served,
        "may_set": access.may(person(), "action.set") is not None,
    }


add_register(
    pages, ACTIONS, deed="see.actions", title="Actions", item="actions.action", paper="actions",
    template="actions/register.html", more=_beside_the_register,
)  # fmt: skip


add_moves(pages, ACTION_INTENTS, page="actions.action")
add_evidence_files(pages, ACTIONS, Action, deed="see.actions")


@pages.get("/actions/<reference>")
@allow("see.actions")
def action(reference: str) -> str:
    """One action: how it stands, what it serves, what can be done, its history."""
    view, reference = the_view(), reference.upper()
    row = ACTIONS.one_row(view, reference) or abort(404)
    story = story_of(ledger(), Action, reference, view)
    item, who = story.item, people_by_id(view.connection)
    return render_template(
        "actions/action.html",
        row=row,
        item=item,
        state=state_of_action(row, view),
        facts=_facts(row, view),
        redate_by=who(item.redate.asked_by) if item.redate else "",
        verifiers=[role.label for role in Role if role in access.MAY["action.verify"]],
        evidence=evidence_of(item, pages="actions", view=view),
        claims=claims_of(item, who=who, view=view),
        decided=story.decided,
        history=story.history,
        linked=linked_items(item.links, view),
        moves=grouped(moves_for(item, ACTION_INTENTS), _GROUPS) if view.now else [],
        breadcrumbs=[
            {"text": "Actions", "href": url_for("actions.register")},
            {"text": reference},
        ],
    )


def _served(row: Row, view: View) -> list[tuple[str, str]]:
    """What it serves and the reader may know of, each with its address."""
    return [(reference, item_href(reference, view)) for reference in each_of(row["serves"])]


def _facts(row: Row, view: View) -> list[dict[str, Any]]:
    known = {
        "Owner": owner_link(row),
        "Due date": moved_times(row["due_on"], row["moves"]),
        "First due date": long_date(row["first_due_on"]) if row["moves"] else "",
        "How success is seen": row["measure"],
        "Number there": row["number"],
        "Note": row["note"],
        "Set on": long_date(row["set_on"]),
        "Last update": long_date(row["updated_on"]),
        "Ended": long_date(row["ended_on"]),
    }
    return facts(known)


_GROUPS = groups_of(
    ACTION_INTENTS,
    (
        ("Do", ("report_progress", "add_evidence", "submit")),
        ("Check", ("check_evidence", "withdraw_evidence", "verify", "return_it")),
        ("Dates and owner", ("ask_redate", "approve_redate", "refuse_redate", "assign_owner")),
        ("Other", ("link", "unlink", "cancel")),
    ),
)
