"""What a session costs: sources of its energy, prices, tariffs, worth."""
