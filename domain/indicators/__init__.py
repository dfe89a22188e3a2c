"""The indicators of the Scrutiny and Assurance Framework (SAF 4)."""
