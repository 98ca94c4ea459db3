"""Tests of what the house measures and is told."""
