"""Smart charging as pure functions: readings, settings, state and time in, amperes and phases out; standard library only."""
