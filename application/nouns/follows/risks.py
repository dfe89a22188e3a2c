"""What happens next with risks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from application.doing.foresight import Follows, Foresight
from domain.kernel.item import long_date


def _review(item: Any, known: Foresight) -> str:
    if item is None or not item.review_on:
        return "No review is planned: plan the next one, so that it is not forgotten."
    return f"The next review is due on {long_date(item.review_on)}."


OF_RISKS: Mapping[str, Follows] = {
    "record": lambda item, known: (
        "A score, an owner and the date of a first review come next. Until it has them, the "
        "Business Team finds it on their home page."
    ),
    "assess": lambda item, known: (
        f"The register and the heat map show it at once. {_review(item, known)}"
    ),
    "correct_score": lambda item, known: "The register shows it at once. It counts as no movement.",
    "assign_owner": lambda item, known: (
        f"The new owner finds it on their home page. {_review(item, known)}"
    ),
    "schedule_review": lambda item, known: (
        "The owner finds it on their home page once that day has passed without a review."
    ),
    "review": lambda item, known: (
        "The date that you give is that of the next review. After it, the risk is shown as overdue."
    ),
    "escalate": lambda item, known: (
        f"{known.whoever('risk.answer')} answers it. Until then it stands among the escalations "
        "without an answer."
    ),
    "answer": lambda item, known: f"The escalation is over. {_review(item, known)}",
    "accept": lambda item, known: f"It stays in the register as accepted. {_review(item, known)}",
    "close": lambda item, known: "It leaves the open register. It can be reopened.",
    "merge": lambda item, known: (
        "It is closed. The other risk goes on, and each leads to the other."
    ),
    "reopen": lambda item, known: f"It is in the open register again. {_review(item, known)}",
    "set_target_date": lambda item, known: (
        "After that day it is shown as above its target, if it still is. The first date stays."
    ),
}
