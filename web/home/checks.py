"""What there is to check: for auditors, in place of “nothing needs you”."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for

from projections.audit.audit_trail import recorded_late_since
from projections.audit.change_kinds import Change
from projections.audit.changes import Between, how_many
from projections.view import View
from web.noun import Noun, nouns
from web.since import a_quarter_before

_ASKED_OF_EVERY_REGISTER = ("changed", "unchecked", "corrected")
"""Filters, by their keys, that name what somebody independent would look at."""


@dataclass(frozen=True)
class Check:
    """Something to look at: what it is, how much of it there is (None: nobody counted), where."""

    words: str
    count: int | None
    href: str


def checks(view: View) -> list[Check]:
    """What is not as it was, or was not as it should be; what there is none of is left out."""
    earlier = a_quarter_before(view)
    late = recorded_late_since(view, earlier.position)
    corrected = how_many(Between(earlier, view)).get(Change.CORRECTED, 0)
    counted = [
        Check(
            "recorded late within a quarter",
            late,
            url_for("audit.trail", late="yes", after=earlier.position),
        ),
        Check(
            "corrected within a quarter", corrected, url_for("changes.changes", change="corrected")
        ),
        *(each for noun in nouns() for each in _of_register(noun, view)),
    ]
    return [
        *(each for each in counted if each.count),
        Check(
            "Disputes that departed from the procedure", None, url_for("conformance.conformance")
        ),
        Check("What changed within a quarter", None, url_for("changes.changes")),
        Check("Who read what", None, url_for("reads.reads")),
        Check("Proof that nothing was altered", None, url_for("proof.proof")),
    ]


def _of_register(noun: Noun, view: View) -> Iterator[Check]:
    register = noun.register
    if register is None or not noun.section:
        return
    filters = [register.filters[key] for key in _ASKED_OF_EVERY_REGISTER if key in register.filters]
    counts = register.counts(view, *(each.condition("yes", view) for each in filters))
    for each, count in zip(filters, counts, strict=True):
        asked: dict[str, Any] = {each.key: "yes", "status": "all"}
        href = url_for(f"{noun.pages.name}.register", **asked)
        called = register.one if count == 1 else noun.name
        yield Check(f"{called}: {each.label.lower()}", count, href)
