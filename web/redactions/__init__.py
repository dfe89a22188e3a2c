"""Redactions: words are taken out of the record for good, and the proof of the log holds."""
