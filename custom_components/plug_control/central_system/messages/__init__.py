"""Each incoming message: what it changes, and how it is answered."""
