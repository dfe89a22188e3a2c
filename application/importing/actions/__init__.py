"""Reading trackers of actions."""
