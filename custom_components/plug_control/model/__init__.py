"""State of charge points, connectors, transactions, meters and tags; stdlib only, the clock is passed in."""
