"""The groups as the choices of a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from domain.groups.speaking import speaker_of, why_not_of
from domain.groups.vocabulary import GroupKind
from domain.kernel.terms import Actor
from projections.groups.groups import GROUPS
from projections.versioned import Row
from web.forms.showing import Around
from web.view import person, the_view


def groups_to_choose() -> list[tuple[str, str]]:
    """Reference and name of the groups that there are, by name."""
    return [(row["reference"], row["name"]) for row in _groups()]


def own_groups() -> list[tuple[str, str]]:
    """Those of them for which whoever is signed in can do something that is a group's."""
    who = person()
    actors = [Actor(who.id, held.role, held.agency) for held in who.roles]
    return [
        (row["reference"], row["name"])
        for row in _groups()
        if not all(
            why_not_of(each, speaker_of(GroupKind(row["kind"])), row["name"]) for each in actors
        )
    ]


def _groups() -> Sequence[Row]:
    return GROUPS.rows(the_view(), GROUPS.c.ended_on == "", sort="name")


def choosing_groups(*fields: str, own: str) -> Callable[[Any], Around]:
    """Surrounds a form with nothing but the groups, in the fields of those names: `own` is that of
    the group for which it is done."""

    def around(item: Any) -> Around:
        caption = f"{item.reference}: {item.title}" if item else ""
        return Around(
            caption, listed={own: own_groups()} | dict.fromkeys(fields, groups_to_choose())
        )

    return around
