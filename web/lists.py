"""What every list of items shares: filters read from the address, and said in words."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from flask import request

from application.doing.intents import Intent
from web.view import without

FiltersType = TypeVar("FiltersType")


def filters_asked_for(kind: type[FiltersType], known: Mapping[str, Container[str]]) -> FiltersType:
    """The filters in the address, as a dataclass of texts and ticks.

    What is not among the `known` values of a filter counts as not given; “all” as any status.
    """
    found: dict[str, Any] = {}
    for each in fields(kind):  # type: ignore[arg-type]
        words = request.args.get(each.name, "").strip()[:200]
        if isinstance(each.default, bool):
            found[each.name] = words == "yes"
        elif each.name == "status" and words == "all":
            found[each.name] = ""
        elif words and (each.name not in known or words in known[each.name]):
            found[each.name] = words
    return kind(**found)


def applied_filters(filters: Any, words: Mapping[str, str]) -> list[dict[str, str]]:
    """Each filter in force, in words, with the address of the list without it."""
    plain = asdict(type(filters)())
    applied = []
    for name, value in asdict(filters).items():
        if value != plain[name]:
            applied.append({"text": words[name], "href": without(name) or "?"})
    return applied


def sort_asked_for(sorts: Container[str], usual: str) -> str:
    """The sort in the address, with a minus in front for the largest first."""
    sort = request.args.get("sort", usual)
    return sort if sort.removeprefix("-") in sorts else usual


def page_asked_for() -> int:
    """The number of the page in the address; 1 where it makes no sense."""
    page = request.args.get("page", 1, type=int)
    return min(max(1, page), 1_000_000)


def grouped(
    moves: list[Intent], groups: tuple[tuple[str, tuple[str, ...]], ...]
) -> list[tuple[str, list[Intent]]]:
    """The intents under the headings that a page shows them by."""
    by_name = {intent.move: intent for intent in moves}
    found = [
        (title, [by_name[name] for name in names if name in by_name]) for title, names in groups
    ]
    return [(title, intents) for title, intents in found if intents]
