"""Reading what councils and inspectorates publish: dates, statuses, owners, scores."""
