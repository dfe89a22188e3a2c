"""The files that were put forward, as evidence or as papers: each once, by its SHA-256, beside the
log.

They stand in the ledger's database, so that a file is there with its event or not at all, whichever
machine asks, and in every backup (docs/adr/0014-files-in-the-database.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    String,
    Table,
    Text,
    bindparam,
    select,
    update,
)

from application.ledger.log.words_apart import Mark
from application.ledger.storage.database import permanent
from domain.kernel.deciding.files import Filed
from domain.kernel.errors import DomainError
from domain.kernel.item import TOPICS
from domain.redactions.redaction import FILE
from storage.statements import Statement, insert_into

if TYPE_CHECKING:
    from application.ledger.ledger import Ledger

files = Table(
    "files",
    permanent,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary),
    Column("mark", Text),
)
"""Either what is in the file, or the mark of the redaction by which that went."""
_STORED = Statement(select(files.c.mark).where(files.c.sha256 == bindparam("sha256")))
_CONTENT = Statement(select(files.c.content).where(files.c.sha256 == bindparam("sha256")))
_EVERY = Statement(select(files.c.sha256).order_by(files.c.sha256))
_MARKED = select(files.c.sha256, files.c.mark).where(files.c.mark.is_not(None))
_NO_END = 2**31 - 1


class FileLostError(DomainError):
    """A stored file is missing, or no longer what was put forward."""


class FileRedactedError(DomainError):
    """A file was redacted, so that there is nothing to read and it is not taken again."""


def keep(connection: Connection, contents: Mapping[str, bytes]) -> None:
    """Store files by their hashes; one that is there already is stored no second time.

    Call it under the log's lock: nobody else stores the same file meanwhile. Raises
    FileRedactedError for one that was taken out.
    """
    for sha256, content in contents.items():
        found = _STORED.first(connection, sha256=sha256)
        if found is None:
            row = {"sha256": sha256, "content": content, "mark": None}
            insert_into(files).run(connection, [row])
        elif found[0]:
            mark = Mark.read(found[0])
            raise FileRedactedError(
                f"That very file was put forward before, and {mark.says}. It is not taken again.",
                field="file",
            )


def keep_mark(connection: Connection, sha256: str, mark: Mark) -> None:
    """Note that a file was redacted which is not stored here."""
    row = {"sha256": sha256, "content": None, "mark": str(mark)}
    insert_into(files).run(connection, [row])


def take_out_file(connection: Connection, sha256: str, mark: Mark) -> None:
    """Put a mark in place of what is in a file, if that is there."""
    there = (files.c.sha256 == sha256) & files.c.content.is_not(None)
    connection.execute(update(files).where(there).values(content=None, mark=str(mark)))


def whole(connection: Connection, sha256: str) -> bytes:
    """What is in a stored file, hashed once more. Raises FileLostError or FileRedactedError."""
    if mark := mark_of(connection, sha256):
        raise FileRedactedError(f"The file was {mark.says}.")
    content = content_of(connection, sha256)
    if content is not None and fits(content, sha256):
        return content
    lost = "is missing" if content is None else "is no longer what was put forward"
    raise FileLostError(
        f"The file {lost}. Tell whoever runs the ledger: “scrutiny verify” says which it is, and "
        "an earlier backup has it."
    )


def content_of(connection: Connection, sha256: str) -> bytes | None:
    """What is in a stored file, as it is; None where it is missing or was redacted."""
    found = _CONTENT.first(connection, sha256=sha256)
    return bytes(found[0]) if found and found[0] is not None else None


def mark_of(connection: Connection, sha256: str) -> Mark | None:
    """When and why a file was redacted; None where it was not."""
    found = _STORED.first(connection, sha256=sha256)
    return Mark.read(found[0]) if found and found[0] else None


def fits(content: bytes, sha256: str) -> bool:
    """Whether a file is still what was put forward."""
    return hashlib.sha256(content).hexdigest() == sha256


def every_file(connection: Connection) -> list[str]:
    """The hashes of all files that are stored, in their order."""
    return [sha256 for (sha256,) in _EVERY.all(connection)]


def put_forward(ledger: Ledger, *, upto: int | None = None) -> dict[str, str]:
    """Where each file was put forward first, in a few words, by its hash."""
    found: dict[str, str] = {}
    for _, event in _filed(ledger, upto=upto):
        found.setdefault(event.sha256, f"{event.shown_as} of {event.reference}")
    return found


def places_of(ledger: Ledger, sha256: str) -> list[tuple[str, int]]:
    """Each item that put a file forward, and the position of the log at which."""
    return [(event.reference, at) for at, event in _filed(ledger) if event.sha256 == sha256]


def _filed(ledger: Ledger, *, upto: int | None = None) -> Iterator[tuple[int, Any]]:
    topics = [topic for topic, each in TOPICS.items() if issubclass(each, Filed)]
    for entry in ledger.log.select_notifications(None, _NO_END, topics=topics, stop=upto):
        event = ledger.mapper.to_domain_event(entry)
        if isinstance(event, Filed) and event.sha256:
            yield entry.id, event


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
    """Everything that is wrong with the stored files, in sentences: each is read and hashed; and
    whether those that are not there were redacted, and those that were redacted are not there."""
    with ledger.reading() as connection:
        yield from missing(ledger)
        wanted, gone = put_forward(ledger), redacted(ledger.redactions_after(0))
        marked = {row.sha256: row.mark for row in connection.execute(_MARKED)}
        for sha256 in every_file(connection):
            where, why = wanted.get(sha256), gone.get(sha256, ())
            if where is None:
                yield f"A stored file belongs to nothing on record ({sha256})."
            elif sha256 in marked:
                if marked[sha256] not in map(str, why):
                    yield f"The file of {where} is gone, and no event says that it goes ({sha256})."
            elif why:
                yield (
                    f"The file of {where} is still there, which {why[0].redaction} redacted "
                    f"({sha256}). Run “scrutiny redactions finish”."
                )
            elif not fits(content_of(connection, sha256) or b"", sha256):
                yield f"The file of {where} is no longer what was put forward ({sha256})."


def redacted(redactions: Iterable[Any]) -> dict[str, list[Mark]]:
    """The files that went with these events, each with the marks that may stand in its place."""
    found: dict[str, list[Mark]] = {}
    for each in redactions:
        for place in each.places:
            if place["field"] == FILE:
                mark = Mark(each.reference, each.on, each.basis, FILE)
                found.setdefault(place["digest"], []).append(mark)
    return found
