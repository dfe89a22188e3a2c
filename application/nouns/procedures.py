"""What an administrator can do with the escalation procedure: draft, change, publish, confirm."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from application.doing.access import OPERATOR
from application.doing.fields import Choice, Choices, Day, Line, Lines, Listed, Prose, Whole
from application.doing.intents import Desk, Intent, IntentSchema, by_method, perform
from application.ledger.ledger import Ledger
from application.nouns.procedure_files import placeholder, read_procedure, write_procedure
from domain.kernel.errors import NotFoundError
from domain.procedure.procedure import PROCEDURE, Procedure
from domain.procedure.rules import (
    CLOCK_STARTS,
    DECIDERS,
    ENDINGS,
    ClockStart,
    Decider,
    Ending,
    Rules,
    Stage,
)


class YesNo(StrEnum):
    """A switch."""

    YES = "yes"
    NO = "no"


class _Timeless(IntentSchema):
    """What is done to a draft happens when it is done."""

    class Meta(IntentSchema.Meta):
        exclude = ("on",)


class _Draft(_Timeless):
    number = Listed("Version to copy")


class _FromFile(_Timeless):
    text = Prose("The procedure as a file", hint="TOML, as “Download as a file” gives it.")
    text.longest = 100_000


class _Rules(_Timeless):
    title = Line("Title")
    note = Prose("Note", hint="Shown wherever the procedure is.", required=False)
    urgent_days = Whole("Working days of a stage in an urgent case")
    extensions = Whole("How often a stage may be extended")
    extension_days = Whole("Longest extension, in working days")
    returns = Whole("How often a dispute may be returned to a lower stage")
    automatic = Choice(
        "Do overdue stages escalate by themselves?", YesNo, {YesNo.YES: "Yes", YesNo.NO: "No"}
    )
    issues_start_at = Listed("Stage at which an issue without opposing parties starts")
    endings = Choices("Endings", Ending, ENDINGS)


class _StageFields(_Timeless):
    name = Line("Name of the stage")
    decided_by = Choice("Who decides?", Decider, DECIDERS)
    days = Whole("Working days", hint="Leave empty where nobody decides.", required=False)
    starts = Choice("The clock starts at", ClockStart, CLOCK_STARTS)
    urgent_may_skip = Choice(
        "May an urgent case skip it?", YesNo, {YesNo.YES: "Yes", YesNo.NO: "No"}
    )
    entry = Lines("What must be on record when it begins", hint="One a line.", required=False)
    exit = Lines("What must be on record when it ends", hint="One a line.", required=False)


class _AddStage(_StageFields):
    key = Line("Key", hint="A short word for it that never changes, for example “panel”.")
    after = Listed("After which stage?", hint="Leave empty to put it first.", required=False)


class _ChangeStage(_StageFields):
    stage = Listed("Stage")
    then = Listed("Leads to", hint="Leave empty for the last stage.", required=False)


class _RemoveStage(_Timeless):
    stage = Listed("Stage")


class _Publish(_Timeless):
    from_on = Day(
        "For disputes from",
        hint="Disputes of meetings on that day or later follow it. Leave empty for today.",
        required=False,
    )
    reason = Prose("What changes, and why?")


class _Confirm(_Timeless):
    number = Listed("Version")
    reason = Prose(
        "What was it compared with?",
        hint="For example the KSCMP Arrangements of a date, and who compared them.",
    )


class _Discard(_Timeless):
    reason = Prose("Reason")


def _switches(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with truth values for its switches."""
    return {
        name: value is YesNo.YES if isinstance(value, YesNo) else value
        for name, value in data.items()
    }


def _change_rules(desk: Desk, item: Procedure, data: Mapping[str, Any]) -> Procedure:
    item.change_rules(desk.occasion, **_switches(data))
    return item


def _change_stage(desk: Desk, item: Procedure, data: Mapping[str, Any]) -> Procedure:
    item.change_stage(desk.occasion, **_switches(data))
    return item


def _add_stage(desk: Desk, item: Procedure, data: Mapping[str, Any]) -> Procedure:
    item.add_stage(desk.occasion, **_switches(data))
    return item


def _number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 6 else 0


def _draft(desk: Desk, item: Procedure, data: Mapping[str, Any]) -> Procedure:
    item.draft(desk.occasion, number=_number(data["number"]))
    return item


def _draft_from_file(desk: Desk, item: Procedure, data: Mapping[str, Any]) -> Procedure:
    item.draft_from_file(desk.occasion, rules=read_procedure(data["text"]))
    return item


