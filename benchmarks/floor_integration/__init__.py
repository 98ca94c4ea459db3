"""The floor inside Home Assistant: a bare server that writes the samples of each message to sensors."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from websockets.asyncio.server import ServerConnection, serve

from benchmarks.floor import SUBPROTOCOL, answer, sampled_values

from .sensor import FloorSensor


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Set up the sensors and the server."""
    sensors: dict[tuple[str, str], FloorSensor] = {}
    entry.runtime_data = sensors
    await hass.config_entries.async_forward_entry_setups(entry, [Platform.SENSOR])

    async def handle(connection: ServerConnection) -> None:
        assert connection.request
        identity = connection.request.path.rsplit("/", 1)[-1]
        async for text in connection:
            result, _, payload = answer(text)
            for key, value in sampled_values(payload):
                sensors[identity, key].set_value(value)
            await connection.send(result)

    server = await serve(
        handle,
        entry.data["host"],
        entry.data["port"],
        subprotocols=[SUBPROTOCOL],
        compression=None,
    )
    entry.async_on_unload(server.close)
    return True
