"""The registered cards in the charger's own list, so that they charge while Home Assistant is away."""
