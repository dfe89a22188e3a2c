"""The commissions: what is asked of whom, and how far it has come."""
