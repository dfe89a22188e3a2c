"""One’s own account."""
