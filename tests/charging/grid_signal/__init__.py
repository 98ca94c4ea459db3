"""Tests of the grid operator's signal."""
