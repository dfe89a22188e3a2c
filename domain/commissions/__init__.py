"""Work that a group asks of another one (ToR 5.3)."""
