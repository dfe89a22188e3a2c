"""The partnership itself: its agencies, and who holds which role."""
