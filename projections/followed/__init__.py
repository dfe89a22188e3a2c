"""What recommendations and actions have in common on reading."""
