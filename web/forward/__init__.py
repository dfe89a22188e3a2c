"""The pages of the forward plan."""
