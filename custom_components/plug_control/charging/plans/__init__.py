"""Plans: charge an amount of energy by a deadline, at the cheapest times."""
