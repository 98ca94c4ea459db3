"""State of charge points, connectors, transactions, meters and tags; imports only the standard library, callers pass the time."""
