"""Keeping an installation: what there is to keep, backups of it, and what is wrong with it."""
