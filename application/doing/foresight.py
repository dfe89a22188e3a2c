"""What happens next once something was done, by whom and by when: what its form says before it is.

Who and when are read off the rules: who may do what comes next, and in how many working days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from application.doing.access import MAY
from domain.kernel.days.calendar import Calendar
from domain.kernel.followed import Deadlines
from domain.kernel.item import in_a_row, long_date
from domain.kernel.terms import AgencyNames, Role
from domain.kernel.vocabulary import sentence_case
from domain.procedure.rules import Rules


@dataclass(frozen=True)
class Foresight:
    """What there is to say more than an item knows, if something is done `today`.

    `rules` gives those of the escalation procedure today, None while there is none.
    """

    today: date
    calendar: Calendar
    deadlines: Deadlines
    agencies: AgencyNames
    rules: Callable[[], Rules | None]

    def whoever(self, deed: str) -> str:
        """The roles in which something may be done, to begin a sentence."""
        roles = [role.label for role in Role if role in MAY[deed]]
        return sentence_case(in_a_row([f"the {each}" for each in roles], joint="or"))

    def within(self, days: int) -> str:
        """So many working days from today, and the day: “within 5 working days, by 3 December
        2026”."""
        unit = "working day" if days == 1 else "working days"
        by = self.calendar.after(self.today, days).isoformat()
        return f"within {days} {unit}, by {long_date(by)}"

    def agency(self, reference: str) -> str:
        """What an agency is called."""
        return self.agencies.get(reference, reference)


Follows = Callable[[Any, Foresight], str]
"""Says it of an item as it stands, or of None where one is made; "" where nothing follows."""
