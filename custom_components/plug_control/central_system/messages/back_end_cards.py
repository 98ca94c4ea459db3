"""Ask back ends of cards that are not registered here; whatever they do, the charger gets its answer in time."""

import asyncio
import logging

from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.relaying import CardDecision

_LOGGER = logging.getLogger(__name__)

ASK_S = 5.5
"""How long an Authorize waits at most: the relay itself decides after 5 s."""


async def ask_back_end(context: Context, station: Station, id_tag: str) -> CardDecision | None:
    """Return what a back end says of a card; None where no back end has such cards or nothing came of it. Never raises."""
    if context.relay is None:
        return None
    try:
        if (asked := context.relay.asks(station.identity, id_tag)) is None:
            return None
        async with asyncio.timeout(ASK_S):
            return await asked
    except TimeoutError:
        _LOGGER.warning("No back end answered in time about a card at %s", station.identity)
    except Exception:  # The boundary to the relay.
        _LOGGER.exception("Asking a back end about a card failed")
    return None


def known_to_back_end(context: Context, station: Station, id_tag: str) -> CardDecision | None:
    """Return what a back end last said of a card, as long as that is valid."""
    return None if context.relay is None else context.relay.knows(station.identity, id_tag)
