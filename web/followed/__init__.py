"""What pages show of recommendations and actions alike."""
