"""What messages mean, what is answered, which commands are sent; protocol and model only, no Home Assistant."""
