"""How the permanent tables came to be, one step a file. Projections are not among them."""
