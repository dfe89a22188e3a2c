"""Running the site: how it starts, serves, is watched, and says how it is."""
