"""The intents that several nouns have."""
