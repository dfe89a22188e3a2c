"""Whether the log goes on from what is known of it: from the checkpoints in the database, and from
the latest one that is kept beside the key.

An older copy of the database lacks what came after it, whatever has been written to it since: it
may have fewer events than the latest checkpoint, or as many, or more. So roots are compared, not
sizes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from application.ledger.identity import identity_of
from application.ledger.ledger import Ledger
from application.ledger.log.tiles import tree_of
from application.proof.checkpoints import Checkpoint
from application.proof.keys import KeyFile, KeyFileError, proof_of
from application.proof.notes import Note, NoteError
from application.proof.records import checkpoints
from domain.kernel.errors import DomainError
from domain.partnership.proof import Proof

Roots = Callable[[int], bytes | None]
"""The root of the log at a size; None where it never had that."""


class How(StrEnum):
    """How a log does not go on from a checkpoint."""

    SHORTER = "shorter"
    """It has fewer events."""
    OTHERWISE = "otherwise"
    """Its first events are others."""
    ALTERED = "altered"
    """They are others than the database itself says, so that it is no older copy."""
    FOREIGN = "foreign"
    """It has another origin."""


@dataclass(frozen=True)
class Broken:
    """A checkpoint from which the log does not go on, and how; `now` is the log's own origin and
    size, `found` its root at the checkpoint's size, None where it never had that."""

    known: Checkpoint
    how: How
    now: tuple[str, int]
    found: bytes | None

    @property
    def sentence(self) -> str:
        """What is wrong, and what to do."""
        origin, size = self.now
        told = {"n": f"{self.known.size:,}", "root": self.known.root.hex(), "size": f"{size:,}"}
        told |= {"origin": origin, "theirs": self.known.origin}
        return _SENTENCES[self.how].format(**told)


_MEND = (
    "Put the newer one back; or, if what followed is lost, run “scrutiny checkpoint --new-origin”, "
    "which puts that on record."
)
_SENTENCES = {
    How.SHORTER: (
        "The log has {size} events, but a checkpoint of {n} was made of it, with the root {root}: "
        f"an older copy of the database has been put in its place. {_MEND}"
    ),
    How.OTHERWISE: (
        "The log has {size} events, and the first {n} of them are not those of the latest "
        "checkpoint that is kept beside the key, with the root {root}: an older copy of the "
        "database has been put in its place and has gone on otherwise, or the log was altered. "
        f"{_MEND}"
    ),
    How.ALTERED: (
        "The first {n} events of the log are not those of the checkpoint that was made of them, "
        "with the root {root}: the log was altered. Run “scrutiny verify”."
    ),
    How.FOREIGN: (
        "The latest checkpoint that is kept beside the key, of {n} events with the root {root}, is "
        "of the log {theirs}, and this one is {origin}. If that is another ledger, keep its files "
        "elsewhere; if an older copy of the database has been put in the place of the one that "
        f"made it: {_MEND[0].lower()}{_MEND[1:]}"
    ),
}


class NotGoneOnError(DomainError):
    """The log does not go on from a checkpoint that is known; the sentence names it and says what
    to do."""


def must_go_on(ledger: Ledger, connection: Connection, file: KeyFile | None) -> None:
    """A log signs nothing, and gives nothing out, that does not go on from what it has signed
    (tlog-checkpoint). Raises NotGoneOnError."""
    if found := broken(ledger, connection, file):
        raise NotGoneOnError(found.sentence)


def broken(ledger: Ledger, connection: Connection, file: KeyFile | None) -> Broken | None:
    """The checkpoint that is known here and from which the log does not go on; None: it goes on
    from all of them."""
    now = (identity_of(connection).origin, ledger.position())

    def root_at(size: int) -> bytes:
        return tree_of(connection, size).root()

    if newest := _newest(connection, origin=now[0]):
        if newest.size > now[1]:
            return Broken(newest, How.SHORTER, now, None)
        if (found := root_at(newest.size)) != newest.root:
            return Broken(newest, How.ALTERED, now, found)
    proof, beside = proof_of(ledger), latest_beside(file)
    return breaks(beside, now=now, proof=proof, root_at=root_at) if beside else None


def breaks(
    kept: Checkpoint, *, now: tuple[str, int], proof: Proof | None, root_at: Roots
) -> Broken | None:
    """How a log, with that origin and size `now`, does not go on from a checkpoint that was kept
    apart; None where it does, or where it is on record that what the checkpoint is of was lost."""
    if kept.origin in {each.origin for each in (proof.lost if proof else ())}:
        return None
    if kept.origin != now[0]:
        return Broken(kept, How.FOREIGN, now, None)
    if kept.size > now[1]:
        return Broken(kept, How.SHORTER, now, None)
    found = root_at(kept.size)
    return None if found == kept.root else Broken(kept, How.OTHERWISE, now, found)


def in_common(connection: Connection, *, below: int) -> int:
    """How many of its first events, fewer than `below`, the log has for certain in common with what
    it was: those of the last checkpoint in the database that they fit, 0 where none does."""
    last = _newest(connection, origin=identity_of(connection).origin, below=below)
    return last.size if last and tree_of(connection, last.size).root() == last.root else 0


def latest_beside(file: KeyFile | None) -> Checkpoint | None:
    """The checkpoint in the file beside the key's; None: there is none that can be read, or that
    is still what the key signed."""
    if file is None:
        return None
    with suppress(OSError, NoteError, UnicodeDecodeError):
        note = Note.read(file.latest.read_text(encoding="utf-8"))
        with suppress(KeyFileError):
            note.signed_by([file.read().verifier])
        return Checkpoint.read(note.text)
    return None


def _newest(connection: Connection, *, origin: str, below: int | None = None) -> Checkpoint | None:
    """The largest checkpoint of an origin in the database."""
    c = checkpoints.c
    query = select(c.origin, c.size, c.root).where(c.origin == origin)
    if below is not None:
        query = query.where(c.size < below)
    row = connection.execute(query.order_by(c.size.desc()).limit(1)).first()
    return Checkpoint(row.origin, row.size, bytes.fromhex(row.root)) if row else None
