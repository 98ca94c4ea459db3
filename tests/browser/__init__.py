"""What a user sees and clicks: Chromium against a Home Assistant of its own and a simulated charger."""
