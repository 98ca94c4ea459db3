"""Texts for people: reasons, numbers, names, the dashboard's words, and Markdown."""
