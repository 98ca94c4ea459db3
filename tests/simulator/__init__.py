"""Tests of the simulated charge points."""
