"""The Partnership Risk Register."""
