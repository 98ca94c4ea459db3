"""Long-term statistics of each person's energy."""
