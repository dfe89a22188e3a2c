"""What groups decided, in meetings and between them."""
