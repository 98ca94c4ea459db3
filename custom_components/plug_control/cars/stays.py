"""Follow the cars that come to a connector and leave it, whichever they are; pure."""

from dataclasses import replace
from datetime import datetime

from custom_components.plug_control.model.connector import Connector, ConnectorStatus
from custom_components.plug_control.model.session import StopReason

from .recognition import Stay

_MOST_SESSIONS = 50
"""How many sessions of one stay are kept in mind: a charger that cannot pause makes one of each pause."""
_MOST_TAGS = 10


def is_plugged_in(connector: Connector) -> bool | None:
    """Return whether a car is plugged in; None: the charger does not say."""
    if connector.transaction is not None:
        return True
    last = connector.last_session
    unplugged = last is not None and last.stop_reason is StopReason.EV_DISCONNECTED
    if unplugged and connector.status is ConnectorStatus.FINISHING:
        return False  # it has left, and the charger has not finished yet
    return connector.is_plugged_in


def follow_stay(
    stay: Stay, connector: Connector, user_card: str | None, now: datetime | None
) -> Stay:
    """Return the stay as the connector reports it now; `user_card` is the card of the user who started the session.

    `now` is None for the first look after a restart: a car that is there then was plugged in at an unknown time.
    """
    here = is_plugged_in(connector)
    if here is False:
        return Stay() if stay.plugged_in else stay  # a choice made before the plug waits for it
    if here and not stay.plugged_in:
        stay = Stay(plugged_in=True, since=now, chosen=stay.chosen)
    transaction = connector.transaction
    if transaction is None:
        return stay
    tags = dict.fromkeys(filter(None, (user_card, transaction.id_tag, *stay.id_tags)))
    sessions = stay.session_ids
    if transaction.session_id not in sessions:
        sessions = (*sessions, transaction.session_id)[-_MOST_SESSIONS:]
    return replace(stay, id_tags=tuple(tags)[:_MOST_TAGS], session_ids=sessions)


def choose(stay: Stay, chosen: str | None) -> Stay:
    """Return the stay with a person's choice; once a tag is known, the choice corrects what it says."""
    is_correction = chosen is not None and bool(stay.id_tags)
    return replace(stay, chosen=chosen, is_correction=is_correction)
