"""The escalation procedure as a TOML file that people can read, change and check."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields as fields_of
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load

from application.doing.toml_files import FileError, content_of, fault, line, number, one_of
from domain.procedure.rules import (
    LONGEST_KEY,
    ClockStart,
    Decider,
    Ending,
    HowDecided,
    Rules,
    Stage,
)

LARGEST = 20_000
"""Characters of a file: a procedure has a few thousand. To read n keys in one, each within the one
before, Python's parser takes n² steps."""


class ProcedureFileError(FileError):
    """A file does not say a procedure that can work."""


def _records() -> fields.List[Any]:
    return fields.List(line(), load_default=list)


class _StageFile(Schema):
    class Meta:
        unknown = RAISE

    key = line(required=True, longest=LONGEST_KEY)
    name = line(required=True)
    decided_by = fields.String(required=True, validate=one_of(Decider))
    how = fields.String(load_default="", validate=one_of(HowDecided, or_nothing=True))
    days = number(load_default=None)
    starts = fields.String(load_default=ClockStart.ENTERED.value, validate=one_of(ClockStart))
    urgent_may_skip = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    entry = _records()
    exit = _records()
    then = line(load_default="")


class _ProcedureFile(Schema):
    class Meta:
        unknown = RAISE

    title = line(required=True)
    note = line(fields.String, load_default="", longest=2000)
    single_cases = line(load_default="")
    minutes_days = number(load_default=10)
    urgent_hours = number(required=True)
    extensions = number(required=True)
    extension_days = number(load_default=0)
    returns = number(required=True)
    automatic = fields.Boolean(required=True, truthy={True}, falsy={False})
    issues_start_at = line(required=True)
    endings = fields.List(fields.String(validate=one_of(Ending)), required=True)
    stage = fields.List(fields.Nested(_StageFile), required=True)

    @post_load
    def as_rules(self, data: dict[str, Any], **kwargs: Any) -> Rules:
        return Rules.of({"stages": data.pop("stage"), **data})


def read_procedure(text: str) -> Rules:
    """The rules that a file says. Raises ProcedureFileError when they could not work."""
    try:
        content = content_of(text, largest=LARGEST)
    except FileError as error:
        raise ProcedureFileError(error.faults) from error
    try:
        rules: Rules = _ProcedureFile().load(content)
    except ValidationError as error:
        raise ProcedureFileError(list(_sentences(error.messages_dict, content))) from error
    if faults := rules.faults():
        raise ProcedureFileError(faults)
    return rules


def write_procedure(rules: Rules) -> str:
    """The rules as a file that `read_procedure` reads back."""
    content = rules.as_content()
    stages = content.pop("stages")
    blocks = [content, *stages]
    heads = ["", *("[[stage]]\n" for _ in stages)]
    return "\n".join(
        head + "".join(_lines(block)) for head, block in zip(heads, blocks, strict=True)
    )


def _lines(block: Mapping[str, Any]) -> Iterator[str]:
    for name, value in block.items():
        if value is not None:
            # A JSON text, list, number or truth value is a TOML one, too.
            yield f"{name} = {json.dumps(value, ensure_ascii=False)}\n"


def _sentences(messages: Mapping[Any, Any], content: Mapping[str, Any]) -> Iterator[str]:
    stages = messages.get("stage", {})
    for name, said in messages.items():
        if name != "stage":
            yield fault("", name, said, known=_names(Rules, "stage"))
    if isinstance(stages, list):
        yield fault("", "stage", stages, known=[])
        return
    for place, faults in stages.items():
        table = content["stage"][place]
        called = table.get("name") or table.get("key") if isinstance(table, dict) else ""
        where = f"Stage {place + 1} ({called})" if called else f"Stage {place + 1}"
        if "_schema" in faults:
            yield f"{where} must be a table, [[stage]]."
            continue
        for name, said in faults.items():
            yield fault(f"{where}: ", name, said, known=_names(Stage))


def _names(kind: Any, *more: str) -> list[str]:
    return [each.name for each in fields_of(kind) if each.name != "stages"] + list(more)
