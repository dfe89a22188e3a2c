"""The pages of the groups that meet."""
