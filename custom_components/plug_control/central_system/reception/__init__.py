"""From an open socket to a configured charge point: who is let in, boots, and what follows a boot."""
