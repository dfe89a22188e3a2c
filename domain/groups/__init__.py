"""The groups of the partnership that meet: who has a seat, who chairs, what makes them quorate."""
