"""What words have been taken out, and what waits to be."""
