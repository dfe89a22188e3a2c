"""The home page: what needs whoever is signed in."""
