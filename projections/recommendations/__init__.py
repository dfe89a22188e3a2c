"""The follow-up of recommendations."""
