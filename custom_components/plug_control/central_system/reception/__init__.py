"""From the handshake to a configured charge point: admission, BootNotification, and the startup after it."""
