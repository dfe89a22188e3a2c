"""What there is of one agency, or of one theme, across the registers."""
