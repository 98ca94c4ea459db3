"""Reservations of connectors for cards."""
