"""Back ends beside ours: each hears of charge points as their OCPP 1.6-J central system, from an outbox that loses nothing."""
