"""The forward plan of a group: what comes to which of its meetings (ToR 3.7)."""
