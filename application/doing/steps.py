"""The steps in which a long form is filled in: a page each, and at the end all that was answered is
looked through and recorded at once. A form that names none is one page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Legends = Sequence[tuple[str, Sequence[str]]]
"""Headings of a form, each with the names of the fields that stand under it."""


@dataclass(frozen=True)
class Step:
    """One page: what it asks about, as its heading, and which fields stand there.

    `parts` are headings within it.
    """

    title: str
    fields: Sequence[str]
    parts: Legends = ()


@dataclass(frozen=True)
class Steps:
    """All steps of a form, in their order; together they have each of its fields once.

    `passes_over` says of what was typed so far which fields it makes needless: they are not shown
    and not sent, and what had been typed into them is there again if they are asked for after all.
    """

    pages: Sequence[Step]
    passes_over: Callable[[Mapping[str, Any]], Collection[str]] = lambda typed: ()

    @property
    def fields(self) -> list[str]:
        """The fields of all of them."""
        return [name for each in self.pages for name in each.fields]

    @property
    def legends(self) -> Legends:
        """The headings where all of it stands on one page."""
        return [
            legend for each in self.pages for legend in (each.parts or [(each.title, each.fields)])
        ]
