"""The commands of `scrutiny`, by what they are for. web/cli.py puts them together."""
