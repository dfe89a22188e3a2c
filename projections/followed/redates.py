"""Every request for another due date: who asked, why, who decided, and by how many days."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from projections.actions.actions import ACTIONS
from projections.recommendations.follow_up import FOLLOW_UP
from projections.view import View


def redates_since(view: View, day: date) -> list[dict[str, Any]]:
    """The requests made from a day to the moment, with their decisions by then, in order."""
    found = [
        {"item": row["reference"], **each}
        for register in (FOLLOW_UP, ACTIONS)
        for row in register.rows(view, register.c.redates != "[]")
        for each in json.loads(row["redates"])
    ]
    made = [each for each in found if day.isoformat() <= each["asked_on"] <= view.today]
    return sorted(made, key=lambda each: (each["asked_on"], each["item"]))
