"""What a partnership has settled, as a TOML file that people can read, change and check."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from dataclasses import fields as fields_of
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load

from application.doing.toml_files import FileError, content_of, fault, line, number
from domain.kernel.followed import Deadlines
from domain.kernel.vocabulary import Vocabulary
from domain.partnership.guidance import Edition, Guidance
from domain.partnership.settled import Settled
from domain.partnership.themes import Theme, Themes
from domain.risks.matrix import Band, Matrix

LARGEST = 20_000
"""Characters of a file: that of a partnership has about two thousand."""


class _Strict(Schema):
    class Meta:
        unknown = RAISE


class _Names(_Strict):
    """One line for each word of the vocabulary."""

    locals().update({each.name: line(required=True) for each in fields_of(Vocabulary)})

    @post_load
    def made(self, data: dict[str, Any], **kwargs: Any) -> Vocabulary:
        return Vocabulary(**data)


class _Thresholds(_Strict):
    verify_within = number(required=True)
    stale_after = number(required=True)
    due_soon = number(required=True)

    @post_load
    def made(self, data: dict[str, Any], **kwargs: Any) -> Deadlines:
        return Deadlines(**data)


class _Band(_Strict):
    name = line(required=True)
    lowest = number(required=True)
    highest = number(required=True)

    @post_load
    def made(self, data: dict[str, Any], **kwargs: Any) -> Band:
        return Band(**data)


class _Matrix(_Strict):
    name = line(required=True)
    likelihoods = fields.List(line(), required=True)
    impacts = fields.List(line(), required=True)
    band = fields.List(fields.Nested(_Band), required=True)

    @post_load
    def made(self, data: dict[str, Any], **kwargs: Any) -> Matrix:
        likelihoods, impacts = tuple(data["likelihoods"]), tuple(data["impacts"])
        return Matrix(data["name"], likelihoods, impacts, tuple(data["band"]))


class _Edition(_Strict):
    title = line(required=True)
    from_on = fields.Date(required=True)

    @post_load
    def made(self, data: dict[str, Any], **kwargs: Any) -> Edition:
        return Edition(data["title"], data["from_on"].isoformat())


class _PartnershipFile(_Strict):
    names = fields.Nested(_Names, required=True)
    thresholds = fields.Nested(_Thresholds, required=True)
    matrix = fields.Nested(_Matrix, required=True)
    themes = fields.List(line(), load_default=())
    guidance = fields.List(fields.Nested(_Edition), load_default=())

    @post_load
    def made(self, data: dict[str, Any], **kwargs: Any) -> Settled:
        themes = Themes(tuple(Theme(at, name) for at, name in enumerate(data["themes"], 1)))
        guidance = Guidance(tuple(sorted(data["guidance"], key=lambda each: each.from_on)))
        return Settled(data["names"], data["thresholds"], data["matrix"], themes, guidance)


def read_settled(text: str) -> Settled:
    """What a file settles. Raises FileError when nobody could work by it."""
    content = content_of(text, largest=LARGEST)
    try:
        settled: Settled = _PartnershipFile().load(content)
    except ValidationError as error:
        schema = _PartnershipFile()
        raise FileError(list(_sentences(error.messages_dict, schema, where=""))) from error
    if faults := settled.faults():
        raise FileError(faults)
    return settled


def write_settled(settled: Settled) -> str:
    """It as a file that `read_settled` reads back."""
    matrix = asdict(settled.matrix)
    bands = matrix.pop("bands")
    tables: list[tuple[str, Mapping[str, Any]]] = [
        ("[names]", asdict(settled.vocabulary)),
        ("[thresholds]", asdict(settled.deadlines)),
        ("[matrix]", matrix),
        *(("[[matrix.band]]", band) for band in bands),
        *(("[[guidance]]", asdict(each)) for each in settled.guidance.editions),
    ]
    themes = [each.name for each in settled.themes.offered]
    first = [*_lines({"themes": themes})] if themes else []
    return "\n".join([*first, *(f"{head}\n{''.join(_lines(table))}" for head, table in tables)])


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        # A JSON text, list or number is a TOML one, too.
        yield f"{name} = {json.dumps(value, ensure_ascii=False)}\n"


def _sentences(messages: Mapping[Any, Any], schema: Schema, *, where: str) -> Iterator[str]:
    """What marshmallow says, as a sentence for each fault, with the keys that lead to it."""
    for name, said in messages.items():
        inner = _schema_of(schema.fields.get(name))
        if inner is None or not isinstance(said, Mapping) or "_schema" in said:
            yield fault(where, name, said, known=list(schema.fields))
        elif all(isinstance(place, int) for place in said):
            for place, faults in said.items():
                yield from _sentences(faults, inner, where=f"{where}{name} {place + 1}: ")
        else:
            yield from _sentences(said, inner, where=f"{where}{name}: ")


def _schema_of(field: fields.Field[Any] | None) -> Schema | None:
    if isinstance(field, fields.List):
        field = field.inner
    return field.schema if isinstance(field, fields.Nested) else None
