"""Reading published trackers of recommendations."""
