"""The tables of what was proved: checkpoints that were made, and who has countersigned them."""

from __future__ import annotations

from sqlalchemy import Column, String, Table, Text

from application.ledger.log.log_tables import whole_number
from application.ledger.storage.database import permanent

checkpoints = Table(
    "checkpoints",
    permanent,
    Column("origin", Text, primary_key=True),
    Column("size", whole_number, primary_key=True, autoincrement=False),
    Column("key_id", String(8), primary_key=True),
    Column("root", String(64), nullable=False),
    Column("made", String(27), nullable=False),
    Column("note", Text, nullable=False),
    Column("commands", whole_number, nullable=False),
    Column("seal", String(64), nullable=False),
)
"""`root` is hexadecimal; `key_id` is "" where nobody signed it; `note` is the checkpoint as it was
given out, `commands` how many commands had led to its events, `seal` the HMAC of the row."""

countersignatures = Table(
    "countersignatures",
    permanent,
    Column("origin", Text, primary_key=True),
    Column("size", whole_number, primary_key=True, autoincrement=False),
    Column("agency", Text, primary_key=True),
    Column("root", String(64), nullable=False),
    Column("seen", String(27), nullable=False),
    Column("line", Text, nullable=False),
)
"""`seen` is when the partner says that it saw the checkpoint; `line` is what it signed by."""
