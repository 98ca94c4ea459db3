"""Questions about many sessions, each asked in a thread with what is not stored yet."""
