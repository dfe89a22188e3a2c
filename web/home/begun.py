"""The forms that somebody has begun and not sent, to go on with or to throw away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from application.accounts.kept_words import KEPT_FOR
from web.forms.kept import begun
from web.forms.steps import form_of


@dataclass(frozen=True)
class BegunForm:
    """One of them: what it is called, where to go on, and until when it is kept."""

    words: str
    href: str
    addresses: Sequence[str]
    until: datetime


def begun_forms() -> list[BegunForm]:
    """Those of whoever is signed in, the latest first. A step that was sent after its session had
    ended waits by itself, and is where its form goes on."""
    found: dict[str, BegunForm] = {}
    for each in begun():
        form = form_of(each.address)
        latest = found.get(form)
        if latest is None:
            latest = BegunForm(each.about, each.address, (), each.at + KEPT_FOR)
        found[form] = BegunForm(
            max(latest.words, each.about, key=len),
            latest.href,
            [*latest.addresses, each.address],
            latest.until,
        )
    return list(found.values())
