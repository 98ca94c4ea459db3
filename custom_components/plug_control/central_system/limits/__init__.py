"""Limits: combine the wanted limits, and send them in a way that the charger obeys."""
