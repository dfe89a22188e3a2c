"""The Executive's page."""
