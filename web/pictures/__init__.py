"""Pictures of what the registers say, drawn on the server as SVG in the page."""
