"""What stands beside the log and is checked against it: commands, identity, checkpoints."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection, func, select, tuple_

from application.ledger.commands import commands, is_sealed
from application.ledger.identity import Identity, identity_table
from application.ledger.ledger import Ledger
from application.ledger.log.entries import stamp
from application.ledger.log.log_check import BATCH, Fault
from application.ledger.log.log_tables import stored_events
from application.ledger.storage.faults import StorageError
from application.proof.checkpoints import Checkpoint
from application.proof.going_on import breaks
from application.proof.keys import proof_of
from application.proof.notes import Note, NoteError, Signature, Verifier
from application.proof.records import checkpoints, countersignatures
from domain.kernel.errors import NotFoundError
from domain.kernel.terms import item_id
from domain.partnership.agency import Agency
from domain.partnership.proof import Proof

# ---------------------------------------------------------------- commands


def faults_of_identity(
    ledger: Ledger, connection: Connection, identity: Identity
) -> Iterator[Fault]:
    """Whether the ledger is the one that its log says it is, and no other besides."""
    ids = connection.scalar(select(func.count()).select_from(identity_table))
    if ids != 1:
        yield Fault(
            f"The ledger has {ids} ids, and nobody can say which of them is used.",
            field="origin", expected="one", found=str(ids),
        )  # fmt: skip
    proof = _proof(ledger)
    if proof and proof.origin != identity.origin:
        yield Fault(
            "The ledger’s origin is not the one on record.", item=proof.reference, field="origin",
            expected=proof.origin, found=identity.origin,
        )  # fmt: skip


def _proof(ledger: Ledger) -> Proof | None:
    """What is on record of the proof; None also where the log is at fault, which others tell."""
    with suppress(StorageError):
        return proof_of(ledger)
    return None


def faults_of_commands(connection: Connection, identity: Identity, size: int) -> Iterator[Fault]:
    """What is wrong with the commands that were performed, in a log of that size."""
    query = select(commands).order_by(commands.c.number)
    rows = connection.execute(query, execution_options={"yield_per": BATCH})
    last = at = 0
    promised = _Promised(connection)
    for some in rows.partitions(BATCH):
        known = _known(connection, some)
        for row in some:
            yield from _of_command(row, identity, known, last=last, at=at, size=size)
            last, at = row.number, row.position
            promised.count(at)
    yield from promised.broken()


class _Promised:
    """How many commands there were by each checkpoint. One that is taken out is missed by the next
    checkpoint, whatever number the later ones are given, and however many follow."""

    def __init__(self, connection: Connection) -> None:
        c = checkpoints.c
        query = select(c.size, func.max(c.commands)).group_by(c.size).order_by(c.size)
        self._promised = [(size, count) for size, count in connection.execute(query)]
        self._sizes = [size for size, _ in self._promised]
        self._there = [0] * (len(self._sizes) + 1)

    def count(self, position: int) -> None:
        """Take the next command, which led to something by that position."""
        self._there[bisect_left(self._sizes, position)] += 1

    def broken(self) -> Iterator[Fault]:
        """The first checkpoint by which there were more commands than there are."""
        for (size, promised), there in zip(self._promised, accumulate(self._there), strict=False):
            if there < promised:
                yield Fault(
                    f"Of the first {size} events there are {there} commands, but when a checkpoint "
                    f"was made of them there were {promised}.",
                    size, field="number", expected=f"{promised} or more", found=str(there),
                )  # fmt: skip
                return


def _known(connection: Connection, rows: Sequence[Any]) -> dict[tuple[Any, int], int]:
    """The positions of the events that commands say they led to, by item and version."""
    c = stored_events.c
    asked = {(item_id(row.reference), row.version) for row in rows}
    query = select(c.originator_id, c.originator_version, c.position).where(
        tuple_(c.originator_id, c.originator_version).in_(asked)
    )
    return {(item, version): at for item, version, at in connection.execute(query)}


def _of_command(
    row: Any,
    identity: Identity,
    known: Mapping[tuple[Any, int], int],
    *,
    last: int,
    at: int,
    size: int,
) -> Iterator[Fault]:
    if row.number != last + 1:
        yield Fault(
            f"Command {last + 1} is missing.", field="number", expected=str(last + 1),
            found=str(row.number),
        )  # fmt: skip
    if not is_sealed(identity, row):
        yield Fault(
            f"Command {row.number} was altered: its seal does not fit.", row.position,
            row.reference, "seal",
        )  # fmt: skip
        return
    if row.position < at:
        yield Fault(
            f"Command {row.number} led to position {row.position}, but follows one that led to "
            f"{at}: it has another number than it had.",
            row.position, row.reference, "number",
        )  # fmt: skip
    stands = known.get((item_id(row.reference), row.version))
    if stands is None or not stands <= row.position <= size:
        yield Fault(
            f"Command {row.number} led to version {row.version} of {row.reference} by position "
            f"{row.position}, and the log has no such event.",
            row.position, row.reference, "version",
        )  # fmt: skip


# ---------------------------------------------------------------- checkpoints


def faults_of_checkpoints(
    ledger: Ledger,
    connection: Connection,
    identity: Identity,
    *,
    size: int,
    roots: Mapping[int, bytes],
) -> Iterator[Fault]:
    """What is wrong with the ledger's checkpoints and what was signed under them.

    `roots` are those of the log at the sizes of which there are checkpoints.
    """
    proof = _proof(ledger)
    for row in connection.execute(select(checkpoints).order_by(checkpoints.c.made)):
        told = {name: value for name, value in row._mapping.items() if name != "seal"}
        if identity.sealed(told) != row.seal:
            yield Fault(
                f"The row of the checkpoint of {row.size} events was altered.", row.size,
                field="seal",
            )  # fmt: skip
        yield from _of_checkpoint(row, proof, size=size, roots=roots)
    keys = _keys_of_partners(ledger, connection)
    for row in connection.execute(select(countersignatures)):
        yield from _of_countersignature(row, connection, keys)


def faults_of_latest(
    ledger: Ledger, identity: Identity, kept: Checkpoint, size: int, roots: Mapping[int, bytes]
) -> Iterator[Fault]:
    """Whether a log of that size goes on from the latest checkpoint, which is kept beside the key
    and which an older copy of the database knows nothing of."""
    now = (identity.origin, size)
    if broken := breaks(kept, now=now, proof=_proof(ledger), root_at=roots.get):
        found = broken.found.hex() if broken.found else f"{size} events of {identity.origin}"
        yield Fault(broken.sentence, kept.size, "", "root", kept.root.hex(), found)


def _of_checkpoint(
    row: Any, proof: Proof | None, *, size: int, roots: Mapping[int, bytes]
) -> Iterator[Fault]:
    name = f"The checkpoint of {row.size} events made at {row.made}"
    try:
        note = Note.read(row.note)
        told = Checkpoint.read(note.text)
        keys = {Verifier.read(each.verifier): each.until for each in proof.keys} if proof else {}
        signed = note.signed_by(keys)
    except NoteError as error:
        yield Fault(f"{name} cannot be read: {error.sentence}", row.size, field="note")
        return
    if (told.origin, told.size, told.root.hex()) != (row.origin, row.size, row.root):
        yield Fault(
            f"{name} says something else than its row.", row.size, field="note",
            expected=f"{row.origin} {row.size} {row.root}",
            found=f"{told.origin} {told.size} {told.root.hex()}",
        )  # fmt: skip
        return
    if row.key_id and row.key_id not in [key.id.hex() for key, _ in signed]:
        yield Fault(f"{name} is not signed by the key {row.key_id}.", row.size, field="key_id")
    if not row.key_id and note.signatures:
        yield Fault(f"{name} is said to be unsigned, and is not.", row.size, field="key_id")
    lost = {each.origin: each.kept for each in proof.lost} if proof else {}
    if row.size > lost.get(row.origin, size):
        if row.origin not in lost:
            yield Fault(
                f"{name} is later than the log.", row.size, field="size",
                expected=f"{size} or fewer", found=str(row.size),
            )  # fmt: skip
        return
    expected = roots[row.size].hex()
    if expected != row.root:
        yield Fault(
            f"{name} does not fit: the log was another one then.", row.size, field="root",
            expected=row.root, found=expected,
        )  # fmt: skip


def _keys_of_partners(ledger: Ledger, connection: Connection) -> dict[str, list[Verifier]]:
    """Every key that an agency has had, by its reference, for those that have countersigned."""
    found: dict[str, list[Verifier]] = {}
    for agency in connection.scalars(select(countersignatures.c.agency).distinct()):
        with suppress(NotFoundError, StorageError):
            named = [each for each in ledger.history(agency) if isinstance(each, Agency.KeyNamed)]
            found[agency] = [Verifier.read(each.verifier) for each in named]
    return found


def _of_countersignature(
    row: Any, connection: Connection, keys: Mapping[str, Sequence[Verifier]]
) -> Iterator[Fault]:
    name = f"The countersignature of {row.agency} on {row.size} events"
    try:
        signature = Signature.read(row.line)
        text = Checkpoint(row.origin, row.size, bytes.fromhex(row.root)).text
    except (NoteError, ValueError):
        yield Fault(f"{name} cannot be read.", row.size, row.agency, "line")
        return
    if not any(key.checks(text, signature) for key in keys.get(row.agency, ())):
        yield Fault(f"{name} is not by a key of that agency.", row.size, row.agency, "line")
    elif row.seen != _moment(signature):
        yield Fault(
            f"{name} was made at another time than its row says.", row.size, row.agency, "seen",
            _moment(signature), row.seen,
        )  # fmt: skip
    known = connection.scalar(
        select(checkpoints.c.size).where(
            checkpoints.c.origin == row.origin,
            checkpoints.c.size == row.size,
            checkpoints.c.root == row.root,
        )
    )
    if known is None:
        yield Fault(f"{name} is of no checkpoint that was made here.", row.size, row.agency)


def _moment(signature: Signature) -> str:
    return stamp(datetime.fromtimestamp(signature.seen_at, UTC))
