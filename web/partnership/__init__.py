"""The pages of agencies, people and their roles."""
