"""Correcting a mistake, on every noun alike: which fact, what it should say, and why."""

from __future__ import annotations

from typing import Any

from application.doing.access import TEAM
from application.doing.fields import (
    AgencyField,
    AgencyList,
    Choice,
    Day,
    Labelled,
    Line,
    Listed,
    Prose,
    Tags,
)
from application.doing.intents import Intent
from application.nouns.shared.common import Reason
from domain.kernel.mending.correcting import Correctable, Fact, FactKind
from domain.kernel.mending.redeciding import Redecidable


class Becomes(Prose):
    """Whatever a fact holds, as text: several, as a form sends them, joined by commas."""

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            value = ", ".join(value)
        return super().deserialize(value, *args, **kwargs)


class _Correct(Reason):
    fact = Listed("What was recorded wrongly?")
    becomes = Becomes("What should it say?", required=False)


_OF_DECISIONS = (
    " What somebody replied, answered or decided is not among these facts: “Correct a decision” is "
    "for that, and whoever decided confirms it."
)


def correction(kind: type[Correctable]) -> Intent:
    """The intent of a noun by which a fact of it is corrected."""
    return Intent(
        f"{kind.word}.correct", "Correct a mistake", _Correct, kind.correct, may={TEAM},
        hint="What was there before stays in the history, with your reason. Nothing counts as "
        "moved because of it." + (_OF_DECISIONS if issubclass(kind, Redecidable) else ""),
        options=lambda item: {"fact": [(each.key, each.label) for each in item.facts_to_correct()]},
    )  # fmt: skip


def asked_as(fact: Fact) -> Labelled:
    """The field in which people type what a fact should be."""
    label = f"{fact.label}: what it should say"
    match fact.kind:
        case FactKind.PROSE:
            return Prose(label, required=fact.required)
        case FactKind.DAY:
            return Day(label, required=fact.required)
        case FactKind.MOMENT:
            hint = "A day and a time, for example 14 January 2026, 16:30."
            return Line(label, hint=hint, required=fact.required)
        case FactKind.CODE:
            kind = type(next(iter(fact.choices)))
            return Choice(label, kind, fact.choices, required=fact.required)
        case FactKind.AGENCY:
            return AgencyField(label, present=False, required=fact.required)
        case FactKind.AGENCIES:
            return AgencyList(label, required=fact.required)
        case FactKind.TAGS:
            return Tags(label, hint="Separated by commas.", required=fact.required)
        case FactKind.PUBLISHED:
            hint = "For example 2026-03-31, or 2026-03 if only the month is known."
            return Line(label, hint=hint, required=fact.required)
        case FactKind.DUE:
            hint = "As published: a date, “immediately”, “within three months”, “to be confirmed”."
            return Line(label, hint=hint, required=fact.required)
        case FactKind.LINE:
            return Line(label, required=fact.required)
