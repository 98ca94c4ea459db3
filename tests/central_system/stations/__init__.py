"""Tests of the state of each charge point."""
