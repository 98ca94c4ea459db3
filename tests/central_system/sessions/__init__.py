"""Tests of sessions: who starts and ends them."""
