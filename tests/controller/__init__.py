"""Tests of smart charging in a whole Home Assistant."""
