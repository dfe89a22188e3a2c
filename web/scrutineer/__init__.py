"""The Independent Scrutineer's page."""
