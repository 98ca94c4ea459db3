"""Tests of firmware updates and log requests."""
