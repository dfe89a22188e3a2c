"""The escalation procedure in words: what a version says, and what two versions say differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.kernel.item import long_date
from domain.procedure.procedure import Procedure, Version
from domain.procedure.rules import (
    CLOCK_STARTS,
    DECIDERS,
    ENDINGS,
    HOW_DECIDED,
    ClockStart,
    Decider,
    Ending,
    HowDecided,
    Rules,
    Stage,
)


@dataclass(frozen=True)
class RuleChange:
    """One thing that two versions say differently; "" where one says nothing."""

    where: str
    what: str
    before: str
    after: str


_RULES = {
    "title": "Title",
    "note": "Note",
    "single_cases": "Disagreements about a single child’s case go by",
    "minutes_days": "Working days in which minutes are circulated",
    "urgent_hours": "Hours of a stage when urgent",
    "extensions": "Extensions of a stage",
    "extension_days": "Longest extension, in working days",
    "returns": "Returns to a lower stage",
    "automatic": "Overdue stages escalate by themselves",
    "issues_start_at": "Issues start at",
    "endings": "Endings",
}
_STAGE = {
    "name": "Name",
    "decided_by": "Decided by",
    "how": "How it is decided",
    "days": "Working days",
    "starts": "Clock starts at",
    "urgent_may_skip": "An urgent case may skip it",
    "entry": "Record when it begins",
    "exit": "Record when it ends",
    "then": "Leads to",
}


def procedure_in_words(procedure: Procedure) -> dict[str, str]:
    """How the procedure stands, each thing in words: its versions, and what it says.

    What it says is what its draft says, or else the newest version.
    """
    words = {f"Version {each.number}": _standing(each) for each in procedure.versions.values()}
    newest = procedure.versions[max(procedure.versions)].rules if procedure.versions else None
    if procedure.in_draft:
        words["Draft"] = "There is one"
    return words | rules_in_words(procedure.in_draft or newest)


def rules_in_words(rules: Rules | None) -> dict[str, str]:
    """What rules say, each thing by its label; what a stage says by its key, which stays when its
    name changes."""
    if rules is None:
        return {}
    words = {label: rule_in_words(getattr(rules, name)) for name, label in _RULES.items()}
    for stage in rules.stages:
        for name, label in _STAGE.items():
            words[f"Stage “{stage.key}”: {label.lower()}"] = rule_in_words(getattr(stage, name))
    return words


def _standing(version: Version) -> str:
    confirmed = ", confirmed" if version.confirmed else ", not confirmed"
    return f"For disputes from {long_date(version.from_on)}{confirmed}"


def differences(before: Rules, after: Rules) -> list[RuleChange]:
    """What two versions say differently, rule by rule and stage by stage."""
    found = [
        RuleChange("Every stage", label, *both)
        for name, label in _RULES.items()
        if (both := _both(before, after, name))
    ]
    stages = {stage.key: stage for stage in before.stages}
    for stage in after.stages:
        was = stages.pop(stage.key, None)
        if was is None:
            found.append(RuleChange(stage.name, "The stage", "", "Added"))
            continue
        found += [
            RuleChange(stage.name, label, *both)
            for name, label in _STAGE.items()
            if (both := _both(was, stage, name))
        ]
    return found + [
        RuleChange(each.name, "The stage", "There", "Removed") for each in stages.values()
    ]


def _both(before: Rules | Stage, after: Rules | Stage, name: str) -> tuple[str, str] | None:
    was, now = getattr(before, name), getattr(after, name)
    return None if was == now else (rule_in_words(was), rule_in_words(now))


def rule_in_words(value: Any) -> str:
    """What a field of the rules or of a stage says, for people."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, tuple):
        return "; ".join(rule_in_words(each) for each in value)
    if isinstance(value, Decider):
        return DECIDERS[value]
    if isinstance(value, HowDecided):
        return HOW_DECIDED[value]
    if isinstance(value, ClockStart):
        return CLOCK_STARTS[value]
    if isinstance(value, Ending):
        return ENDINGS[value]
    return "" if value is None else str(value)
