"""Recommendations, followed until somebody independent verifies that they are done."""
