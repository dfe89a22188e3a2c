"""The log, its words and files, the ledger's identity, commands and accounts."""

import secrets
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

whole_number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "stored_events",
        sa.Column("position", whole_number, primary_key=True, autoincrement=False),
        sa.Column("originator_id", sa.Uuid, nullable=False),
        sa.Column("originator_version", whole_number, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("item", sa.Text, nullable=False),
        sa.Column("recorded", sa.String(27), nullable=False),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
        sa.UniqueConstraint("originator_id", "originator_version", name="uq_stored_events_version"),
    )
    op.create_table(
        "words",
        sa.Column("position", whole_number, primary_key=True, autoincrement=False),
        sa.Column("disclosures", sa.Text, nullable=False),
    )
    op.create_table(
        "tiles",
        sa.Column("level", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("number", whole_number, primary_key=True, autoincrement=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("hashes", sa.LargeBinary(256 * 32), nullable=False),
    )
    identity = op.create_table(
        "identity",
        sa.Column("origin", sa.Text, primary_key=True),
        sa.Column("command_key", sa.LargeBinary(32), nullable=False),
    )
    op.bulk_insert(
        identity,
        [{"origin": f"scrutiny-ledger/{uuid4()}", "command_key": secrets.token_bytes(32)}],
    )
    op.create_table(
        "commands",
        sa.Column("command", sa.String(64), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("version", whole_number, nullable=False),
        sa.Column("position", whole_number, nullable=False),
        sa.Column("number", whole_number, nullable=False, unique=True),
        sa.Column("seal", sa.String(64), nullable=False),
    )
    op.create_table(
        "checkpoints",
        sa.Column("origin", sa.Text, primary_key=True),
        sa.Column("size", whole_number, primary_key=True, autoincrement=False),
        sa.Column("key_id", sa.String(8), primary_key=True),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("made", sa.String(27), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("commands", whole_number, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
    )
    op.create_table(
        "countersignatures",
        sa.Column("origin", sa.Text, primary_key=True),
        sa.Column("size", whole_number, primary_key=True, autoincrement=False),
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("seen", sa.String(27), nullable=False),
        sa.Column("line", sa.Text, nullable=False),
    )
    op.create_table(
        "files",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary),
        sa.Column("mark", sa.Text),
    )
    if op.get_context().dialect.name == "postgresql":
        # What people send is compressed already; to try it again would take time under the lock.
        op.execute("ALTER TABLE files ALTER COLUMN content SET STORAGE EXTERNAL")
    op.create_table(
        "clock_readings",
        sa.Column("boot", sa.String(36), primary_key=True),
        sa.Column("ran", sa.Float(53), primary_key=True),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("log_end", sa.String(27), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
    )
    op.create_table(
        "accounts",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("sign_in", sa.String(200), nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("disabled_at", sa.String(32), nullable=False),
        sa.Column("first_password", sa.Boolean, nullable=False),
        sa.Column("second_factor", sa.Text, nullable=False),
        sa.Column("recovery", sa.Text, nullable=False),
        sa.Column("demonstration", sa.Boolean, nullable=False),
    )