def _confirm(desk: Desk, item: Procedure, data: Mapping[str, Any]) -> Procedure:
    item.confirm(desk.occasion, number=_number(data["number"]), reason=data["reason"])
    return item


def _begin(desk: Desk, _item: None, data: Mapping[str, Any]) -> Procedure:
    rules = read_procedure(data["text"])
    return Procedure.begin(desk.occasion, rules=rules, find=desk.ledger.get)


def _versions(item: Procedure) -> list[tuple[str, str]]:
    return [(str(number), f"Version {number}") for number in reversed(item.versions)]


def _unconfirmed(item: Procedure) -> list[tuple[str, str]]:
    return [
        (str(number), f"Version {number}")
        for number, version in reversed(item.versions.items())
        if not version.confirmed
    ]


def stage_options(rules: Rules | None) -> list[tuple[str, str]]:
    """The stages as options of a form."""
    return [(stage.key, stage.name) for stage in rules.stages] if rules else []


def _rules_now(item: Procedure) -> dict[str, Any]:
    if item.in_draft is None:
        return {}
    return {**vars(item.in_draft), "automatic": "yes" if item.in_draft.automatic else "no"}


def stage_now(stage: Stage) -> dict[str, Any]:
    """The starting values of the form that changes a stage."""
    skip = "yes" if stage.urgent_may_skip else "no"
    lines = {name: "\n".join(getattr(stage, name)) for name in ("entry", "exit")}
    return {**vars(stage), **lines, "urgent_may_skip": skip, "stage": stage.key}


BEGIN = Intent(
    "procedure.begin", "Draft the first procedure", Procedure, _FromFile, _begin, creates=True
)
DRAFT_FROM_FILE = Intent(
    "procedure.draft_from_file", "Draft from a file", Procedure, _FromFile, _draft_from_file
)
PUBLISH = Intent(
    "procedure.publish", "Publish the draft", Procedure, _Publish, by_method("publish"),
    hint="Disputes that have started keep the version that they started under.",
)  # fmt: skip

PROCEDURE_INTENTS = (
    BEGIN,
    Intent(
        "procedure.draft", "Draft a new version", Procedure, _Draft, _draft,
        options=lambda item: {"number": _versions(item)},
    ),
    DRAFT_FROM_FILE,
    Intent(
        "procedure.change_rules", "Change the rules for every stage", Procedure, _Rules,
        _change_rules, fill=_rules_now,
        options=lambda item: {"issues_start_at": stage_options(item.in_draft)},
    ),
    Intent(
        "procedure.change_stage", "Change a stage", Procedure, _ChangeStage, _change_stage,
        options=lambda item: {
            "stage": stage_options(item.in_draft), "then": stage_options(item.in_draft)
        },
    ),
    Intent(
        "procedure.add_stage", "Add a stage", Procedure, _AddStage, _add_stage,
        options=lambda item: {"after": stage_options(item.in_draft)},
    ),
    Intent(
        "procedure.remove_stage", "Remove a stage", Procedure, _RemoveStage,
        by_method("remove_stage"), options=lambda item: {"stage": stage_options(item.in_draft)},
    ),
    PUBLISH,
    Intent(
        "procedure.confirm", "Confirm a version", Procedure, _Confirm, _confirm,
        hint="Say that a version is what Section 11 of the KSCMP Arrangements says.",
        options=lambda item: {"number": _unconfirmed(item)},
    ),
    Intent("procedure.discard", "Discard the draft", Procedure, _Discard, by_method("discard")),
)  # fmt: skip


def load_placeholder(ledger: Ledger) -> bool:
    """Publish the placeholder as version 1 where there is no procedure; return whether it did.

    It holds from long ago, so that every dispute ever recorded has a version to follow.
    """
    with ledger.writing():
        if _is_there(ledger):
            return False
        text = {"text": write_procedure(placeholder())}
        perform(ledger, BEGIN, text, person=OPERATOR)
        facts = {
            "from_on": _SINCE_EVER,
            "reason": "A placeholder, until an administrator replaces or confirms it.",
        }
        perform(ledger, PUBLISH, facts, person=OPERATOR, reference=PROCEDURE)
    return True


def _is_there(ledger: Ledger) -> bool:
    try:
        ledger.get(Procedure, PROCEDURE)
    except NotFoundError:
        return False
    return True


_SINCE_EVER = "2000-01-01"
