"""Tests of what sessions cost."""
