"""Asking first where something seems to be on record already, on every noun and at every door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from application.doing.access import Person, sees
from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError
from domain.kernel.item import Item, in_a_row

ANYWAY = "anyway"
"""What a form calls the reason why something is another one than what is there."""
Another = Callable[[Any], bool]
"""Whether an item on record is known to be another one than what is being recorded."""


class TwiceError(DomainError):
    """The same seems to be on record already, and nobody has said why it is another one.

    `like` are the references of what is there: only those that the person may see.
    """

    def __init__(self, kind: type[Item], like: Sequence[str]) -> None:
        self.like = tuple(like)
        self.reason = f"{in_a_row(like)} {'has' if len(like) == 1 else 'have'} {kind.alike_by}."
        super().__init__(
            f"This may be on record already: {self.reason} If it is another one, say why."
        )


def like(ledger: Ledger, item: Item, *, person: Person, another: Another) -> list[str]:
    """What on record may be the very thing that was just made, of what the person may see.

    Of what they may not see nothing is said, not even that it is there.
    """
    if not item.likeness:
        return []
    kind = type(item)
    found = [ledger.get(kind, each) for each in ledger.alike(kind, item.likeness)]
    return [
        each.reference
        for each in found
        if sees(person, each) and item.is_like(each) and not another(each)
    ]
