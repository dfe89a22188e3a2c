"""What was recorded wrongly, and who agrees that it was."""
