"""Meetings, from the day they are planned to the minutes that the next one confirms."""
