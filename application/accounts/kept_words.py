"""What somebody typed into a form that is not recorded yet: their session had ended, or they have
answered only some of its steps.

It is kept for them until they send the form after all, or a week has passed: by their account
and the address of the form, so that it is shown to nobody else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from application.accounts.side import kept_words

KEPT_FOR = timedelta(days=7)
"""Over a weekend, and a day's leave besides."""
MOST = 20
"""So many forms are kept of one person; the latest ones."""
LONGEST = 500_000
"""Characters. A form with more in it is not kept."""

Fields = Sequence[tuple[str, str]]
"""What a form sent: names and values, a name as often as it was sent."""


@dataclass(frozen=True)
class Begun:
    """A form that somebody has begun: where it is, what it is called, what stands in it, and when
    it was last kept."""

    address: str
    called: str
    fields: Fields
    at: datetime

    @property
    def about(self) -> str:
        """What it is called, and its title where that was typed."""
        title = dict(self.fields).get("title", "").strip()
        return f"{self.called}: {title[:100]}" if title else self.called


def keep(
    connection: Connection,
    person: str,
    address: str,
    fields: Fields,
    *,
    called: str = "",
    now: datetime,
) -> bool:
    """Keep what was typed into the form at an address; False where it is too much.

    `called` is what the form is called where its owner finds it again."""
    words = json.dumps(list(fields), ensure_ascii=False)
    if len(words) > LONGEST or len(address) > _ADDRESS:
        return False
    forget(connection, person, address)
    forget_old(connection, now=now)
    connection.execute(
        insert(kept_words).values(
            person=person, address=address, called=called, words=words, at=_text(now)
        )
    )
    theirs = select(kept_words.c.address).where(kept_words.c.person == person)
    for row in connection.execute(theirs.order_by(kept_words.c.at.desc()).offset(MOST)).all():
        forget(connection, person, row.address)
    return True


def kept(connection: Connection, person: str, address: str, *, now: datetime) -> Fields:
    """What a person typed into the form at an address; nothing where nothing is kept."""
    words = connection.scalar(
        select(kept_words.c.words).where(
            kept_words.c.person == person,
            kept_words.c.address == address,
            kept_words.c.at >= _text(now - KEPT_FOR),
        )
    )
    return [(name, value) for name, value in json.loads(words)] if words else []


def begun(connection: Connection, person: str, *, now: datetime) -> list[Begun]:
    """The forms that a person has begun and not sent, the latest first."""
    theirs = select(kept_words).where(
        kept_words.c.person == person, kept_words.c.at >= _text(now - KEPT_FOR)
    )
    return [
        Begun(row.address, row.called, json.loads(row.words), datetime.fromisoformat(row.at))
        for row in connection.execute(theirs.order_by(kept_words.c.at.desc()))
    ]


def forget(connection: Connection, person: str, address: str) -> None:
    """Forget what a person typed into the form at an address."""
    here = kept_words.c.person == person, kept_words.c.address == address
    connection.execute(delete(kept_words).where(*here))


def forget_all(connection: Connection, person: str) -> None:
    """Forget whatever is kept of a person."""
    connection.execute(delete(kept_words).where(kept_words.c.person == person))


def forget_old(connection: Connection, *, now: datetime) -> None:
    """Forget what nobody came back for."""
    connection.execute(delete(kept_words).where(kept_words.c.at < _text(now - KEPT_FOR)))


_ADDRESS = 500


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
