"""Proving the log to others: notes and keys, checkpoints, countersignatures."""
