"""The modules behind the scripts; run them from the repository's root."""
