"""What whoever runs the server does: keeping the ledger sound, safe and up to date."""
