"""Circuits: how much each connector may take so that no fuse carries too much."""
