"""Limits: from what is wanted to what this very charger obeys."""
