"""What tells one ledger from every other, and the key under which it knows its commands again."""

from __future__ import annotations

import hmac
import json
import re
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, Table, Text, select, update

from application.ledger.storage.database import permanent
from application.ledger.storage.faults import StorageError

KEY_BYTES = 32
_ORIGIN = re.compile(r"scrutiny-ledger/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

identity_table = Table(
    "identity",
    permanent,
    Column("origin", Text, primary_key=True),
    Column("command_key", LargeBinary(KEY_BYTES), nullable=False),
)
"""One row, made when the tables are (migrations/versions/0001)."""
_FIND = select(identity_table)


@dataclass(frozen=True)
class Identity:
    """The ledger's id, and the key of its commands. Raises ValueError for what is neither."""

    origin: str
    command_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not _ORIGIN.fullmatch(self.origin) or len(self.command_key) != KEY_BYTES:
            raise ValueError("This is not the id of a ledger.")

    def sealed(self, content: Any) -> str:
        """HMAC-SHA256 of plain data, by which it is known again.

        A digest without a key would let anybody who has the database try out what was said in
        words that were taken out of it.
        """
        text = json.dumps(content, sort_keys=True, default=str)
        return hmac.digest(self.command_key, text.encode(), "sha256").hex()


def identity_of(connection: Connection) -> Identity:
    """The identity of the ledger on that database."""
    row = connection.execute(_FIND).first()
    if row is None:
        raise StorageError("The ledger has lost its id. Restore a copy of the database.")
    return Identity(row.origin, row.command_key)


def take_over(connection: Connection, identity: Identity) -> None:
    """Let the ledger be from now on the one that another was."""
    connection.execute(update(identity_table).values(vars(identity)))
