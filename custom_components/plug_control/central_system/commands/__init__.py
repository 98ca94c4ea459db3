"""Each outgoing command: what is checked before, what is sent, what the answer means."""
