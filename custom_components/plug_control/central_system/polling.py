"""Meter values asked for, where a charger that charges does not send them by itself."""

from .commands import CommandHost, Commands


class MeterPolling:
    """Watches the meters of connected charge points and triggers MeterValues where none come (Wallbox: evcc 28539)."""

    def __init__(self, host: CommandHost, commands: Commands) -> None:
        """Watch the charge points of `host`."""
        raise NotImplementedError

    async def run(self) -> None:
        """Watch until cancelled; run it as a task of the central system."""
        raise NotImplementedError
