"""The Safeguarding Partners as the ledger knows them: what each is given to countersign, and what
it has countersigned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, insert, select

from application.ledger.identity import identity_of
from application.ledger.ledger import Ledger
from application.ledger.log.entries import stamp
from application.ledger.log.tiles import tree_of
from application.proof.checkpoints import Checkpoint, Submission
from application.proof.making import Made
from application.proof.notes import Note, NoteError, Verifier
from application.proof.records import countersignatures
from domain.kernel.errors import DomainError

_AHEAD = timedelta(minutes=10)
"""How much a partner's clock may be ahead of ours."""


@dataclass(frozen=True)
class Sighting:
    """The largest log that a partner has countersigned, and when it did."""

    agency: str
    size: int
    root: str
    seen: str


def sightings(connection: Connection) -> dict[str, Sighting]:
    """What each partner has seen last of the log under its present origin, by agency."""
    c = countersignatures.c
    query = select(c.agency, c.size, c.root, c.seen)
    query = query.where(c.origin == identity_of(connection).origin).order_by(c.size)
    return {row.agency: Sighting(*row) for row in connection.execute(query)}


def submission_for(connection: Connection, made: Made, *, old: int) -> Submission:
    """What a partner that has seen the first `old` events is given to countersign.

    Raises DomainError where it has seen more than there are.
    """
    size = made.checkpoint.size
    if old > size:
        raise DomainError(f"The checkpoint is of {size} events; nobody can have seen {old} of it.")
    return Submission(old, tuple(tree_of(connection, size).consistency(old)), made.note)


def hand_in(ledger: Ledger, note: Note, keys: Mapping[str, Verifier]) -> list[Sighting]:
    """Keep the countersignatures under a checkpoint; `keys` are the partners', by agency.

    Returns those that were kept. Raises DomainError where the checkpoint is not of this log, or
    bears none of these partners' signatures.
    """
    checkpoint = Checkpoint.read(note.text)
    found = []
    for agency, key in keys.items():
        try:
            found += [(agency, each) for _, each in note.signed_by([key])]
        except NoteError as error:
            raise DomainError(f"{error.sentence} Nothing was kept.") from error
    if not found:
        raise DomainError(
            "No Safeguarding Partner whose key is known here has countersigned this. An "
            "administrator names a partner’s key on the page of its agency."
        )
    with ledger.beside() as connection:
        _must_be_ours(ledger, connection, checkpoint)
        latest = ledger.now() + _AHEAD
        kept = []
        for agency, signature in found:
            seen = datetime.fromtimestamp(min(signature.seen_at, _NO_END), UTC)
            if seen > latest:
                raise DomainError(
                    f"The countersignature of {keys[agency].name} is dated in the future. Nothing "
                    "was kept."
                )
            sighting = Sighting(agency, checkpoint.size, checkpoint.root.hex(), stamp(seen))
            row = {
                **vars(sighting),
                "origin": checkpoint.origin,
                "line": str(signature),
            }
            if not _is_kept(connection, row):
                connection.execute(insert(countersignatures).values(row))
            kept.append(sighting)
    return kept


_NO_END = 253_402_300_799
"""The last second that a date can name."""


def _must_be_ours(ledger: Ledger, connection: Connection, checkpoint: Checkpoint) -> None:
    if checkpoint.origin != ledger.origin:
        raise DomainError(
            f"This is a checkpoint of {checkpoint.origin}, and the ledger is {ledger.origin} now."
        )
    if checkpoint.size > ledger.position():
        raise DomainError(
            f"It is later than this ledger: of {checkpoint.size} events, where there are "
            f"{ledger.position()}. Is this an older copy?"
        )
    if tree_of(connection, checkpoint.size).root() != checkpoint.root:
        raise DomainError(
            f"IT DOES NOT FIT: a partner has countersigned other {checkpoint.size} first events "
            "than this ledger has. Run “scrutiny verify --against” it, and tell all three partners."
        )


def _is_kept(connection: Connection, row: Mapping[str, object]) -> bool:
    c = countersignatures.c
    same = (c.origin == row["origin"], c.size == row["size"], c.agency == row["agency"])
    return connection.execute(select(c.size).where(*same)).first() is not None
