"""The papers that there are, each described from the registers at one moment."""
