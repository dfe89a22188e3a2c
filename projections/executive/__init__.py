"""What the Executive's page asks of several registers at once."""
