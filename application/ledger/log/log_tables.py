"""The tables of the log: its events, their words, and the tiles of the tree over its leaves."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from application.ledger.log.tree import WIDTH
from application.ledger.storage.database import permanent

whole_number = BigInteger().with_variant(Integer(), "sqlite")

stored_events = Table(
    "stored_events",
    permanent,
    Column("position", whole_number, primary_key=True, autoincrement=False),
    Column("originator_id", Uuid, nullable=False),
    Column("originator_version", whole_number, nullable=False),
    Column("topic", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("item", Text, nullable=False),
    Column("recorded", String(27), nullable=False),
    Column("leaf", LargeBinary(32), nullable=False),
    UniqueConstraint("originator_id", "originator_version", name="uq_stored_events_version"),
)
stored_words = Table(
    "words",
    permanent,
    Column("position", whole_number, primary_key=True, autoincrement=False),
    Column("disclosures", Text, nullable=False),
)
"""The words of the events that have any, or marks where they were redacted; the log never is."""
tiles = Table(
    "tiles",
    permanent,
    Column("level", SmallInteger, primary_key=True, autoincrement=False),
    Column("number", whole_number, primary_key=True, autoincrement=False),
    Column("root", LargeBinary(32), nullable=False),
    Column("hashes", LargeBinary(WIDTH * 32), nullable=False),
)
"""Full tiles alone, none of them ever changed. `hashes` is the tile as C2SP's tlog-tiles has it,
`root` the hash over it."""
