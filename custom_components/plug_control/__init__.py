"""An OCPP 1.6-J central system for Home Assistant."""
