"""What happens next, for each noun; `what_follows` is all of it."""
