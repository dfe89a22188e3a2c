"""A reminder: somebody wants to come back to something by a date. (domain/reminders/reminder.py)"""

from __future__ import annotations

from datetime import date

from domain.kernel.item import Item, long_date
from domain.kernel.moves import move
from domain.kernel.terms import AgencyNames, Occasion
from domain.kernel.words import Day, Ref, Words


class Reminder(Item):
    """One thing to come back to."""

    word = "reminder"
    prefix = "RMD"

    class Event(Item.Event):
        """Anything that happens to a reminder."""

    class Noted(Event, Item.Created):
        """Somebody wants to come back to it by a date."""

        title: Words
        agency: Ref
        due_on: Day

        def apply(self, aggregate: Reminder) -> None:
            aggregate.title, aggregate.agency = self.title, self.agency
            aggregate.due_on, aggregate.dealt_with_on = self.due_on, ""

        def sentence(self, names: AgencyNames) -> str:
            return f"noted to come back to it by {long_date(self.due_on)}: {self.title}"

    class DealtWith(Event):
        """Somebody came back to it."""

        outcome: Words

        def apply(self, aggregate: Reminder) -> None:
            aggregate.dealt_with_on = self.on

        def sentence(self, names: AgencyNames) -> str:
            return f"dealt with it: {self.outcome}"

    @classmethod
    @move()
    def note(
        cls, occasion: Occasion, *, reference: str, title: str, agency: str, due_on: date
    ) -> Reminder:
        """Note something to come back to."""
        return cls._begin(
            occasion, cls.Noted, reference=reference,
            title=title, agency=agency, due_on=due_on.isoformat(),
        )  # fmt: skip

    def _still_waits(self) -> str | None:
        return "It has been dealt with." if self.dealt_with_on else None

    @move(_still_waits)
    def deal_with(self, occasion: Occasion, *, outcome: str) -> None:
        """Say what came of it."""
        self._record(occasion, self.DealtWith, outcome=outcome)
