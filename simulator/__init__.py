"""Simulated OCPP 1.6-J charge points, for tests, demonstrations and users (`python -m simulator`)."""
