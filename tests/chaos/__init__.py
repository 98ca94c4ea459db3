"""Tests of scripts/chaos: short rounds, and its parts."""
