"""Reading registers of past decisions."""
