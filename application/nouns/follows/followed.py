"""What happens next with recommendations and actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from application.doing.foresight import Follows, Foresight
from domain.kernel.item import long_date


def _stale(known: Foresight) -> str:
    days = known.within(known.deadlines.stale_after)
    return f"If nothing more is reported {days}, it is shown as not updated."


def _verified(item: Any, known: Foresight) -> str:
    within = known.within(known.deadlines.verify_within)
    return f"Somebody who does not own it verifies or returns it {within}. Until then it is open."


def _due(item: Any) -> str:
    return f"It stays due on {long_date(item.due_on)}." if item.due_on else "It has no due date."


def of_both(noun: str) -> Mapping[str, Follows]:
    """By the moves of whatever an agency must do and somebody independent verifies."""
    return {
        "report_progress": lambda item, known: f"{_due(item)} {_stale(known)}",
        "submit": _verified,
        "ask_redate": lambda item, known: (
            f"{known.whoever(f'{noun}.approve_redate')} approves or refuses the new date. Until "
            f"then nothing moves. {_due(item)}"
        ),
        "approve_redate": lambda item, known: (
            f"It is due on {long_date(item.asked_due_on)} from now on, and counts as late after "
            "that. The first date stays on record."
        ),
        "refuse_redate": lambda item, known: _due(item),
        "assign_owner": lambda item, known: (
            f"The new owner finds it on their home page. {_due(item)}"
        ),
        "return_it": lambda item, known: (
            f"Its owner finds it on their home page as returned. {_due(item)}"
        ),
    }


OF_RECOMMENDATIONS: Mapping[str, Follows] = {
    **of_both("recommendation"),
    "receive": lambda item, known: (
        f"Its owner says whether it is accepted. {known.whoever('recommendation.respond')} can "
        f"record that. {_stale(known)}"
    ),
    "respond": lambda item, known: (
        f"If it is accepted, the plan comes next. {_due(item)} {_stale(known)}"
    ),
    "plan": lambda item, known: f"{_due(item)} {_stale(known)}",
    "verify": lambda item, known: (
        "It is closed. Its impact is reviewed after as many months as you say below the finding; "
        "the date is then on the list of what is to come."
    ),
    "worsen": lambda item, known: (
        f"The problem is shown on its page and in the register. {_due(item)}"
    ),
    "review_impact": lambda item, known: "The finding is shown with it. It stays closed.",
    "accept_risk": lambda item, known: "It is closed, and not as done. It can be reopened.",
    "supersede": lambda item, known: "It is closed. What replaces it goes on.",
    "withdraw": lambda item, known: "It is closed, and not as done. It can be reopened.",
    "reopen": lambda item, known: "It is open again, and late from its due date on.",
}
OF_ACTIONS: Mapping[str, Follows] = {
    **of_both("action"),
    "set": lambda item, known: (
        f"Its owner finds it on their home page. {_stale(known)} Once they say that it is done, "
        "somebody who does not own it verifies it."
    ),
    "verify": lambda item, known: "It is closed as done, and whatever it serves says so.",
    "cancel": lambda item, known: "It is closed, and not as done.",
}
