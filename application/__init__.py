"""The use cases: everything a person can do, and the one path by which it reaches the log."""
