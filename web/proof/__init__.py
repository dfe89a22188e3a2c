"""How the log is proved to others: the page, and what the partners countersign."""
