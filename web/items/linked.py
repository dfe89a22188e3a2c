"""The items that an item has to do with, each with how it stands: for links shown both ways."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from domain.kernel.plain import in_order
from projections.versioned import Row
from projections.view import View
from web.noun import State, noun_called

IN_ERROR = "Recorded in error"
"""How an item stands that should never have been recorded."""


@dataclass(frozen=True)
class LinkedItem:
    """Another item: what to call it, where it is, and its state in a word or two."""

    reference: str
    title: str
    href: str
    state: str


def linked_items(references: Iterable[str], view: View) -> list[LinkedItem]:
    """The items with those references that the reader may see, in order of reference."""
    found = (_find(reference, view) for reference in sorted(references, key=in_order))
    return [item for item in found if item]


def _find(reference: str, view: View) -> LinkedItem | None:
    noun = noun_called(reference)
    if noun is None or noun.register is None or noun.state is None:
        return None
    row = noun.register.one_row(view, reference)
    if row is None:
        return None
    href = url_for(noun.page, reference=reference)
    return LinkedItem(reference, row[noun.title], href, state_words(noun.state, row, view))


def state_words(state: State, row: Row, view: View) -> str:
    """How an item stands, and before all else that it was recorded in error."""
    if row.get("in_error"):
        return IN_ERROR
    words = state(row, view)
    return f"{words}; said to be recorded in error" if row.get("said_in_error_on") else words


def item_href(reference: str, view: View) -> str:
    """Where an item has its page, at the moment of the view; "" where it has none."""
    noun = noun_called(reference)
    if noun is None or not noun.page:
        return ""
    if noun.item.only:
        return url_for(noun.page)
    return url_for(noun.page, reference=reference)
