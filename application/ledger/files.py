"""The files that were put forward, as evidence or as papers: each once, by its SHA-256, beside the
log.

They stand in the ledger's database, so that a file is there with its event or not at all, whichever
machine asks, and in every backup (docs/adr/0014-files-in-the-database.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, LargeBinary, String, Table, bindparam, select

from application.ledger.storage.database import permanent
from domain.kernel.deciding.files import Filed
from domain.kernel.errors import DomainError
from domain.kernel.item import TOPICS, Item
from storage.statements import Statement, insert_into

if TYPE_CHECKING:
    from application.ledger.ledger import Ledger

files = Table(
    "files",
    permanent,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
_STORED = Statement(select(files.c.sha256).where(files.c.sha256 == bindparam("sha256")))
_CONTENT = Statement(select(files.c.content).where(files.c.sha256 == bindparam("sha256")))
_EVERY = Statement(select(files.c.sha256).order_by(files.c.sha256))
_NO_END = 2**31 - 1


class FileLostError(DomainError):
    """A stored file is missing, or no longer what was put forward."""


def keep(connection: Connection, contents: Mapping[str, bytes]) -> None:
    """Store files by their hashes; one that is there already is stored no second time.

    Call it under the log's lock: nobody else stores the same file meanwhile.
    """
    rows = [
        {"sha256": sha256, "content": content}
        for sha256, content in contents.items()
        if _STORED.first(connection, sha256=sha256) is None
    ]
    for row in rows:
        insert_into(files).run(connection, [row])


def whole(connection: Connection, sha256: str) -> bytes:
    """What is in a stored file, hashed once more. Raises FileLostError."""
    content = content_of(connection, sha256)
    if content is not None and fits(content, sha256):
        return content
    lost = "is missing" if content is None else "is no longer what was put forward"
    raise FileLostError(
        f"The file {lost}. Tell whoever runs the ledger: “scrutiny verify” says which it is, and "
        "an earlier backup has it."
    )


def content_of(connection: Connection, sha256: str) -> bytes | None:
    """What is in a stored file, as it is; None where it is missing."""
    found = _CONTENT.first(connection, sha256=sha256)
    return bytes(found[0]) if found else None


def fits(content: bytes, sha256: str) -> bool:
    """Whether a file is still what was put forward."""
    return hashlib.sha256(content).hexdigest() == sha256


def every_file(connection: Connection) -> list[str]:
    """The hashes of all files that are stored, in their order."""
    return [sha256 for (sha256,) in _EVERY.all(connection)]


def put_forward(ledger: Ledger, *, upto: int | None = None) -> dict[str, str]:
    """Where each file was put forward first, in a few words, by its hash."""
    topics = [topic for topic, each in TOPICS.items() if issubclass(each, Filed)]
    found: dict[str, str] = {}
    for entry in ledger.log.select_notifications(None, _NO_END, topics=topics, stop=upto):
        event = ledger.mapper.to_domain_event(entry)
        if isinstance(event, Filed) and isinstance(event, Item.Event) and event.sha256:
            found.setdefault(event.sha256, f"{event.shown_as} of {event.reference}")
    return found


def missing(ledger: Ledger) -> list[str]:
    """The files that were put forward and are not there, in sentences. Looks into none."""
    with ledger.reading() as connection:
        there = set(every_file(connection))
        return [
            f"The file of {where} is missing ({sha256})."
            for sha256, where in put_forward(ledger).items()
            if sha256 not in there
        ]


def check_files(ledger: Ledger) -> Iterator[str]:
    """Everything that is wrong with the stored files, in sentences: each is read and hashed."""
    with ledger.reading() as connection:
        yield from missing(ledger)
        wanted = put_forward(ledger)
        for sha256 in every_file(connection):
            where = wanted.get(sha256)
            if where is None:
                yield f"A stored file belongs to nothing on record ({sha256})."
            elif not fits(content_of(connection, sha256) or b"", sha256):
                yield f"The file of {where} is no longer what was put forward ({sha256})."
