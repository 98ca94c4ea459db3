"""Runtime state of each charge point beside the model, and the context that all parts of the central system share."""
