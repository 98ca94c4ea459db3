"""Tests of the cards in the chargers' own lists."""
