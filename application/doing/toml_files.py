"""Files in TOML that people write and change: what a field of one may hold, and what is wrong."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields, validate

from domain.kernel.errors import DomainError
from domain.kernel.plain import few_marks


class FileError(DomainError):
    """A file does not say what it should. `faults` says why, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def content_of(text: str, *, largest: int) -> dict[str, Any]:
    """What a file of at most `largest` characters holds. Raises FileError."""
    if len(text) > largest:
        raise FileError([f"The file has more than {largest:,} characters."])
    try:
        return tomllib.loads(text)
    except ValueError as error:  # of TOML, or of a number with thousands of digits
        raise FileError([f"This is not TOML. {error}."]) from error
    except RecursionError as error:
        raise FileError(["This is not TOML. Its lists are too deep."]) from error


class OneLine(fields.String):
    """One line, with its spaces as a form would have them: what is typed there must match it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        words = super()._deserialize(value, attr, data, **kwargs)
        return " ".join(unicodedata.normalize("NFC", few_marks(words)).split())


def line(kind: type[fields.String] = OneLine, *, longest: int = 200, **more: Any) -> fields.String:
    """Words of at most that many characters."""
    return kind(validate=[validate.Length(max=longest), _printable], **more)


def number(**more: Any) -> fields.Integer:
    """A whole number; what it may be at the most is the domain's affair."""
    return fields.Integer(strict=True, validate=validate.Range(min=0, max=1000), **more)


def one_of(kind: type[StrEnum], *, or_nothing: bool = False) -> validate.OneOf:
    """One of a closed list of codes, or "" where there need be none."""
    known = [member.value for member in kind]
    return validate.OneOf(
        [*known, ""] if or_nothing else known, error=f"must be one of {', '.join(known)}."
    )


def fault(where: str, name: str, said: Any, *, known: Sequence[str]) -> str:
    """What is wrong with a key of a file, in a sentence; `known` are the keys there could be."""
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


def _printable(words: str) -> None:
    for character in words:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t":
            code = f"U+{ord(character):04X}"
            raise ValidationError(f"has a character that cannot be printed ({code}).")
