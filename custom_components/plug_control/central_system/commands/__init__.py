"""Outgoing commands: how requests are checked and sent, and what the answers mean."""
