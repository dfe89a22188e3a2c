"""What the ledger and the registers alike stand on: the database, run fast."""
