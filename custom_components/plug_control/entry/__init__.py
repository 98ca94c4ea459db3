"""The lifecycle of a config entry: migrations, changes, discoveries, and the routing of events."""
