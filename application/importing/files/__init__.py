"""Reading files of every kind: their records, their table, its headings and columns."""
