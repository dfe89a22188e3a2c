"""Words as people mean them: without what nobody sees, and compared without what does not matter.

`clean` is what is kept of text from outside, before any rule looks at it; `normal` is what is
compared where spelling does not matter: headings, names of agencies, words for a status, search.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_REMEMBERED = 256
"""Texts that are compared again and again: an item keeps most of its words from event to event."""


def clean(words: str) -> str:
    """The words without what nobody can see: invisible and direction-changing characters,
    no-break spaces, runs of spaces, spaces at the ends of lines.

    Composed (NFC); every line break is one newline. What is left shows as it did before.
    """
    text = unicodedata.normalize("NFC", few_marks(words))
    text = text.replace("\r\n", "\n").translate(_BREAKS)
    if any(map(_may_be_unseen, set(text))):
        text = "".join(_seen(text))
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


@lru_cache(_REMEMBERED)
def normal(words: str) -> str:
    """Words without what does not matter: capitals, accents, quotes, dashes, line breaks.

    What is left are letters and digits of any script, with one space between words.
    """
    text = words if words.isascii() else unicodedata.normalize("NFKD", clean(words))
    text = text.casefold()
    plain = text.replace("&", " and ").replace("#", " no ").replace("×", "x")
    return " ".join(_LETTERS.findall(_UNHEARD.sub("", plain)))


@lru_cache(_REMEMBERED)
def in_order(words: str) -> str:
    """A key by which words are sorted as people number things: “1.2” before “1.10”, and DSP-2026-9
    before DSP-2026-10. It is for comparing character by character; "" for no words."""
    return " ".join(_NUMBER.sub(_with_its_length, normal(words)).split())


def _with_its_length(found: re.Match[str]) -> str:
    digits = ascii_digits(found[0]).lstrip("0")
    return f" {min(len(digits), 99):02}{digits} "


def searched(*words: str) -> str:
    """What a search looks through: the words as they are compared, a space before each."""
    return "".join(f" {each}" for each in map(normal, words) if each)


def ascii_digits(words: str) -> str:
    """The words with the digits of any script as those on the keyboard."""
    if words.isascii():
        return words
    return "".join(str(unicodedata.decimal(each, each)) for each in words)


def few_marks(words: str) -> str:
    """Text with at most `MOST_MARKS` marks on one letter, so that it is soon put in Unicode's
    normal form. The rest of them are left out."""
    if len(words) <= _FEW or words.isascii():
        return words
    return "".join(_with_few_marks(words))


MOST_MARKS = 30
"""Marks on one letter, accents and the like: Unicode's own bound for text in pieces (UAX 15). To
put n of them in order, Python takes n² steps."""
_FEW = 500
"""Characters among which any number of marks is soon put in order."""
_HIDDEN_MARKS = "\u0f73\u0f75\u0f81"
"""They are no marks, but made of such."""
DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D], "-")
"""Every kind of dash, as the one on the keyboard; for `str.translate`."""
_NUMBER = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W_]+")
_UNHEARD = re.compile(r"[\u0300-\u036f'’‘\u02bc\u00b4`]")
"""Accents, and apostrophes: “children’s” and “childrens” are one word."""
_BREAKS = dict.fromkeys([0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], "\n")
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks by name that show as nothing."""
_JOINERS = frozenset("\u200c\u200d")
_JOINED = frozenset({"Lo", "Mn", "Mc", "So", "Sk"})
"""What a joiner may stand behind: letters that are written otherwise with it, and pictures."""


def _with_few_marks(words: str) -> Iterator[str]:
    marks = 0
    for character in words:
        is_mark = unicodedata.combining(character) or character in _HIDDEN_MARKS
        marks = marks + 1 if is_mark else 0
        if marks <= MOST_MARKS:
            yield character


def _may_be_unseen(character: str) -> bool:
    if character.isascii():
        return False
    return unicodedata.category(character) in {"Zs", "Cf"} or character in _BLANKS


def _seen(text: str) -> Iterator[str]:
    before = ""
    for each in text:
        kind = unicodedata.category(each)
        if kind == "Zs":
            each = " "
        elif (kind == "Cf" or each in _BLANKS) and not (
            each in _JOINERS and before and unicodedata.category(before) in _JOINED
        ):
            continue
        before = each
        yield each
