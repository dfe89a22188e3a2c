"""The pages of one item, whatever it is: its facts, its forms, its story, what it is linked to."""
