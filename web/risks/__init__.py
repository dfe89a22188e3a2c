"""The pages of risks."""
