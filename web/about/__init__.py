"""Signing in and out, the accessibility statement, and the sign of life."""
