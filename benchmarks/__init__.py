"""How quick the ledger is: `make bench` prints the figures beside what they should be.

Each figure compares two things within one run, taken in turn, so that it says something about
the program and not about the machine. Nothing here passes or fails.
"""
