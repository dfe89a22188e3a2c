"""What every command is given, prints and ends in."""
