"""The check-up: find out at a car that charges what a charger really does."""
