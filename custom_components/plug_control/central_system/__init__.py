"""Behaviour of the central system: handle messages, send commands; uses protocol and model, not Home Assistant."""
