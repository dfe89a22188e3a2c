"""Chase sheets: what is awaited from an agency, to hand out or to send."""
