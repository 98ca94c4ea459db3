"""Tests of the life of a config entry."""
