"""A cell of somebody else's file without what programs leave in it: line breaks and characters
written as codes, tags and entities of web pages, errors of spreadsheets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5

from application.doing.fields import LINE
from domain.kernel.plain import clean
from domain.kernel.spreadsheets import error_in, is_formula

_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How Office Open XML writes a character that XML cannot have."""
_BREAKING_TAG = re.compile(
    r"</?(?:br|p|div|li|ul|ol|tr|table|h[1-6])(?:\s[^<>]{0,500})?/?>", re.IGNORECASE
)
_TAG = re.compile(
    r"</?(?:span|b|i|u|s|em|strong|a|font|small|sub|sup|td|th|tbody|thead|del|ins|strike|body|html)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_TWICE = re.compile(r"[ÂÃâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")  # noqa: RUF001
_TWICE_FOR_SURE = re.compile(r"â€|Ã[\u00a0-\u00bf]|Â[£§°±½ ]")
_SHAREPOINT = re.compile(r"(?:(?<=\n)|;#)\d{1,9};#|;#")
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,30}));")
_TEXT_SIGN = re.compile(r"'(?=[+-]?\d[\d.,/%: +-]*$)")
"""What makes a spreadsheet take a number for text."""


@dataclass(frozen=True)
class ReadCell:
    """What stands in a cell, and what was left out of it, as the rest of a sentence; "" nothing."""

    words: str
    told: str = ""


def read_cell(words: str) -> ReadCell:
    """The words of a cell, clean. An error of a spreadsheet is no words."""
    words = clean(words)
    if wrong := error_in(words):
        return ReadCell("", f"{wrong}; it counts as empty")
    text, left = words, []
    if "_x" in text and _CODED.search(text):
        text = _CODED.sub(_character, text)
        left.append("characters written as codes, such as _x000D_,")
    if "<" in text and (_TAG.search(text) or _BREAKING_TAG.search(text)):
        text = _TAG.sub("", _BREAKING_TAG.sub("\n", text))
        left.append("tags of a web page")
    if "&" in text and (plain := _ENTITY.sub(_entity, text)) != text:
        text = plain
        left.append("characters written as on a web page, such as &amp;,")
    if _TWICE.search(text) and (once := _decoded_once(text)):
        text = once
        left.append("letters that were decoded twice (such as â€™ for ’)")
    if ";#" in text:
        text = _SHAREPOINT.sub("\n", f"\n{text}")
        left.append("the signs and numbers of a SharePoint list")
    if left:
        return ReadCell(_lines(clean(text)), f"has {' and '.join(left)} and was read without them")
    if "\ufffd" in words or (_TWICE.search(words) and _TWICE_FOR_SURE.search(words)):
        return ReadCell(words, "has letters that were lost on the way; the words are kept")
    if "\u0336" in words:
        return ReadCell(words, "is struck through, so nothing follows from it")
    if is_formula(words):
        return ReadCell(words, "looks like a spreadsheet’s formula, and was read as words")
    return ReadCell(_TEXT_SIGN.sub("", words, count=1) if words[:1] == "'" else words)


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    if code == 0x0D:
        return "\n"
    return "" if 0xD800 <= code < 0xE000 or not code else chr(code)


def _entity(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        return html5.get(f"{name};", found[0])
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if not code or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return found[0]
    return chr(code)


def _decoded_once(text: str) -> str:
    """UTF-8 that somebody took for Windows text, as what it was; "" where it is no such."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""


def _lines(text: str) -> str:
    """The lines that have anything on them."""
    return "\n".join(filter(None, text.split("\n")))


def shortened(words: str, longest: int = LINE) -> str:
    """The words, cut where they are too long, with a sign that they were."""
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
