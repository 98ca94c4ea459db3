"""Sessions on their connectors: how they begin and end, and the user's commands that start and stop them."""
