"""The life of a config entry: migrations, changes, discoveries, and where events go."""
