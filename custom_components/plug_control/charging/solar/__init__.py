"""Charging on surplus: how much there is, on how many phases, and whether to change that."""
