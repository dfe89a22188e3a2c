"""Words apart: free text never stands in the stored event, only a salted digest of it.

Each field of words becomes a *disclosure* as RFC 9901 (SD-JWT) has it: base64url of the JSON array
of a salt of 128 bits, the field's name and its value. The event holds the sorted SHA-256 digests
of its disclosures under `_sd`. Whoever takes a disclosure out later leaves the event, and every
proof that was made of it, as they are; without the salt nobody can try out what was said. A
*mark* takes its place, which says when the words were redacted, and why.
"""

from __future__ import annotations

import json
import secrets
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from domain.kernel.item import Item, long_date
from domain.kernel.words import words_of
from domain.redactions.vocabulary import BECAUSE, Basis

DIGESTS = "_sd"
"""The field of a stored event that holds the digests of its words."""
BETWEEN = "~"
"""Stands between the disclosures of one event."""
TAKEN_OUT = "[taken out]"
"""What is read in place of words whose disclosure is gone, and no mark says why."""
SALT_BYTES = 16
MARK = ":"
"""Stands between the parts of a mark, and in no disclosure."""

to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
"""A value as the one form of JSON that the log is written in."""


def part(facts: Mapping[str, Any], names: Iterable[str]) -> tuple[dict[str, Any], str]:
    """The facts with digests in place of the words of these names, and the disclosures.

    What is empty says nothing and stays.
    """
    parted = dict(facts)
    disclosures = [disclosure(name, parted.pop(name)) for name in names if parted.get(name)]
    if disclosures:
        parted[DIGESTS] = sorted(map(digest, disclosures))
    return parted, BETWEEN.join(disclosures)


def join(
    parted: Mapping[str, Any], disclosures: str, event_class: type[Item.Event]
) -> dict[str, Any]:
    """The facts of an event with its words among them again.

    Raises ValueError for a disclosure that the event holds no digest of, so that words which
    somebody altered are never read as what was said.
    """
    facts = dict(parted)
    written = facts.pop(DIGESTS, [])
    there, marks = there_and_marked(disclosures)
    if sorted(map(digest, there)) != written:
        _must_be_among(written, there)
        redacted = {each.field: each.words for each in marks}
        absent = words_of(event_class) - facts.keys()
        facts |= {
            name: _in_place_of(event_class, name, redacted.get(name, TAKEN_OUT)) for name in absent
        }
    facts |= {name: value for _, name, value in disclosed(there)}
    return facts


@dataclass(frozen=True)
class Mark:
    """What stands where a disclosure was: the redaction, its day, its legal basis, the field."""

    redaction: str
    on: str
    basis: str
    field: str

    def __str__(self) -> str:
        return MARK.join([self.redaction, self.on, self.basis, self.field])

    @classmethod
    def read(cls, text: str) -> Mark:
        """The mark that was written so. Raises ValueError."""
        redaction, on, basis, field = text.split(MARK)
        return cls(redaction, on, Basis(basis).value, field)

    @property
    def says(self) -> str:
        """When, why and by which redaction, within a sentence."""
        because = BECAUSE[Basis(self.basis)]
        return f"redacted on {long_date(self.on)} because {because}: {self.redaction}"

    @property
    def words(self) -> str:
        """What is read in place of the words, in every register, page and file."""
        return f"[{self.says}]"


def there_and_marked(disclosures: str) -> tuple[list[str], list[Mark]]:
    """The disclosures of an event that are there, and the marks of those that were redacted."""
    each = disclosures.split(BETWEEN) if disclosures else []
    if MARK not in disclosures:
        return each, []
    marks = [Mark.read(text) for text in each if MARK in text]
    return [text for text in each if MARK not in text], marks


def taken_out(disclosures: str, marks: Mapping[str, Mark]) -> str:
    """The disclosures with marks in place of those with these digests, where they are there."""
    each = disclosures.split(BETWEEN) if disclosures else []
    return BETWEEN.join(str(marks.get(digest(text), text)) for text in each)


def disclosure(name: str, value: Any) -> str:
    """One field of words with a salt of its own."""
    salt = _in_base64(secrets.token_bytes(SALT_BYTES))
    return _in_base64(to_json([salt, name, value]).encode())


def disclosed(disclosures: Iterable[str]) -> list[list[Any]]:
    """The salt, the name and the value in each; all at once, because words are read often."""
    coded = (each.encode().translate(_TO_USUAL) for each in disclosures)
    arrays = b",".join([a2b_base64(each + b"==") for each in coded])
    found: list[list[Any]] = _from_json(f"[{arrays.decode()}]")
    return found


def digest(disclosure: str) -> str:
    """What the stored event holds of a disclosure: SHA-256, in base64url without padding."""
    return _in_base64(sha256(disclosure.encode()).digest())


def _must_be_among(written: list[str], disclosures: Iterable[str]) -> None:
    left = list(written)
    for each in disclosures:
        if digest(each) not in left:
            raise ValueError("its words are not those that were written")
        left.remove(digest(each))


def _in_base64(content: bytes) -> str:
    return b2a_base64(content, newline=False).translate(_TO_URL, b"=").decode()


_TO_URL = bytes.maketrans(b"+/", b"-_")
_TO_USUAL = bytes.maketrans(b"-_", b"+/")
"""The standard library's base64url does the same in twice the time, and words are read often."""
_from_json = json.JSONDecoder().decode


@lru_cache(maxsize=1024)
def _in_place_of(event_class: type[Item.Event], name: str, said: str) -> Any:
    """What is read for a field whose words were taken out, in the type that the field has."""
    hint = get_type_hints(event_class, include_extras=True)[name]
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) is list:
        return [said]
    return {} if get_origin(hint) is dict else said
