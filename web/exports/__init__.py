"""What leaves the ledger as a file: CSV, JSON, workbooks and Word documents."""
