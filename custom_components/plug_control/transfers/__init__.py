"""Files to and from charge points: short-lived servers, one operation at a time."""
