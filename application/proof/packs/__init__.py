"""Evidence packs: what they hold of the log, and the program that checks them."""
