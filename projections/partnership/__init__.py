"""The agencies, and who may act in which role."""
