"""Files that somebody chose in a form that could not be recorded yet, or whose session had ended:
they need not be chosen again. They are that person's alone, few, and gone after a day."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from application.accounts.side import SideRecords, uploads

KEPT_FOR = timedelta(days=1)
MOST = 3
"""Files of one person; with another one the oldest goes."""


def keep_upload(side: SideRecords, *, person: str, name: str, content: bytes, now: datetime) -> str:
    """Keep a file for a person; return the id under which they find it."""
    id_ = secrets.token_hex(16)
    row = {
        "id": id_, "person": person, "name": name, "content": content,
        "at": now.isoformat(timespec="microseconds"),
    }  # fmt: skip
    with side.writing() as connection:
        forget_old_uploads(connection, now=now)
        own = select(uploads.c.id).where(uploads.c.person == person)
        newest = list(connection.scalars(own.order_by(uploads.c.at.desc())))
        connection.execute(delete(uploads).where(uploads.c.id.in_(newest[MOST - 1 :])))
        connection.execute(insert(uploads), row)
    return id_


def upload_of(side: SideRecords, id_: str, *, person: str) -> tuple[str, bytes] | None:
    """The name and the content of a file that a person chose before; None where it is gone."""
    query = select(uploads.c.name, uploads.c.content)
    with side.reading() as connection:
        row = connection.execute(
            query.where(uploads.c.id == id_, uploads.c.person == person)
        ).first()
    return (row.name, bytes(row.content)) if row else None


def forget_upload(side: SideRecords, id_: str, *, person: str) -> None:
    """Keep it no longer: it is recorded, or not wanted."""
    with side.writing() as connection:
        connection.execute(delete(uploads).where(uploads.c.id == id_, uploads.c.person == person))


def forget_uploads_of(connection: Connection, person: str) -> None:
    """Keep nothing of a person's any longer."""
    connection.execute(delete(uploads).where(uploads.c.person == person))


def forget_old_uploads(connection: Connection, *, now: datetime) -> None:
    """Keep none that is older than a day."""
    oldest = (now - KEPT_FOR).isoformat(timespec="microseconds")
    connection.execute(delete(uploads).where(uploads.c.at < oldest))
