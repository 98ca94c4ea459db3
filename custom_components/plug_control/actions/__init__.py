"""The actions: their fields, whom they mean, what they send, ask, and write out."""
