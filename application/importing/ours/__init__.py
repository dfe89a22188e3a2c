"""Files that our own registers wrote, and came back."""
