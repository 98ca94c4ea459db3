"""Tests with other authors' charge point clients and the central system in a real Home Assistant."""
