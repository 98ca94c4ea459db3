"""What a connector's session sensors show: of the running session, or else of the last one."""

from datetime import datetime

from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.model.transaction import StopReason

SESSION_ENERGY = "session_energy"
"""The key of the sensor of the session's energy."""


def session_start(connector: Connector) -> datetime | None:
    """When the session began, by the charger's clock."""
    session = connector.transaction or connector.last_session
    return None if session is None else session.started_at


def session_energy_wh(connector: Connector) -> int | None:
    """The energy that the session has taken, in whole Wh."""
    session = connector.transaction or connector.last_session
    return None if session is None else round(session.energy_wh)


def session_reset(connector: Connector) -> datetime | None:
    """When the session energy began to count from zero, by which statistics tell sessions apart."""
    start = session_start(connector)
    if start is None and connector.last_session is not None:
        return connector.last_session.stopped_at
    return start


def session_minutes(connector: Connector, now: datetime) -> int | None:
    """How long the session has lasted, in whole minutes; `now` is the time on the charger's clock."""
    start = session_start(connector)
    if connector.transaction is None:
        stop = None if connector.last_session is None else connector.last_session.stopped_at
    else:
        stop = now
    if start is None or stop is None:
        return None
    return max(0, int((stop - start).total_seconds() // 60))


def stop_reason(connector: Connector) -> str | None:
    """Why the last session ended, None where that is not known."""
    session = connector.last_session
    if session is None or session.stop_reason is StopReason.UNKNOWN:
        return None
    return session.stop_reason
