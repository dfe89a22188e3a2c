"""The pages of commissions."""
