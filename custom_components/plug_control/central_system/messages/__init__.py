"""Handlers of the incoming messages: what each changes and answers."""
