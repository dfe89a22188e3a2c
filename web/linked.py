"""The items that an item has to do with, each with how it stands: for links shown both ways."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import Connection

from domain.kernel.terms import Noun
from projections.actions import actions
from projections.disputes import disputes
from projections.recommendations import follow_up
from projections.risks import risk_register
from web.disputes.words import state_of_dispute
from web.view import View, limits, sight
from web.wording import state_of_action, state_of_recommendation

PAGES = {
    Noun.DISPUTE: "disputes.dispute",
    Noun.RISK: "risks.risk",
    Noun.RECOMMENDATION: "recommendations.recommendation",
    Noun.ACTION: "actions.action",
}
"""The page of one item, by the noun of its reference."""


@dataclass(frozen=True)
class LinkedItem:
    """Another item: what to call it, where it is, and its state in a word or two."""

    reference: str
    title: str
    href: str
    state: str


def linked_items(connection: Connection, references: Iterable[str], view: View) -> list[LinkedItem]:
    """The items with those references that the reader may see, in order of reference."""
    found = (_find(connection, reference, view) for reference in sorted(references))
    return [item for item in found if item]


def _find(connection: Connection, reference: str, view: View) -> LinkedItem | None:
    moment = view.moment
    if reference.startswith(Noun.RISK):
        risk = risk_register.risk_row(connection, reference, moment=moment, sight=sight())
        if risk is None:
            return None
        score = f"{risk['current_figure']} {risk['current_band']}".removeprefix("None").strip()
        state = "Closed" if risk["status"] == "closed" else score or "Not scored"
        href = url_for("risks.risk", reference=reference, **view.query)
        return LinkedItem(reference, risk["title"], href, state)
    if reference.startswith(Noun.RECOMMENDATION):
        row = follow_up.recommendation_row(
            connection, reference, moment=moment, limits=limits(moment.on)
        )
        if row is None:
            return None
        href = url_for("recommendations.recommendation", reference=reference, **view.query)
        return LinkedItem(reference, row["words"], href, state_of_recommendation(row))
    if reference.startswith(Noun.DISPUTE):
        dispute = disputes.dispute_row(connection, reference, moment=moment)
        if dispute is None:
            return None
        href = url_for("disputes.dispute", reference=reference, **view.query)
        return LinkedItem(reference, dispute["title"], href, state_of_dispute(dispute))
    action = actions.action_row(connection, reference, moment=moment)
    if action is None:
        return None
    href = url_for("actions.action", reference=reference, **view.query)
    return LinkedItem(reference, action["title"], href, state_of_action(action))
