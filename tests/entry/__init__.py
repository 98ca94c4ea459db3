"""Tests of the lifecycle of a config entry."""
