"""Tests of smart charging in a real Home Assistant."""
