"""How the permanent tables came to be, one step a file. Projections are not among them."""

REVISIONS = ("0001",)
"""The steps, oldest first, so that nobody needs Alembic to know whether a database has them all."""
