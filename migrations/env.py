"""Alembic's entry point: runs the steps on the connection it is given, in one transaction."""

from alembic import context

import application.accounts.people
import application.ledger.ledger  # noqa: F401  these define the permanent tables
from application.ledger.storage.database import permanent

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=permanent,
    transaction_per_migration=False,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
connection.commit()
