"""Cars: what is known of each, and which of them is plugged in at which connector."""
