"""The ratings of indicators."""
