"""OCPP 1.6-J on the wire: frames, messages, sessions, sockets; no meaning, no Home Assistant."""
