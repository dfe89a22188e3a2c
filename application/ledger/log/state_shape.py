"""Whether a stored event's facts are those that its kind of event has, in the types that it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from application.ledger.log.words_apart import DIGESTS
from domain.kernel.item import Item
from domain.kernel.terms import Role
from domain.kernel.words import words_of

_VERSION = "class_version"
_BY = {"person", "role", "agency"}
_SOMETIMES = {"on_behalf_of"}
"""What stands in “by” only where it says something."""
_ROLES = frozenset(Role)
Fits = Callable[[Any], bool]


class Misfit(NamedTuple):
    """A fact that is not as it should be: its name, what belongs there, what stands there."""

    name: str
    expected: str
    found: str


def misfits(state: Mapping[str, Any], event_class: type[Item.Event]) -> Iterator[Misfit]:
    """What is wrong with the facts of an event, as they are stored, words apart.

    Facts of an event that had other fields once are judged as they are brought up to date.
    """
    known = _facts_of(event_class)
    for name in state.keys() - known.keys() - {DIGESTS, _VERSION}:
        if _VERSION not in state:
            yield Misfit(name, "nothing", _shown(state[name]))
    for name, (fits, kind) in known.items():
        if name in state and not fits(state[name]) and _VERSION not in state:
            yield Misfit(name, kind, _shown(state[name]))
    version = state.get(_VERSION)
    if version is not None and (type(version) is not int or version < 1):
        yield Misfit(_VERSION, "a whole number", _shown(version))
    if not _are_digests(state.get(DIGESTS, [])):
        yield Misfit(DIGESTS, "sorted digests", _shown(state[DIGESTS]))


@cache
def _facts_of(event_class: type[Item.Event]) -> Mapping[str, tuple[Fits, str]]:
    """What may stand in the state of such an event: whether a value fits, and what would."""
    hints = get_type_hints(event_class, include_extras=True)
    apart = words_of(event_class)
    own = {
        each.name: _of_hint(hints[each.name], empty=each.name in apart)
        for each in fields(event_class)
        if each.name not in _COLUMNS
    }
    return {**own, "by": (_is_actor, "person, role and agency"), "on": (_is_day, "an ISO date")}


_COLUMNS = {
    "originator_id", "originator_version", "originator_topic", "timestamp", "reference", "by", "on",
}  # fmt: skip
"""What stands in columns of the log, or is said above."""


def _of_hint(hint: Any, *, empty: bool) -> tuple[Fits, str]:
    """Words that hold something stand apart, so in the state they are empty."""
    fits, name = _fits(hint), _name(hint)
    if empty:
        return lambda value: not value and fits(value), f"nothing, or an empty {name}"
    return fits, name


def _fits(hint: Any) -> Fits:
    plain = _plain(hint)
    origin, inside = get_origin(plain), get_args(plain)
    if origin in {Union, UnionType}:
        either = [_fits(each) for each in inside]
        return lambda value: any(each(value) for each in either)
    if origin is list:
        each = _fits(inside[0])
        return lambda value: isinstance(value, list) and all(map(each, value))
    if origin is dict:
        key, kept = map(_fits, inside)
        return lambda value: (
            isinstance(value, dict)
            and all(key(name) and kept(held) for name, held in value.items())
        )
    if plain is NoneType:
        return lambda value: value is None
    if plain in {str, int, bool, float, dict, list}:
        return lambda value: type(value) is plain
    return lambda value: True


def _name(hint: Any) -> str:
    plain = _plain(hint)
    return str(getattr(plain, "__name__", plain)) if get_origin(plain) is None else str(plain)


def _plain(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _is_actor(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() - _SOMETIMES == _BY
        and all(type(each) is str for each in value.values())
        and all(value.get(name, name) for name in _SOMETIMES)
        and value["role"] in _ROLES
    )


def _is_day(value: Any) -> bool:
    try:
        return type(value) is str and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _are_digests(value: Any) -> bool:
    return (
        isinstance(value, list)
        and all(type(each) is str and len(each) == _DIGEST for each in value)
        and value == sorted(value)
    )


_DIGEST = 43
"""Letters of base64url of 32 bytes."""


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST = 60
