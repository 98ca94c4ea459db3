"""Back ends: which ones the user has set up, the relay that reports to them, and what is shown of them."""
