"""What stands on the forms on which somebody decides, for each noun."""
