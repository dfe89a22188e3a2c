"""Which items a pack of one item holds besides: what a meeting decided, what an agency owns."""

from __future__ import annotations

from sqlalchemy import select

from projections.view import View
from web.noun import noun_called, nouns

_OF = {"agencies": "owner_agency", "meetings": "meeting"}
"""The column of other registers that says whose an item is, by what the pack is of."""


def items_of(reference: str, view: View) -> list[str]:
    """The item itself, and what was its own at the moment, even if it was recorded in error."""
    noun = noun_called(reference)
    column = _OF.get(noun.name) if noun else None
    found = set()
    for register in [each.register for each in nouns() if each.register] if column else []:
        whose = register.c.get(column)
        if whose is not None:
            query = select(register.c.reference).where(whose == reference)
            found |= set(view.connection.scalars(register.narrowed(query, view, with_errors=True)))
    return [reference, *sorted(found - {reference})]
