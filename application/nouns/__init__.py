"""What a person can do with each kind of item."""
