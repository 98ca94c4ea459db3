"""Long-term statistics of the energy of each person."""
