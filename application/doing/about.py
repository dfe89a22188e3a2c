"""What somebody decides about, as it stands on the form on which they decide: the question that
was asked, the date and its reason, the evidence and whether anybody checked it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from domain.kernel.finder import Finder
from domain.kernel.terms import Actor, AgencyNames


@dataclass(frozen=True)
class Point:
    """One thing to know before deciding: `words` under a `label`; `href` is where it can be read,
    "" where there is nothing more, and relative to the form where it is a `file` of the ledger."""

    label: str
    words: str
    href: str = ""
    file: bool = False


@dataclass(frozen=True)
class Known:
    """What there is to say more than an item knows: names of agencies and people, other items."""

    agencies: AgencyNames
    person: Callable[[str], str]
    find: Finder

    def agency(self, reference: str) -> str:
        """What an agency is called; "" for none."""
        return self.agencies.get(reference, reference)

    def by(self, actor: Actor) -> str:
        """Who somebody is: by name, role and agency."""
        words = (self.person(actor.person), actor.role.label, self.agency(actor.agency))
        named = ", ".join(dict.fromkeys(filter(None, words)))
        whose = self.agency(actor.on_behalf_of)
        return f"{named}, on behalf of {whose}" if whose else named


About = Callable[[Any, Known], Iterable[Point]]
"""Says of an item what a deed is about; points without words are left out."""
