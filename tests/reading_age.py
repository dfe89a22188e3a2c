"""How old a reader of British schools must be to read a text with ease, by Flesch and Kincaid.

It is reckoned by hand: textstat, the usual library, loads the dictionary that it counts syllables
by from the network while it runs, and those that carry one are under the GPL.
"""

from __future__ import annotations

import re

KNOWN = {
    "accountable", "agency", "agencies", "commission", "commissions", "committee", "decision",
    "evidence", "executive", "independent", "member", "members", "partner", "partners",
    "partnership", "procedure", "recommendation", "recommendations", "reference", "safeguarding",
    "scrutineer", "scrutiny",
}  # fmt: skip
"""What everybody who sits at the table says all day, however many syllables it has. Each counts as
an easy word of two."""
SCHOOL = 5
"""The age in the year before the first grade, in which Flesch and Kincaid count."""
_WORD = re.compile(r"[A-Za-z’]+(?:-[A-Za-z]+)*|\d[\d.,]*")
_SENTENCE = re.compile(r"(?<=[.?!:;])\s+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = (
    re.compile(r"(?<=^som)e(?=[^r])|(?<=^ev)e(?=ry)|(?<=[^aeiouy])e(?=ment|ly$|ful$|less$)"),
    re.compile(r"(?<=[aeiouy]l)es?$|(?<=[^aeiouyl])e$"),
    re.compile(r"(?<=[^aeiouytd])ed$|(?<=[^aeiouylsxzcgh])es$"),
)
"""Vowels that nobody hears: some|body, agre(e)ment, rul|e, nam|ed, dat|es."""
_TWO = re.compile(r"[aeiou]ing$|(?<![cst])i[ao](?!us)|eo(?!p)")
"""Vowels beside each other that are heard apart: do|ing, peri|od, vide|o."""


def reading_age(text: str) -> float:
    """The age in years."""
    found, sentences = words(text), [each for each in _SENTENCE.split(text) if words(each)]
    if not found:
        return SCHOOL
    long, hard = len(found) / len(sentences), sum(map(syllables, found)) / len(found)
    return 0.39 * long + 11.8 * hard - 15.59 + SCHOOL


def words(text: str) -> list[str]:
    """The words and the numbers of a text."""
    return _WORD.findall(text)


def longest_sentence(text: str) -> int:
    """How many words its longest sentence has."""
    return max((len(words(each)) for each in _SENTENCE.split(text)), default=0)


def syllables(word: str) -> int:
    """How many syllables a word has, as far as its letters say."""
    word = re.sub(r"’s?$", "", word.lower())
    if word in KNOWN:
        return 2
    if not word[:1].isalpha():
        return 1
    return sum(_count(part) for part in word.split("-"))


def _count(part: str) -> int:
    for silent in _SILENT:
        part = silent.sub("", part)
    return max(1, len(_VOWELS.findall(part)) + len(_TWO.findall(part)))
