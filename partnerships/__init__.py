"""The data of partnerships: agencies, procedure, names and settings. Nothing of them is code."""
