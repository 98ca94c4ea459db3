"""Names that more than one module uses; Home Assistant's own `CONF_*` come from `homeassistant.const`."""

from typing import Final

DOMAIN: Final = "plug_control"

SUBENTRY_CHARGE_POINT: Final = "charge_point"
SUBENTRY_ID_TAG: Final = "id_tag"

# Options of the config entry
CONF_HEARTBEAT_INTERVAL: Final = "heartbeat_interval"
CONF_METER_INTERVAL: Final = "meter_interval"
CONF_ACCEPT_WITHOUT_SUBPROTOCOL: Final = "accept_without_subprotocol"
CONF_UNKNOWN_CHARGE_POINTS: Final = "unknown_charge_points"

# Data of a charge point's subentry
CONF_CHARGE_POINT_ID: Final = "charge_point_id"
CONF_LEAVE_CONFIGURATION_ALONE: Final = "leave_configuration_alone"
CONF_MAXIMUM_CURRENT: Final = "maximum_current"
CONF_PHASES: Final = "phases"
CONF_START_WHEN_PLUGGED_IN: Final = "start_when_plugged_in"
CONF_WHO_MAY_CHARGE: Final = "who_may_charge"

# Data of a card's subentry
CONF_BLOCKED: Final = "blocked"
CONF_EXPIRES_AT: Final = "expires_at"
CONF_GROUP: Final = "group"
CONF_ID_TAG: Final = "id_tag"
