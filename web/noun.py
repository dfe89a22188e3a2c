"""A noun declares itself in one place: its item, what can be done, its register, its pages.

Links, navigation, rebuilding, commands, files and docs are read off the declarations, which
web/nouns.py lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint

from application.doing.intents import Intent
from application.importing.importable import Importable
from domain.kernel.item import Item
from domain.kernel.plain import normal
from projections.comparing import Comparison, comparison_of
from projections.register import Register
from projections.versioned import Row
from projections.view import View

State = Callable[[Row, View], str]
"""How a row's item stands, in a word or two."""
Words = Callable[[Any, View], Mapping[str, str]]
"""Everything that a reader would call an item's state, each thing in words under its label."""


@dataclass(frozen=True)
class Noun:
    """One kind of item, as the product knows it.

    `name` is the plural, in the address and on the command line; `page` the endpoint of one item,
    "" where it has none. `title` is the column that says what an item is about, `state` how it
    stands: for links from other items.
    `section` is the heading in the navigation, for those who may do the deed `seen`; "" where other
    pages lead there: those of the noun called `within`, whose heading stands marked. `comparison`
    says what became of each item between two moments, where what every register can tell will not
    do. `words` is for items without a register.
    """

    name: str
    item: type[Item]
    intents: Sequence[Intent]
    pages: Blueprint
    register: Register[Any] | None = None
    page: str = ""
    title: str = "title"
    state: State | None = None
    section: str = ""
    within: str = ""
    seen: str = ""
    importable: Importable | None = None
    comparison: Comparison | None = None
    words: Words | None = None

    def in_words(self, item: Item, view: View) -> Mapping[str, str]:
        """The item's state in words, thing by thing."""
        if self.words:
            return self.words(item, view)
        return self.register.in_words(item, view) if self.register else {}

    @property
    def compared(self) -> Comparison | None:
        """How two moments of its register are compared; None without a register."""
        if self.comparison or self.register is None:
            return self.comparison
        return comparison_of(self.register)

    @property
    def is_searched(self) -> bool:
        """Whether a search finds such items: they have pages, and there is more than one."""
        return bool(self.register and self.page and not self.item.only)

    @property
    def heading(self) -> str:
        """What many of them are called at the start of a line."""
        return self.section or self.name.replace("_", " ").capitalize()

    @property
    def prefix(self) -> str:
        """What its references start with, "" where they are words."""
        return self.item.prefix or self.item.only

    def owns(self, reference: str) -> bool:
        """Whether a reference is that of such an item."""
        return reference == self.item.only if self.item.only else reference.startswith(self.prefix)


_DECLARED: list[Noun] = []


def declare(noun: Noun) -> None:
    """Make a noun known to all that is read off the nouns, after those declared before."""
    _DECLARED.append(noun)


def nouns() -> Sequence[Noun]:
    """Every noun there is, in the order of the navigation. Asked before web/nouns.py is loaded, it
    fails rather than answer that there is none."""
    assert _DECLARED, "no noun is known yet: web.nouns has not been loaded"
    return _DECLARED


def noun_of(item: Item) -> Noun:
    """The noun of an item."""
    return next(noun for noun in _DECLARED if isinstance(item, noun.item))


def noun_called(reference: str) -> Noun | None:
    """The noun that a reference is of; None for one that is nobody's."""
    return max(
        (noun for noun in nouns() if noun.owns(reference)),
        key=lambda noun: len(noun.item.only or noun.prefix),
        default=None,
    )


def as_in_the_log(reference: str) -> str:
    """A reference as the log has it, however it was typed: RSK-2026-001 in capitals, as all with a
    number are; all else in small letters. A number needs neither its dashes nor its noughts."""
    capitals = reference.strip().upper()
    if numbered := _NUMBERED.fullmatch(normal(reference)):
        prefix, year, number = numbered.groups()
        capitals = f"{prefix.upper()}-{year}-{number.lstrip('0'):0>3}"
    ours = any(each.item.prefix and each.owns(capitals) for each in nouns())
    return capitals if ours else capitals.lower()


_NUMBERED = re.compile(r"([a-z]{3}) ?([0-9]{4}) ?([0-9]{1,9})")
