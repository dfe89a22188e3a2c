"""Words apart: free text never stands in the stored event, only a salted digest of it.

Each field of words becomes a *disclosure* as RFC 9901 (SD-JWT) has it: base64url of the JSON array
of a salt of 128 bits, the field's name and its value. The event holds the sorted SHA-256 digests
of its disclosures under `_sd`. Whoever takes a disclosure out later leaves the event, and every
proof that was made of it, as they are; without the salt nobody can try out what was said.
"""

from __future__ import annotations

import json
import secrets
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from domain.kernel.item import Item
from domain.kernel.words import words_of

DIGESTS = "_sd"
"""The field of a stored event that holds the digests of its words."""
BETWEEN = "~"
"""Stands between the disclosures of one event."""
TAKEN_OUT = "[taken out]"
"""What is read in place of words whose disclosure is no longer there."""
SALT_BYTES = 16

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
    there = disclosures.split(BETWEEN) if disclosures else []
    if sorted(map(digest, there)) != written:
        _must_be_among(written, there)
        absent = words_of(event_class) - facts.keys()
        facts |= {name: _in_place_of(event_class, name) for name in absent}
    facts |= {name: value for _, name, value in disclosed(there)}
    return facts


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


@cache
def _in_place_of(event_class: type[Item.Event], name: str) -> Any:
    """What is read for a field whose words were taken out, in the type that the field has."""
    hint = get_type_hints(event_class, include_extras=True)[name]
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) is list:
        return [TAKEN_OUT]
    return {} if get_origin(hint) is dict else TAKEN_OUT
