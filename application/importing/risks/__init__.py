"""Reading published risk registers."""
