"""The forward plan, and what of the standing topics it covers."""
