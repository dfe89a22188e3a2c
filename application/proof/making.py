"""Making checkpoints of the log, and keeping them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from application.ledger.commands import commands
from application.ledger.identity import identity_of
from application.ledger.ledger import Ledger
from application.ledger.log.entries import stamp
from application.ledger.log.tiles import tree_of
from application.proof.checkpoints import Checkpoint, ShortCode
from application.proof.going_on import must_go_on
from application.proof.keys import KeyFile, signer_of, write_private
from application.proof.notes import Note, Signature
from application.proof.records import checkpoints, countersignatures
from domain.kernel.item import london_date


@dataclass(frozen=True)
class Made:
    """A checkpoint that was made: its note, the id of the key that signed it ("": none), when."""

    checkpoint: Checkpoint
    note: Note
    key_id: str
    made: str

    @property
    def code(self) -> ShortCode:
        return self.checkpoint.code(self.key_id)


def checkpoint_at(connection: Connection, size: int) -> Checkpoint:
    """What the log is, or was at an earlier size."""
    return Checkpoint(identity_of(connection).origin, size, tree_of(connection, size).root())


def make_checkpoint(ledger: Ledger, file: KeyFile | None) -> Made:
    """Make a checkpoint of the log as it is now, or give back the one that was made of it.

    Raises KeyFileError; and NotGoneOnError where the log is not what an earlier one says it was.
    """
    signer = signer_of(ledger, file)
    with ledger.reading() as connection:
        size = ledger.position()
        now = checkpoint_at(connection, size)
        must_go_on(ledger, connection, file)
    key_id = signer.verifier.id.hex() if signer else ""
    note = Note(now.text).signed(signer.sign(now.text)) if signer else Note(now.text)
    made = Made(now, note, key_id, stamp(ledger.now()))
    with suppress(IntegrityError), ledger.beside() as connection:  # somebody else made it, too
        if known := made_of(connection, size, key_id=key_id):
            made = known
        else:
            by_then = commands.c.position <= size
            count = select(func.count()).select_from(commands).where(by_then)
            performed = connection.scalar(count) or 0
            row = _row(made) | {"commands": performed}
            seal = identity_of(connection).sealed(row)
            connection.execute(insert(checkpoints).values({**row, "seal": seal}))
    if file:
        _keep_latest(file, made)
    return made


def is_due(ledger: Ledger, connection: Connection) -> bool:
    """Whether a checkpoint should be made for the day: something has happened since the last one,
    which is of an earlier day in London."""
    latest = latest_made(connection)
    if latest is None:
        return ledger.position() > 0
    made_on = london_date(datetime.fromisoformat(latest.made))
    return latest.checkpoint.size < ledger.position() and made_on < london_date(ledger.now())


def latest_made(connection: Connection) -> Made | None:
    """The last checkpoint of the log as it goes on today; None: none yet."""
    found = page_made(connection, offset=0, limit=1)
    return found[0] if found else None


def page_made(connection: Connection, *, offset: int, limit: int) -> list[Made]:
    """Checkpoints of any origin, the latest first."""
    query = select(checkpoints).order_by(checkpoints.c.made.desc(), checkpoints.c.size.desc())
    return [_made(row) for row in connection.execute(query.offset(offset).limit(limit))]


def all_made(connection: Connection, *, origin: str, key_id: str, at_least: int) -> list[Made]:
    """The checkpoints of an origin by one key (“”: none) that have so many events or more."""
    c = checkpoints.c
    query = select(checkpoints).where(c.origin == origin, c.key_id == key_id, c.size >= at_least)
    return [_made(row) for row in connection.execute(query.order_by(c.size))]


def count_made(connection: Connection) -> int:
    """How many checkpoints there are."""
    return connection.scalar(select(func.count()).select_from(checkpoints)) or 0


def made_of(connection: Connection, size: int, *, key_id: str) -> Made | None:
    """The checkpoint of the log at that size by that key; None: none was made."""
    query = select(checkpoints).where(
        checkpoints.c.origin == identity_of(connection).origin,
        checkpoints.c.size == size,
        checkpoints.c.key_id == key_id,
    )
    row = connection.execute(query).first()
    return _made(row) if row else None


def with_countersignatures(connection: Connection, made: Made) -> Note:
    """A checkpoint's note with the lines of whoever has countersigned it."""
    c = countersignatures.c
    query = select(c.line).where(
        c.origin == made.checkpoint.origin,
        c.size == made.checkpoint.size,
        c.root == made.checkpoint.root.hex(),
    )
    lines = connection.scalars(query.order_by(c.agency))
    return made.note.signed(*map(Signature.read, lines))


def _keep_latest(file: KeyFile, made: Made) -> None:
    """Write the checkpoint beside the key. Where that cannot be, it is in the database anyway."""
    with suppress(OSError):
        write_private(file.latest, str(made.note))


def _row(made: Made) -> dict[str, Any]:
    return {
        "origin": made.checkpoint.origin,
        "size": made.checkpoint.size,
        "key_id": made.key_id,
        "root": made.checkpoint.root.hex(),
        "made": made.made,
        "note": str(made.note),
    }


def _made(row: Any) -> Made:
    checkpoint = Checkpoint(row.origin, row.size, bytes.fromhex(row.root))
    return Made(checkpoint, Note.read(row.note), row.key_id, row.made)
