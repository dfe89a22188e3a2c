"""Whether a dispute kept to the procedure, found from its history."""
