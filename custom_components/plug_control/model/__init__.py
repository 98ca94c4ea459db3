"""State of charge points, connectors, transactions, meters and tags; only standard library, callers pass the time."""
