"""The log itself: entries, their tables and tree, and what checks and carries them."""
