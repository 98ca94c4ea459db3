"""The configuration of the dashboard that the strategy shows, and the frontend's bundle."""
