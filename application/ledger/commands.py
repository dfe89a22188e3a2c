"""The ids of commands, by which what was asked for twice is known again and done once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Row,
    String,
    Table,
    Text,
    bindparam,
    func,
    insert,
    select,
)

from application.ledger.identity import Identity
from application.ledger.log.log_tables import whole_number
from application.ledger.storage.database import permanent
from storage.statements import Statement


class Origin(StrEnum):
    """Where a command comes from. The ids of one origin never meet those of another."""

    PERSON = "person"
    """A form: the id is in the hands of whoever sends it."""
    IMPORT = "import"
    """A file: the id is worked out from what a row says, so that anybody could work it out."""


@dataclass(frozen=True)
class Command:
    """An id, and whose it is: `of` which person or which kind of file, `to` do what.

    Ids meet only where all of it is the same, so that nobody takes, tries out or learns of the id
    of somebody else, of a file, or of another kind of act.
    """

    origin: Origin
    of: str
    to: str
    id: str

    def key(self, identity: Identity) -> str:
        """What is kept of it, from which nothing of it can be read."""
        return identity.sealed([self.origin, self.of, self.to, self.id])


Permit = Callable[[str], object]
"""Given the reference of what a command led to: raises DomainError where whoever repeats it may
not, or no longer, be told of it."""


@dataclass(frozen=True)
class Outcome:
    """What a command led to. `told`: what happened to the item that it was about, event by event,
    each as the rest of a sentence. `repeated`: it had been performed before, nothing was done.
    """

    reference: str
    version: int
    position: int
    told: tuple[str, ...] = ()
    repeated: bool = False


commands = Table(
    "commands",
    permanent,
    Column("command", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("reference", Text, nullable=False),
    Column("version", whole_number, nullable=False),
    Column("position", whole_number, nullable=False),
    Column("number", whole_number, nullable=False, unique=True),
    Column("seal", String(64), nullable=False),
)
"""`number` counts them without gaps; `seal` is the HMAC of the row before it, by which one that was
altered is known."""
_TOLD = ("command", "digest", "reference", "version", "position")
_RECALL = Statement(select(commands).where(commands.c.command == bindparam("key")))


_NEXT = Statement(
    insert(commands).from_select(
        commands.c.keys(),
        select(
            *(bindparam(name, type_=commands.c[name].type) for name in _TOLD),
            func.coalesce(select(func.max(commands.c.number)).scalar_subquery(), 0) + 1,
            bindparam("seal", type_=String),
        ),
    )
)


def remember(
    connection: Connection, identity: Identity, *, key: str, digest: str, outcome: Outcome
) -> None:
    """Keep what a command led to, with the digest of what it said. Call it under the log's lock."""
    told = (key, digest, outcome.reference, outcome.version, outcome.position)
    row = dict(zip(_TOLD, told, strict=True))
    _NEXT.run(connection, [{**row, "seal": identity.sealed(told)}])


def is_sealed(identity: Identity, row: Row[Any]) -> bool:
    """Whether a row of the table is what was kept."""
    told = [getattr(row, name) for name in _TOLD]
    return bool(identity.sealed(told) == row.seal)


def recall(connection: Connection, key: str) -> tuple[Outcome, str] | None:
    """What a command led to, and the digest of what it said; None when it was never performed."""
    first = _RECALL.first(connection, key=key)
    if first is None:
        return None
    _, digest, reference, version, position, *_ = first
    return Outcome(reference, version, position, repeated=True), digest
