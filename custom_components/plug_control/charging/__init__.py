"""Smart charging as pure functions: (readings, settings, state, now) in, amperes and phases out; standard library only."""
