"""What an administrator can do with the escalation procedure: draft, change, publish, confirm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError

from application.doing.access import ADMINISTRATOR
from application.doing.fields import (
    Choice,
    Choices,
    Day,
    Line,
    Lines,
    Listed,
    ListedNumber,
    Needed,
    Prose,
    Switch,
    Whole,
)
from application.doing.intents import Intent, Options
from application.nouns.about.procedures import unconfirmed_versions
from application.nouns.files.procedure_files import (
    LARGEST,
    ProcedureFileError,
    read_procedure,
    write_procedure,
)
from application.nouns.shared.common import Reason, Timeless, stage_options
from domain.procedure.procedure import Procedure
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


class _Draft(Timeless):
    number = ListedNumber("Version to copy")


class ProcedureFile(Prose):
    """A procedure as a TOML file, as the rules that it says."""

    longest = LARGEST
    holds = Rules

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return read_procedure(super()._deserialize(value, attr, data, **kwargs))
        except ProcedureFileError as error:
            raise ValidationError(error.faults) from error

    def written(self, value: Rules) -> str:
        return write_procedure(value)


class _FromFile(Timeless):
    text = ProcedureFile(
        "The procedure as a file", attribute="rules",
        hint="TOML, as “Download as a file” gives it.",
    )  # fmt: skip


class _Rules(Timeless):
    title = Line("Title")
    note = Prose("Note", hint="Shown wherever the procedure is.", required=False)
    single_cases = Line(
        "Which policy is for a disagreement about one child’s case?",
        hint="Such a disagreement is not recorded here: whoever tries is told this.",
        required=False,
    )
    minutes_days = Whole("Working days within which minutes are circulated")
    urgent_hours = Whole("Hours of a stage in an urgent case")
    extensions = Whole("How often a stage may be extended")
    extension_days = Whole("Longest extension, in working days")
    returns = Whole("How often a dispute may be returned to a lower stage")
    automatic = Switch(
        "Do overdue stages escalate automatically?",
        named="whether overdue stages escalate automatically",
    )
    issues_start_at = Listed("Stage at which an issue without opposing parties starts")
    endings = Choices("Endings", Ending, ENDINGS)


class _StageFields(Timeless):
    name = Line("Name of the stage")
    decided_by = Choice("Who decides?", Decider, DECIDERS)
    how = Choice(
        "How does it decide?",
        HowDecided,
        HOW_DECIDED,
        hint="Nothing is put to a vote.",
        needed=Needed("where {executive} or {lead_partners} decide"),
    )
    days = Whole(
        "Working days",
        hint="Leave it empty where nobody does.",
        needed=Needed("where somebody decides"),
    )
    starts = Choice(
        "When does the clock start?", ClockStart, CLOCK_STARTS, named="when the clock starts"
    )
    urgent_may_skip = Switch(
        "May an urgent case skip it?", named="whether an urgent case may skip it"
    )
    entry = Lines("What must be on record when it begins", hint="One a line.", required=False)
    exit = Lines("What must be on record when it ends", hint="One a line.", required=False)


class _AddStage(_StageFields):
    key = Line("Key", hint="A short word for it that never changes, for example “panel”.")
    after = Listed("After which stage?", hint="Leave empty to put it first.", required=False)


class _ChangeStage(_StageFields):
    stage = Listed("Stage")
    then = Listed("Leads to", hint="Leave empty for the last stage.", required=False)


class _RemoveStage(Timeless):
    stage = Listed("Stage")


class _Publish(Timeless):
    from_on = Day(
        "For disputes from",
        hint="Disputes of meetings on that day or later follow it. Leave empty for today.",
        required=False,
    )
    reason = Prose("What changes, and why?")


class _Confirm(Timeless):
    number = ListedNumber("Version")
    reason = Prose(
        "What was it compared with?",
        hint="For example {arrangements} of a date, and who compared them.",
    )


class _Discard(Timeless, Reason):
    """Why the draft goes."""


def _versions(item: Procedure) -> list[tuple[str, str]]:
    return [(str(number), f"Version {number}") for number in reversed(item.versions)]


def _unconfirmed(item: Procedure) -> list[tuple[str, str]]:
    return [
        (str(number), f"Version {number}")
        for number, version in reversed(item.versions.items())
        if not version.confirmed
    ]


def _rules_now(item: Procedure) -> dict[str, Any]:
    if item.in_draft is None:
        return {}
    return {**vars(item.in_draft), "automatic": "yes" if item.in_draft.automatic else "no"}


def stage_now(stage: Stage) -> dict[str, Any]:
    """The starting values of the form that changes a stage."""
    skip = "yes" if stage.urgent_may_skip else "no"
    lines = {name: "\n".join(getattr(stage, name)) for name in ("entry", "exit")}
    how = stage.how.value if stage.how else ""
    return {**vars(stage), **lines, "how": how, "urgent_may_skip": skip, "stage": stage.key}


def _stages_now(*names: str) -> Callable[[Procedure], Options]:
    """The stages of the draft, as the options of these fields."""

    def options(item: Procedure) -> Options:
        stages = item.in_draft.stages if item.in_draft else ()
        return dict.fromkeys(names, stage_options(stages))

    return options


_ONLY_ADMINISTRATORS = frozenset({ADMINISTRATOR})

BEGIN = Intent(
    "procedure.begin", "Draft the first procedure", _FromFile, Procedure.begin,
    may=_ONLY_ADMINISTRATORS,
)  # fmt: skip
DRAFT_FROM_FILE = Intent(
    "procedure.draft_from_file", "Draft from a file", _FromFile, Procedure.draft_from_file,
    may=_ONLY_ADMINISTRATORS,
)  # fmt: skip
PUBLISH = Intent(
    "procedure.publish", "Publish the draft", _Publish, Procedure.publish,
    may=_ONLY_ADMINISTRATORS, asks_again=True,
    hint="Disputes that have started keep the version that they started under.",
)  # fmt: skip

PROCEDURE_INTENTS = (
    BEGIN,
    Intent(
        "procedure.draft", "Draft a new version", _Draft, Procedure.draft,
        may=_ONLY_ADMINISTRATORS,
        options=lambda item: {"number": _versions(item)},
    ),
    DRAFT_FROM_FILE,
    Intent(
        "procedure.change_rules", "Change the rules for every stage", _Rules,
        Procedure.change_rules, may=_ONLY_ADMINISTRATORS,
        fill=_rules_now, options=_stages_now("issues_start_at"),
    ),
    Intent(
        "procedure.change_stage", "Change a stage", _ChangeStage, Procedure.change_stage,
        may=_ONLY_ADMINISTRATORS,
        options=_stages_now("stage", "then"),
    ),
    Intent(
        "procedure.add_stage", "Add a stage", _AddStage, Procedure.add_stage,
        may=_ONLY_ADMINISTRATORS,
        options=_stages_now("after"),
    ),
    Intent(
        "procedure.remove_stage", "Remove a stage", _RemoveStage, Procedure.remove_stage,
        may=_ONLY_ADMINISTRATORS,
        options=_stages_now("stage"),
    ),
    PUBLISH,
    Intent(
        "procedure.confirm", "Confirm a version", _Confirm, Procedure.confirm,
        may=_ONLY_ADMINISTRATORS, asks_again=True, about=unconfirmed_versions,
        hint="Confirm that a version matches {procedure}.",
        options=lambda item: {"number": _unconfirmed(item)},
    ),
    Intent(
        "procedure.discard", "Discard the draft", _Discard, Procedure.discard,
        may=_ONLY_ADMINISTRATORS,
    ),
)  # fmt: skip
