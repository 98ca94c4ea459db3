"""Charge points of other authors at the central system in a real Home Assistant."""
