"""The classes and tables behind the platforms' entities."""
