"""When an older backup was put back: what is lost is named, and the log goes on as another one.

Whoever holds a checkpoint of what was lost would otherwise meet a log that has the same origin and
is another one, which nobody could tell from one that somebody has rewritten.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection, Engine

from application.keeping.restore import holds_something
from application.ledger.identity import Identity, identity_of, take_over
from application.ledger.ledger import Ledger
from application.ledger.log.tiles import tree_of
from application.ledger.storage.faults import FAULTS, StorageError
from application.proof.checkpoints import Checkpoint
from application.proof.going_on import How, broken, in_common
from application.proof.keys import KeyFile, begun, proof_of, replace_key
from application.proof.making import checkpoint_at
from domain.kernel.terms import Actor
from domain.partnership.proof import Lost


@dataclass(frozen=True)
class Before:
    """What the log on a database was before another one took its place: as a checkpoint, its root
    at the size that the other one has (None where it was smaller), and the origins that it had
    given up."""

    checkpoint: Checkpoint
    root_then: bytes | None
    given_up: Collection[str]


def log_before(engine: Engine, *, size: int) -> Before | None:
    """What the log on a database is, before one of that size takes its place; None: it cannot be
    told, or there is none."""
    if not holds_something(engine):
        return None
    ledger = Ledger(engine)
    with suppress(*FAULTS, StorageError, LookupError), ledger.reading() as connection:
        position, proof = ledger.position(), proof_of(ledger)
        root = tree_of(connection, size).root() if size <= position else None
        given_up = [each.origin for each in proof.lost] if proof else []
        return Before(checkpoint_at(connection, position), root, given_up)
    return None


def lost_by_replacing(
    ledger: Ledger, file: KeyFile | None, before: Before | None
) -> tuple[Checkpoint, int] | None:
    """What is known to be lost now that an older log has been put in the place of one: the latest
    checkpoint of it, and how many events both have in common for certain; None: nothing.

    A log of another origin that was replaced, and did not come of this one, was another ledger's.
    """
    with ledger.reading() as connection:
        origin, position = identity_of(connection).origin, ledger.position()
        found = broken(ledger, connection, file)
        known = [found.known] if found and found.how in (How.SHORTER, How.OTHERWISE) else []
        shared = 0
        if before and _was_of(before, origin) and not _goes_on(connection, before, position):
            known.append(before.checkpoint)
            ours = tree_of(connection, position).root()
            shared = position if before.root_then == ours else 0
        if not known:
            return None
        lost = max(known, key=lambda each: each.size)
        return lost, shared or shared_with(connection, lost, position=position)


def shared_with(connection: Connection, lost: Checkpoint, *, position: int) -> int:
    """How many events a log of so many has for certain in common with one that was lost."""
    return in_common(connection, below=min(lost.size, position + 1))


def _was_of(before: Before, origin: str) -> bool:
    return origin in (before.checkpoint.origin, *before.given_up)


def _goes_on(connection: Connection, before: Before, position: int) -> bool:
    was, origin = before.checkpoint, identity_of(connection).origin
    if was.origin != origin or was.size > position:
        return False
    return tree_of(connection, was.size).root() == was.root


REASON = "An older backup was put back; the new key is named after the new origin."


def begin_origin(
    ledger: Ledger, lost: Checkpoint, file: KeyFile | None, *, kept: int, by: Actor
) -> Lost:
    """Put on record that what a checkpoint is of was lost, but for the first `kept` events, and go
    on under another origin.

    Where the ledger has a key, it gets another one, named after the origin. Raises DomainError
    where nothing was lost.
    """
    with ledger.writing() as connection:
        identity = identity_of(connection)
        proof, occasion = begun(ledger, by)
        origin = f"scrutiny-ledger/{uuid4()}"
        proof.begin_origin(
            occasion, origin=origin, lost_origin=lost.origin, kept=kept, lost_size=lost.size,
            lost_root=lost.root.hex(),
        )  # fmt: skip
        ledger.save(proof)
        take_over(connection, Identity(origin, identity.command_key))
    if proof.keys and file is not None and file.is_there():
        replace_key(ledger, file, by=by, reason=REASON)
    return proof.lost[-1]
