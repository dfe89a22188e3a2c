"""What is done with a dispute after its end: what was learned, and whether all that was agreed was
really done."""

from __future__ import annotations

from domain.disputes.guards import has_ended
from domain.disputes.minutes import DisputeFromMinutes
from domain.disputes.vocabulary import ActionsDone
from domain.kernel.errors import DomainError
from domain.kernel.finder import Finder
from domain.kernel.item import Linkable, in_a_row
from domain.kernel.moves import move
from domain.kernel.terms import Occasion


class DisputeAfterwards(DisputeFromMinutes):
    """A dispute that has ended."""

    @move(has_ended)
    def note_learning(self, occasion: Occasion, *, learning: str) -> None:
        """Note what was learned from it."""
        self._record(occasion, self.LearningNoted, learning=learning)

    @move(has_ended)
    def check_actions(
        self,
        occasion: Occasion,
        *,
        done: ActionsDone,
        finding: str,
        although_open: str = "",
        find: Finder,
    ) -> None:
        """Record whether what was agreed was really done.

        While actions that serve it are open, that all were done is said with the reason why they
        count as done nevertheless.
        """
        linked = [find(Linkable, reference) for reference in self.links]
        left = [each.reference for each in linked if each.word == "action" and _is_open(each)]
        challenged = done is ActionsDone.ALL and bool(left)
        if challenged and not although_open:
            are = "are" if len(left) > 1 else "is"
            raise DomainError(
                f"{in_a_row(left)} {are} still open. If all that was agreed is done nevertheless, "
                "say why. Otherwise say that only some were done.",
                field="although_open",
            )
        if although_open and not challenged:
            raise DomainError(
                "Leave this empty: it is for saying that all were done while linked actions are "
                "open.",
                field="although_open",
            )
        self._record(
            occasion,
            self.ActionsChecked,
            done=done.value,
            finding=finding,
            still_open=left,
            although_open=although_open,
        )


def _is_open(item: Linkable) -> bool:
    return item.why_over() is None
