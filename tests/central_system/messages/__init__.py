"""Tests of incoming messages."""
