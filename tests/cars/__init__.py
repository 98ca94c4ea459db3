"""Tests of cars: who is where, and what that changes."""
