"""Tests that compare what different parts of Plug Control say of the same sessions."""
