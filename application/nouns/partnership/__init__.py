"""What a partnership is made of: its agencies, roles, words and procedure."""
