"""What every noun of the ledger stands on: items, people and their roles, dates, and saying no."""
