"""The log, the items in it, and the database under them."""
