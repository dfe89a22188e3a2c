"""The groups as the choices of a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from projections.groups.groups import GROUPS
from web.acting import Around
from web.view import the_view


def groups_to_choose() -> list[tuple[str, str]]:
    """Reference and name of the groups that there are, by name."""
    rows = GROUPS.rows(the_view(), GROUPS.c.ended_on == "", sort="name")
    return [(row["reference"], row["name"]) for row in rows]


def choosing_groups(*fields: str) -> Callable[[Any], Around]:
    """Surrounds a form with nothing but the groups, in the fields of those names."""

    def around(item: Any) -> Around:
        caption = f"{item.reference}: {item.title}" if item else ""
        return Around(caption, listed=dict.fromkeys(fields, groups_to_choose()))

    return around
