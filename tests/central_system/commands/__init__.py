"""Tests of outgoing commands."""
