"""When an older backup was put back: what is lost is named, and the log goes on as another one.

Whoever holds a checkpoint of what was lost would otherwise meet a log that has the same origin and
is another one, which nobody could tell from one that somebody has rewritten.
"""

from __future__ import annotations

from contextlib import suppress
from uuid import uuid4

from sqlalchemy import Engine

from application.keeping.restore import holds_something
from application.ledger.identity import Identity, identity_of, take_over
from application.ledger.ledger import Ledger
from application.ledger.storage.faults import FAULTS, StorageError
from application.proof.checkpoints import Checkpoint
from application.proof.keys import KeyFile, begun, rotate_key
from application.proof.making import checkpoint_at
from domain.kernel.terms import Actor
from domain.partnership.proof import Lost


def checkpoint_before(engine: Engine) -> Checkpoint | None:
    """What the log on a database is, before another one takes its place; None: it cannot be told,
    or there is none."""
    if not holds_something(engine):
        return None
    ledger = Ledger(engine)
    with suppress(*FAULTS, StorageError, LookupError), ledger.reading() as connection:
        return checkpoint_at(connection, ledger.position())
    return None


REASON = "An older backup was put back; the new key is named after the new origin."


def begin_origin(ledger: Ledger, lost: Checkpoint, file: KeyFile | None, *, by: Actor) -> Lost:
    """Put on record that a later log than this was lost, and go on under another origin.

    Where the ledger has a key, it gets another one, named after the origin. Raises DomainError
    where nothing was lost.
    """
    with ledger.writing() as connection:
        identity = identity_of(connection)
        proof, occasion = begun(ledger, by)
        origin = f"scrutiny-ledger/{uuid4()}"
        kept = ledger.position()
        proof.begin_origin(
            occasion, origin=origin, kept=kept, lost_size=lost.size, lost_root=lost.root.hex()
        )
        ledger.save(proof)
        take_over(connection, Identity(origin, identity.command_key))
    if proof.keys and file is not None and file.is_there():
        rotate_key(ledger, file, by=by, reason=REASON)
    return proof.lost[-1]
