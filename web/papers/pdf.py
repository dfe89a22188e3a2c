"""A paper as PDF: typeset by typst, for people, screen readers (PDF/UA-1) and archives (PDF/A-3a).

What anybody wrote goes to the template as data, and is never taken for its markup.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from domain.kernel.errors import DomainError
from web.papers.paper import Map, Paper, in_words

if TYPE_CHECKING:
    from typst import Fonts

_FOLDER = Path(__file__).parent.parent / "templates" / "papers"
PDF_TEMPLATE = _FOLDER / "paper.typ"
_FONT = _FOLDER / "fonts" / "SourceSans3.ttf"
_STANDARDS = ("ua-1", "a-3a")
UNKNOWN = "□"
"""Stands for a letter that the font does not have."""
_LONGEST = 24
"""Letters of a word that are set without a place to break it."""


def pdf_of(paper: Paper) -> bytes:
    """The paper as a PDF. Raises DomainError where typst is not installed."""
    usual = _pdf_of(paper)
    if not paper.fits or _pages(usual) <= paper.fits:
        return usual
    smaller = (_pdf_of(paper, smaller=each) for each in _SMALLER)
    return next((each for each in smaller if _pages(each) <= paper.fits), usual)


_SMALLER = (0.7, 1.4)
"""How many points the letters are made smaller, to keep a paper on as many pages as it should be;
what does not fit then is set in the usual ones."""


def _pdf_of(paper: Paper, *, smaller: float = 0) -> bytes:
    how = {"format": "pdf", "pdf_standards": list(_STANDARDS)}
    return bytes(_typeset(paper, smaller=smaller, **how))


def _pages(pdf: bytes) -> int:
    return int(pdf.partition(b"/Type/Pages/Count ")[2].partition(b"/")[0])  # typst begins with it


def pictures_of(paper: Paper, *, dots: int = 100) -> list[bytes]:
    """Each page as PNG, so many dots to the inch."""
    found = _typeset(paper, format="png", ppi=float(dots))
    return found if isinstance(found, list) else [found]


def _typeset(paper: Paper, *, smaller: float = 0, **how: Any) -> Any:
    try:
        from typst import compile as typeset
    except ImportError as error:
        raise DomainError(
            "PDF needs typst, which is not installed here. Install the ledger with its extra "
            "“papers”, or take the paper as a Word document."
        ) from error
    if lacking(paper):
        paper = replace(paper, left_out=[*paper.left_out, _LACKING])
    data = {"paper": json.dumps(_plain(paper), ensure_ascii=False), "smaller": str(smaller)}
    stamp = int(paper.moment.timestamp())
    source = PDF_TEMPLATE.read_bytes()
    return typeset(source, font_paths=_fonts(), sys_inputs=data, timestamp=stamp, **how)


@cache
def _fonts() -> Fonts:
    """The font that is shipped, and no other: the same paper is the same on every machine."""
    from typst import Fonts

    return Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FONT.parent)]
    )


def _plain(value: Any) -> Any:
    """What the template is given: blocks as objects that say of which kind they are."""
    if is_dataclass(value) and not isinstance(value, type):
        told: dict[str, Any] = {
            each.name: _plain(getattr(value, each.name)) for each in fields(value)
        }
        if isinstance(value, Paper):
            told |= {"foot": _set(value.foot), "code": value.code}  # the code unbroken, to be found
        if isinstance(value, Map):
            told |= {"spoken": _set(value.spoken)}
        return {"kind": type(value).__name__.lower(), **told}
    if isinstance(value, Enum | bool | float) or value is None:
        return value
    if isinstance(value, str | int | date):
        return _set(in_words(value)) if not isinstance(value, int) else value
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value]


# ---------------------------------------------------------------- letters


def _set(words: str) -> str:
    """Words as they can be set: with letters that there are, and places to break long ones at."""
    known = letters()
    there = "".join(
        each if ord(each) in known or each == "\n" else UNKNOWN
        for each in normalize("NFC", words.replace("\r\n", "\n").replace("\t", " "))
    )
    there = _MARKS.sub(r"\1", there)
    return _LONG.sub(lambda found: "\u200b".join(_parts(found[0])), there)


_LONG = re.compile(rf"\S{{{_LONGEST + 1},}}")


_MARKS = re.compile("([\u0300-\u036f]{4})[\u0300-\u036f]+")
"""More marks on a letter than any language has: a PDF has no room for many thousand."""


def _parts(word: str) -> list[str]:
    return [word[at : at + _LONGEST] for at in range(0, len(word), _LONGEST)]


_LACKING = (
    f"Letters that the font of this paper does not have are shown as {UNKNOWN}; the Word document "
    "has them."
)


def lacking(paper: Paper) -> bool:
    """Whether the paper has a letter that the font does not have."""
    return UNKNOWN in json.dumps(_plain(paper), ensure_ascii=False)


@cache
def letters() -> frozenset[int]:
    """The letters that the font has, read off its table `cmap` (OpenType, format 12)."""
    data = _FONT.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    directory = {
        data[12 + 16 * at : 16 + 16 * at]: struct.unpack_from(">I", data, 20 + 16 * at)[0]
        for at in range(tables)
    }
    start = directory[b"cmap"]
    found: set[int] = set()
    for at in range(struct.unpack_from(">H", data, start + 2)[0]):
        table = start + struct.unpack_from(">I", data, start + 8 + 8 * at)[0]
        if struct.unpack_from(">H", data, table)[0] == _SEGMENTED:
            groups = struct.unpack_from(">I", data, table + 12)[0]
            for group in range(groups):
                first, last = struct.unpack_from(">II", data, table + 16 + 12 * group)
                found |= set(range(first, last + 1))
    return frozenset(found)


_SEGMENTED = 12
