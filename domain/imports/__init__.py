"""Files whose rows are loaded into the ledger."""
