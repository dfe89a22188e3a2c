"""One search over every register, and over what no column of one holds."""
