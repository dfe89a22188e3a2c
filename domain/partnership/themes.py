"""The partnership's list of themes: what each is called, and which words mean it.

Items keep the words in which somebody wrote their themes. What those are called now, or were at
another moment, is told by the list as it was then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from domain.kernel.plain import normal


@dataclass(frozen=True)
class Theme:
    """One theme. `also` are other words that mean it, `into` the number of the theme that it was
    merged into, 0 for none."""

    number: int
    name: str
    also: tuple[str, ...] = ()
    retired: bool = False
    into: int = 0

    @property
    def offered(self) -> bool:
        """Whether it can be chosen for what is written today."""
        return not (self.retired or self.into)


@dataclass(frozen=True)
class Themes:
    """All themes that there ever were, by their numbers from 1."""

    all: tuple[Theme, ...] = ()

    @property
    def offered(self) -> list[Theme]:
        """Those that can be chosen, by name."""
        return sorted((each for each in self.all if each.offered), key=lambda each: each.name)

    def numbered(self, number: int) -> Theme | None:
        """The theme with that number."""
        return self.all[number - 1] if 0 < number <= len(self.all) else None

    def called(self, words: str) -> Theme | None:
        """The theme that the words mean, however they are spelt; None where none does."""
        return self._by_words.get(normal(words))

    def shown(self, words: str) -> str:
        """What the theme that the words mean is called; the words themselves where none is."""
        theme = self.called(words)
        return theme.name if theme else words

    def meaning(self, theme: Theme) -> list[str]:
        """All words that mean the theme, as words are compared."""
        return sorted(words for words, meant in self._by_words.items() if meant == theme)

    def with_changed(self, number: int, **changes: Any) -> Themes:
        """The list with one theme changed, or with a new one."""
        theme = self.numbered(number)
        changed = replace(theme, **changes) if theme else Theme(number, **changes)
        others = [each for each in self.all if each.number != number]
        return Themes(tuple(sorted([*others, changed], key=lambda each: each.number)))

    @cached_property
    def _by_words(self) -> Mapping[str, Theme]:
        found: dict[str, Theme] = {}
        for each in self.all:
            for words in (each.name, *each.also):
                found.setdefault(normal(words), self._end_of(each))
        return found

    def _end_of(self, theme: Theme) -> Theme:
        """What has become of a theme that was merged, perhaps again and again."""
        while theme.into and (into := self.numbered(theme.into)):
            theme = into
        return theme


NO_THEMES = Themes()
"""The list before anybody put anything on it."""


def themes_of(plain: Iterable[Mapping[str, Any]]) -> Themes:
    """The list out of plain values, such as a register keeps."""
    return Themes(tuple(Theme(**{**each, "also": tuple(each["also"])}) for each in plain))
