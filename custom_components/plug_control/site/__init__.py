"""The site: its options, readings, prices and forecasts."""
