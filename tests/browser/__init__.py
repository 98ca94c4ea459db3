"""Browser tests: Chromium with a Home Assistant of its own and simulated chargers."""
