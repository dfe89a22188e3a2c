"""How much a request may hold."""

LARGEST_REQUEST = 12 * 1024 * 1024
"""Bytes: an import of 10 MiB and the form around it."""
