"""Actions: dated pieces of work with one accountable owner."""
