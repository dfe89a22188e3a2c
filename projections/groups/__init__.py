"""The groups that meet, and what they have."""
