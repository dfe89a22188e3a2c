"""Changes of the rules, and what the forms give that make them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain.kernel.errors import DomainError
from domain.procedure.procedure import Procedure
from domain.procedure.rules import Decider, Ending, Rules, Stage
from tests.event_examples.procedure import RULES

Change = Callable[[Rules], Rules]
SMALL = Rules.of(RULES)
PUBLISHED = (Procedure.Begun, Procedure.Published)
DRAFTED = (*PUBLISHED, Procedure.Drafted)
PANEL = Stage("panel", "Panel", Decider.CONVENER, days=5)


def refused(act: Callable[..., Any], *arguments: Any, **facts: Any) -> str:
    """The sentence with which something is refused."""
    with pytest.raises(DomainError) as error:
        act(*arguments, **facts)
    return error.value.sentence


def with_stage(key: str, /, **changes: Any) -> Change:
    """The rules with one stage changed."""

    def change(rules: Rules) -> Rules:
        stages = (replace(each, **changes) if each.key == key else each for each in rules.stages)
        return replace(rules, stages=tuple(stages))

    return change


def with_rules(**changes: Any) -> Change:
    return lambda rules: replace(rules, **changes)


def rules_given(rules: Rules = SMALL, **changes: Any) -> dict[str, Any]:
    """What the form gives that changes the rules for every stage."""
    given = {**vars(rules), **changes}
    del given["stages"]
    return given


def stage_given(key: str, **changes: Any) -> dict[str, Any]:
    """What the form gives that changes a stage."""
    given = {**vars(SMALL.stage(key)), **changes, "stage": key}
    del given["key"]
    return given


def added(stage: Stage) -> dict[str, Any]:
    """What the form gives that adds a stage, but for where."""
    given = dict(vars(stage))
    del given["then"]
    return given


def without(ending: Ending) -> Change:
    return lambda rules: replace(
        rules, endings=tuple(each for each in rules.endings if each is not ending)
    )
