"""Dates and times: as people write them, as they count, and what must come after what."""
