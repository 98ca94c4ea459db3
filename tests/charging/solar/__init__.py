"""Tests of charging on surplus."""
