"""Tests of the site: its sensors, prices and forecasts."""
