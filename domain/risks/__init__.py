"""Risks, and the matrix by which they are scored."""
