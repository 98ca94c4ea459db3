"""Firmware updates and logs: what was asked of a charge point, and what became of it."""
