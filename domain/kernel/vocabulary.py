"""What a partnership calls itself, its bodies and its roles: words that are data, never code.

A text with such a word names it in braces: “Only {executive} can decide this.” `said` fills them in
with the vocabulary that is spoken at the time: that of the ledger at hand, as it was at the moment
that is looked at. Where nobody has said whose words to speak, they are general ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True)
class Vocabulary:
    """What a partnership calls things, each as it stands within a sentence.

    The defaults are the general words, of a ledger that no partnership has founded.
    """

    name: str = "the partnership"
    short: str = "the partnership"
    group: str = "the scrutiny group"
    group_chair: str = "Scrutiny group Chair"
    group_member: str = "Scrutiny group member"
    sub_group: str = "another sub-group"
    executive: str = "the Executive"
    executive_member: str = "Executive member"
    lead_partners: str = "the Lead Safeguarding Partners"
    lead_partner: str = "Lead Safeguarding Partner"
    arrangements: str = "the partnership’s arrangements"
    procedure: str = "the partnership’s own dispute procedure"
    contact: str = "the Business Team"


MEANINGS = {
    "name": "The partnership’s full name, as the head of every page shows it",
    "short": "Its short name",
    "group": "The group that scrutinises, with its article if it has one",
    "group_chair": "Who chairs that group, as a role",
    "group_member": "A member of that group, as a role",
    "sub_group": "Any other group of the partnership, as a place where a risk is raised",
    "executive": "The body that decides what the group cannot, with its article",
    "executive_member": "A member of that body, as a role",
    "lead_partners": "Those above it, together, with their article",
    "lead_partner": "One of them, as a role",
    "arrangements": "The published document by which the partnership works, with its article",
    "procedure": "Where that document says how a dispute is settled",
    "contact": "Whom to tell about a fault of the site",
}
"""What each word of a vocabulary is."""

GENERAL = Vocabulary()
Source = Callable[[], Vocabulary]
_source: ContextVar[Source] = ContextVar("vocabulary", default=lambda: GENERAL)


def speak(source: Source) -> None:
    """Speak the words that `source` gives, which is asked when a word is first needed."""
    _source.set(source)


@contextmanager
def speaking(source: Source) -> Iterator[None]:
    """Speak those words for as long as it lasts, and then again what was spoken before."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


def said(words: str, **more: str) -> str:
    """The words with what stands in braces filled in: {executive}, or {Executive} with a capital.

    `more` are words that are known besides the vocabulary's.

    Raises KeyError for a word that no vocabulary has: a mistake in the program.
    """
    if "{" not in words:
        return words
    found = _words_of(_source.get()())
    return words.format_map(found | more if more else found)


@lru_cache(maxsize=8)
def _words_of(vocabulary: Vocabulary) -> dict[str, str]:
    """Its words by what stands in braces for them, with and without a capital."""
    found = {each.name: getattr(vocabulary, each.name) for each in fields(vocabulary)}
    return found | {sentence_case(name): sentence_case(word) for name, word in found.items()}


class Spoken(Mapping[Key, str]):
    """Codes in words of which some are the partnership's: each is said when it is asked for."""

    def __init__(self, words: Mapping[Key, str]) -> None:
        self._words = words

    def __getitem__(self, code: Key) -> str:
        return said(self._words[code])

    def __iter__(self) -> Iterator[Key]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


def with_article(words: str) -> str:
    """A noun with its article, within a sentence: a Board member, an Executive member."""
    return f"{'an' if words[:1] in 'AEIOUaeiou' else 'a'} {words}"


def sentence_case(words: str) -> str:
    """The words with a capital first."""
    return words[:1].upper() + words[1:]
