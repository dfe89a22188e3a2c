"""Reading logs of past disputes."""
