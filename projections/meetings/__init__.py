"""The meetings: when they are, whether they were quorate, what was kept."""
