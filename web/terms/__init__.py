"""The terms of reference of a group, watched: each duty with what the log says of it."""
