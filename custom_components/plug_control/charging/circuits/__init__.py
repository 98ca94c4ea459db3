"""Circuits: how much each connector may take without overloading a fuse."""
