"""The escalation procedure as versioned data."""
