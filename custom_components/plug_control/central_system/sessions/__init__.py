"""What runs: a session shown on its connector, its end, and who starts and stops it from here."""
