"""What people read: tables derived from the log, written in the transaction that appends to it."""
