"""Files in forms: what was chosen comes with the rest of what was typed, and where the form comes
back it need not be chosen again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from application.accounts.uploads import forget_upload, keep_upload, upload_of
from application.doing.chosen_files import LARGEST, safe_name
from application.doing.fields import FileField
from application.doing.intents import Intent
from application.ledger.storage.faults import FAULTS
from web.noun import nouns
from web.view import ledger, person, side

KEPT, LEFT_OUT = "-kept", "-left-out"
"""What the name of a file's field has behind it: the id under which it is kept, and the tick that
it is not wanted after all."""


@dataclass(frozen=True)
class Upload:
    """A file that was chosen in this form, or in it before: then `kept` is its id."""

    name: str
    content: bytes
    kept: str = ""

    def __getitem__(self, part: str) -> Any:
        """Its name or its content, as the field of a schema asks for them."""
        return getattr(self, part)


@cache
def moves_with_files() -> frozenset[str]:
    """The moves whose forms may hold a file, as addresses name them."""
    return frozenset(
        intent.move.replace("_", "-")
        for noun in nouns()
        for intent in noun.intents
        if files_asked_for(intent)
    )


def files_asked_for(intent: Intent) -> list[str]:
    """The fields of an intent that hold a file."""
    return [name for name, each in intent.asks.fields.items() if isinstance(each, FileField)]


def with_files(intent: Intent, data: dict[str, Any], form: MultiDict[str, str]) -> dict[str, Any]:
    """What was typed into a form, with the files that were chosen in it."""
    return data | {name: _sent(name, form) for name in files_asked_for(intent)}


def _sent(name: str, form: MultiDict[str, str]) -> Upload | None:
    chosen = request.files.get(name)
    if chosen and chosen.filename:
        return Upload(chosen.filename, chosen.stream.read(LARGEST + 1))
    kept = form.get(f"{name}{KEPT}", "")[:32]
    if not kept or f"{name}{LEFT_OUT}" in form:
        return None
    found = upload_of(side(), kept, person=person().id)
    return Upload(*found, kept) if found else None


def keep_files(
    intent: Intent, data: Mapping[str, Any], *, refused: Collection[str] = ()
) -> dict[str, Any]:
    """What was typed, its files kept for whoever sends the form again; but not the refused."""
    asked = files_asked_for(intent)
    return {
        **data,
        **{name: None if name in refused else _kept(data[name]) for name in asked},
    }


def _kept(upload: Upload | None) -> Upload | None:
    if upload is None or upload.kept:
        return upload
    with suppress(*FAULTS):  # then it has to be chosen again
        called, who, now = safe_name(upload.name), person().id, ledger().now()
        id_ = keep_upload(side(), person=who, name=called, content=upload.content, now=now)
        return Upload(called, upload.content, id_)
    return None


def files_kept_for(owner: str) -> list[tuple[str, str]]:
    """The files of the form that was sent, kept for the person whose it is: the ids under which
    they find them, by the names under which a form sends those."""
    found = []
    for name, chosen in request.files.items():
        content = chosen.stream.read(LARGEST + 1) if chosen.filename else b""
        if content and len(content) <= LARGEST:
            called, now = safe_name(chosen.filename or ""), ledger().now()
            id_ = keep_upload(side(), person=owner, name=called, content=content, now=now)
            found.append((f"{name}{KEPT}", id_))
    return found


def forget_files(intent: Intent, data: Mapping[str, Any]) -> None:
    """Keep none of them any longer: they are recorded."""
    for name in files_asked_for(intent):
        if (upload := data[name]) and upload.kept:
            with suppress(*FAULTS):  # it goes after a day
                forget_upload(side(), upload.kept, person=person().id)
