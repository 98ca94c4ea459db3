"""Tests of the long-term statistics."""
