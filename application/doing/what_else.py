"""What else is wrong with what was typed, where its own fields are wrong already.

So that a form tells all of it at once: the command is asked, of a draft that is thrown away, with
something else in place of what is wrong. What it refuses whatever stood there, it would refuse
anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from marshmallow import ValidationError

from application.doing.fields import Labelled
from application.doing.twice import TwiceError
from domain.kernel.errors import DomainError, each_of

Sentences = dict[str, list[str]]
"""What is wrong, by the names of fields; "" for what is of no field."""


NOT_KNOWN: Mapping[str, Sequence[str]] = {}


def what_else(
    fields: Mapping[str, Labelled],
    data: Mapping[str, Any],
    wrong: Mapping[str, Any],
    attempt: Callable[[Mapping[str, Any]], None],
    *,
    known: Mapping[str, Sequence[str]] = NOT_KNOWN,
) -> Sentences:
    """What `attempt` refuses besides, whatever stood in the fields that are wrong.

    `attempt` tries data and keeps nothing; `known` is what could stand in fields whose choices only
    the ledger knows. Nothing is found where a field is wrong for which
    nobody knows what else could stand there.
    """
    stand_ins = {
        name: known.get(name) or _stand_ins(fields[name]) for name in wrong if name in fields
    }
    if stand_ins.keys() != wrong.keys() or not all(stand_ins.values()):
        return {}
    found: dict[tuple[str, str], None] | None = None
    for tried in _each_with_stand_ins(stand_ins):
        refused = dict.fromkeys(_refused(attempt, {**data, **tried}))
        found = refused if found is None else {each: None for each in found if each in refused}
    sentences: Sentences = {}
    for name, sentence in found or ():
        if name not in wrong:
            sentences.setdefault(name, []).append(sentence)
    return sentences


def _stand_ins(field: Labelled) -> Sequence[Any]:
    return ["", *field.stand_ins] if field.stand_ins and not field.required else field.stand_ins


def _each_with_stand_ins(stand_ins: Mapping[str, Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """As often as the longest of them is long, every field with another one each time."""
    for turn in range(max(map(len, stand_ins.values()))):
        yield {name: each[turn % len(each)] for name, each in stand_ins.items()}


def _refused(
    attempt: Callable[[Mapping[str, Any]], None], data: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    try:
        attempt(data)
    except ValidationError as error:
        for name, sentences in error.messages_dict.items():
            yield from ((name, sentence) for sentence in sentences)
    except TwiceError:
        return  # that is asked once all else is right
    except DomainError as error:
        yield from ((each.field or "", each.sentence) for each in each_of(error))
