"""OCPP 1.6-J on the wire: frames, messages, CALL sessions, connections; no behaviour, no Home Assistant."""
