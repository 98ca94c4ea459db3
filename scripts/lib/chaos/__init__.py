"""Chaos: a real Home Assistant with charge points, and everything that can go wrong between and below them."""
