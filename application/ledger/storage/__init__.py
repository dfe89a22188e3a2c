"""The database under the ledger: its locks, faults and files, on SQLite and PostgreSQL."""
