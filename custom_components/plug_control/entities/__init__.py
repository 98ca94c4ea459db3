"""How the entities of the platforms work."""
