"""Plans: so much energy by a time, at the cheapest times."""
