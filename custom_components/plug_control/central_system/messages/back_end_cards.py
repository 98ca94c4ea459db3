"""Ask back ends of cards that are not registered here; whatever they do, the charger gets its answer in time."""

import asyncio
import logging

from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.relaying import CardDecision, Relay

_LOGGER = logging.getLogger(__name__)

ASK_S = 5.5
"""How long an Authorize waits at most: the relay itself decides after 5 s."""


async def ask_back_end(relay: Relay, station: Station, id_tag: str) -> CardDecision | None:
    """Return what a back end says of a card; None where no back end has such cards or nothing came of it. Never raises."""
    try:
        if (asked := relay.asks(station.identity, id_tag)) is None:
            return None
        async with asyncio.timeout(ASK_S):
            return await asked
    except TimeoutError:
        _LOGGER.warning("No back end answered in time about a card at %s", station.identity)
    except Exception:  # The boundary to the relay.
        _LOGGER.exception("Asking a back end about a card failed")
    return None
