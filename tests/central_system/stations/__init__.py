"""Tests of what is known of each charge point."""
