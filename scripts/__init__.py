"""Set up, lint, test and demonstrate plug_control."""
