"""Reasons, numbers, names and Markdown in words."""
