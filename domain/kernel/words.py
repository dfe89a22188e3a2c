"""What kinds of text an event holds.

Free text is kept apart from the rest of a stored event, so that it can be taken out without
breaking the proof of the log. So each text field of an event says by its type what it is: `Words`
is free text, all else is closed: a code of ours, a date, a reference. A plain `str` fails a test.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

FREE = "free text"
REFERENCE = "reference"

Words = Annotated[str, FREE]
"""Text in which anybody can write anything."""
Code = Annotated[str, "code"]
"""One of a closed list of ours: the value of an enumeration, or what the product computes."""
Day = Annotated[str, "day"]
"""An ISO date, or "" where there is none."""
When = Annotated[str, "day or moment"]
"""An ISO date; or, where a clock runs in hours, a moment to the minute with its distance from UTC;
or "" where there is neither."""
Ref = Annotated[str, REFERENCE]
"""The reference of an item or an agency, the id of an account, the key of a stage; or ""."""


@cache
def words_of(event_class: type[Any]) -> frozenset[str]:
    """The names of the fields of an event that hold free text, whole or in part."""
    hints = get_type_hints(event_class, include_extras=True)
    return frozenset(name for name, hint in hints.items() if _is(FREE, hint))


@cache
def refs_of(event_class: type[Any]) -> frozenset[str]:
    """The names of the fields of an event that hold references, alone or among others."""
    hints = get_type_hints(event_class, include_extras=True)
    return frozenset(name for name, hint in hints.items() if _is(REFERENCE, hint))


def _is(kind: str, hint: Any) -> bool:
    if get_origin(hint) is Annotated and kind in get_args(hint)[1:]:
        return True
    return any(_is(kind, each) for each in get_args(hint) if each is not None)
