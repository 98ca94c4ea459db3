"""What the scripts are made of; run as modules from the repository's root."""
