"""The pages of the escalation procedure."""
