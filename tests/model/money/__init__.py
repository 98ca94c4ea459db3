"""Tests of what a session costs."""
