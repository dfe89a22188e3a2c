"""Reading registers of past meetings."""
