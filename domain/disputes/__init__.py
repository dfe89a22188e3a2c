"""Disputes on their way through the stages, and whether they kept to the procedure."""
