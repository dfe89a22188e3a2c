"""What groups do at their meetings, and what comes of it."""
