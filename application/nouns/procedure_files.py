"""The escalation procedure as a TOML file that people can read, change and check."""

from __future__ import annotations

import json
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import fields as fields_of
from difflib import get_close_matches
from enum import StrEnum
from importlib.resources import files
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

from domain.kernel.errors import DomainError
from domain.procedure.rules import LONGEST_KEY, ClockStart, Decider, Ending, Rules, Stage

LARGEST = 100_000
"""Characters of a file: a procedure has a few thousand."""


class ProcedureFileError(DomainError):
    """A file does not say a procedure that can work. `faults` says why, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def _one_of(kind: type[StrEnum]) -> validate.OneOf:
    known = [member.value for member in kind]
    return validate.OneOf(known, error=f"must be one of {', '.join(known)}.")


def _printable(words: str) -> None:
    for character in words:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t":
            code = f"U+{ord(character):04X}"
            raise ValidationError(f"has a character that cannot be printed ({code}).")


class _Line(fields.String):
    """One line, with its spaces as a form would have them: what is typed there must match it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        words = super()._deserialize(value, attr, data, **kwargs)
        return " ".join(unicodedata.normalize("NFC", words).split())


def _text(kind: type[fields.String] = _Line, *, longest: int = 200, **more: Any) -> fields.String:
    return kind(validate=[validate.Length(max=longest), _printable], **more)


def _number(**more: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(min=0, max=1000), **more)


def _records() -> fields.List[Any]:
    return fields.List(_text(), load_default=list)


class _StageFile(Schema):
    class Meta:
        unknown = RAISE

    key = _text(required=True, longest=LONGEST_KEY)
    name = _text(required=True)
    decided_by = fields.String(required=True, validate=_one_of(Decider))
    days = _number(load_default=None)
    starts = fields.String(load_default=ClockStart.ENTERED.value, validate=_one_of(ClockStart))
    urgent_may_skip = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    entry = _records()
    exit = _records()
    then = _text(load_default="")


class _ProcedureFile(Schema):
    class Meta:
        unknown = RAISE

    title = _text(required=True)
    note = _text(fields.String, load_default="", longest=2000)
    urgent_days = _number(required=True)
    extensions = _number(required=True)
    extension_days = _number(load_default=0)
    returns = _number(required=True)
    automatic = fields.Boolean(required=True, truthy={True}, falsy={False})
    issues_start_at = _text(required=True)
    endings = fields.List(fields.String(validate=_one_of(Ending)), required=True)
    stage = fields.List(fields.Nested(_StageFile), required=True)

    @post_load
    def as_rules(self, data: dict[str, Any], **kwargs: Any) -> Rules:
        return Rules.of({"stages": data.pop("stage"), **data})


def read_procedure(text: str) -> Rules:
    """The rules that a file says. Raises ProcedureFileError when they could not work."""
    if len(text) > LARGEST:
        raise ProcedureFileError([f"The file has more than {LARGEST:,} characters."])
    try:
        content = tomllib.loads(text)
    except ValueError as error:  # of TOML, or of a number with thousands of digits
        raise ProcedureFileError([f"This is not TOML. {error}."]) from error
    except RecursionError as error:
        raise ProcedureFileError(["This is not TOML. Its lists are too deep."]) from error
    try:
        rules: Rules = _ProcedureFile().load(content)
    except ValidationError as error:
        raise ProcedureFileError(list(_sentences(error.messages_dict, content))) from error
    if faults := rules.faults():
        raise ProcedureFileError(faults)
    return rules


def placeholder() -> Rules:
    """The procedure as shipped, which says of itself that it is a placeholder."""
    file = files("partnerships").joinpath("kent/procedure.toml")
    return read_procedure(file.read_text(encoding="utf-8"))


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
            yield _sentence("", name, said, known=_names(Rules, "stage"))
    if isinstance(stages, list):
        yield _sentence("", "stage", stages, known=[])
        return
    for place, faults in stages.items():
        table = content["stage"][place]
        called = table.get("name") or table.get("key") if isinstance(table, dict) else ""
        where = f"Stage {place + 1}" + f" ({called})" * bool(called)
        if "_schema" in faults:
            yield f"{where} must be a table, [[stage]]."
            continue
        for name, said in faults.items():
            yield _sentence(f"{where}: ", name, said, known=_names(Stage))


def _sentence(where: str, name: str, said: Any, *, known: list[str]) -> str:
    words = " ".join(_flat(said))
    if words.startswith("Unknown field"):
        meant = get_close_matches(name, known, n=1)
        hint = f"Did you mean “{meant[0]}”?" if meant else f"Known are: {', '.join(known)}."
        return f"{where}“{name}” is not known. {hint}"
    if words.startswith("Missing data"):
        return f"{where}“{name}” is missing."
    return f"{where}“{name}”: {words}"


def _flat(said: Any) -> Iterator[str]:
    if isinstance(said, Mapping):
        for each in said.values():
            yield from _flat(each)
    elif isinstance(said, list):
        for each in said:
            yield from _flat(each)
    else:
        yield str(said)


def _names(kind: Any, *more: str) -> list[str]:
    return [each.name for each in fields_of(kind) if each.name != "stages"] + list(more)
