"""A dispute in words: how it stands, and whom it waits for."""

from __future__ import annotations

from domain.disputes.vocabulary import BODIES
from domain.kernel.bodies import BODY_NAMES
from domain.kernel.item import in_a_row, long_date, post_of
from domain.procedure.rules import BY_PARTIES, ENDINGS, Decider, Ending
from projections.listed import each_of
from projections.versioned import Row
from projections.view import View


def state_of_dispute(row: Row, view: View) -> str:
    """How it ended; while it is open, the stage that it is at."""
    return ENDINGS[Ending(row["ending"])] if row["ending"] else str(row["stage_name"])


def waits_for(row: Row, view: View) -> str:
    """What an open dispute waits for, and from whom; "" once it has ended."""
    decider = row["decided_by"]
    if row["ending"] or not decider:
        return ""
    if silent := [view.named(agency) for agency in each_of(row["awaited"])]:
        return f"{'Reply' if len(silent) == 1 else 'Replies'} of {in_a_row(silent)}"
    if decider in BY_PARTIES:
        return "Agreement of the parties, or escalation"
    if decider == Decider.CONVENER:
        role, agency = row["convener_role"], row["convener_agency"]
        if not role:
            return "A convener to be named"
        return f"Decision of the convener, {post_of(role, view.named(agency))}"
    if decider == Decider.NOBODY:
        told = row["notified_on"]
        if not told:
            return "External notification"
        return f"Unresolved; notified on {long_date(told)}; answer awaited"
    return f"Decision of {BODY_NAMES[BODIES[Decider(decider)]]}"
