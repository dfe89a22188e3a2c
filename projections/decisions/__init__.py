"""The decisions of every group, in meetings and between them."""
