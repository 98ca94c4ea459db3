"""Short rounds of chaos, and its parts."""
