"""Loading files on the site."""
