"""The terms under which words are found: the same on both databases, because they are made here.

A text is found by each of its words as it is compared (domain/kernel/plain.py) and by the word's
stem (Porter's), so that “sharing” finds “shared”. A reference is one term: whoever may not know of
an item cannot feel their way to it by its numbers. Marks that stand in no word tell terms of other
kinds from words, so that nothing anybody types is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import Lock

import snowballstemmer

from domain.kernel.plain import normal

AGENCY, THEME, TITLE, READER = "@", "#", "=", "|"
"""Before an agency’s reference, before a theme as words are compared, before a word of a title,
and between whoever may read a word and the word."""
LONGEST = 60
"""Characters of a word by which it is found: PostgreSQL takes no term of any length."""
MOST = 900_000
"""Characters of all terms of an item, likewise."""
BEGINNING = 3
"""So many letters and more find the words that begin with them."""
EVERYWHERE = frozenset(
    """a an and are as at be been but by did do does for from had has have in is it its of on or
    that the their this to was were what when which who will with""".split()  # noqa: SIM905
)
"""Words that nobody looks for: they are in almost everything."""
REFERENCE = re.compile(r"\b[A-Z]{3}-[0-9]{4}-[0-9]{3,}\b", re.IGNORECASE | re.ASCII)

_stemmer, _turn = snowballstemmer.stemmer("english"), Lock()


@lru_cache(50_000)
def stem(word: str) -> str:
    """What is left of a word without its ending."""
    with _turn:  # the stemmer keeps the word that it is at
        return str(_stemmer.stemWord(word))


def references_in(text: str) -> list[str]:
    """The references in a text, as the log has them."""
    return [found.upper() for found in REFERENCE.findall(text)]


def looked_for(text: str) -> list[str]:
    """The words of a text that can be looked for, each once, as they are compared."""
    words = normal(REFERENCE.sub(" ", text)).split()
    return list(dict.fromkeys(each[:LONGEST] for each in words if each not in EVERYWHERE))


def terms_of(text: str) -> Iterator[str]:
    """Every term under which a text is found."""
    yield from (each.lower() for each in references_in(text))
    for word in looked_for(text):
        yield word
        if (stemmed := stem(word)) != word:
            yield stemmed


def of_agency(reference: str) -> str:
    """The term under which what names an agency is found."""
    return f"{AGENCY}{reference}"


def of_theme(words: str) -> str:
    """The term under which what has a theme is found."""
    return f"{THEME}{normal(words).replace(' ', '-')[:LONGEST]}"


def together(terms: Iterable[str]) -> str:
    """The terms of an item as its row holds them: each once, as many as the databases take."""
    kept, left = [], MOST
    for each in dict.fromkeys(terms):
        left -= len(each.encode()) + 1
        if left < 0:
            break
        kept.append(each)
    return " ".join(sorted(kept))
