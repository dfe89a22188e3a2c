"""What a decision rests on: its minute, its evidence, and what changed since."""
