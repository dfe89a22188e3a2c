"""The commands of `scrutiny`, by what they are for. cli.py puts them together."""
