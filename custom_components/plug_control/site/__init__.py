"""What the house measures and is told: options, readings, prices, forecasts."""
