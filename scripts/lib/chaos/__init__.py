"""Chaos: a real Home Assistant with charge points, and faults of its process, disk, network and charge points."""
