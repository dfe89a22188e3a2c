"""The one way to do something: what it asks for, who may, and performing it."""
