"""The files that were loaded, and those that are being loaded."""
