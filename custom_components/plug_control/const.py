"""Constants that more than one module uses; Home Assistant's own `CONF_*` come from `homeassistant.const`."""

from typing import Final

DOMAIN: Final = "plug_control"

SUBENTRY_CHARGE_POINT: Final = "charge_point"
SUBENTRY_ID_TAG: Final = "id_tag"

# Data of the config entry
CONF_LEDGER_OF: Final = "ledger_of"
"""The id of the deleted config entry whose ledger the next setup takes over."""

# Options of the config entry
CONF_HEARTBEAT_INTERVAL: Final = "heartbeat_interval"
CONF_METER_INTERVAL: Final = "meter_interval"
CONF_ACCEPT_WITHOUT_SUBPROTOCOL: Final = "accept_without_subprotocol"
CONF_UNKNOWN_CHARGE_POINTS: Final = "unknown_charge_points"

CONF_CERTIFICATE: Final = "certificate"
"""The path of the user's own certificate, with its chain."""
CONF_PRIVATE_KEY: Final = "private_key"
CONF_SECOND_PORT: Final = "second_port"
CONF_SERVER_NAMES: Final = "server_names"
"""Host names and addresses that chargers dial, beside those that Home Assistant knows."""
CONF_ANONYMISE_AFTER_MONTHS: Final = "anonymise_after_months"
"""Sessions are anonymised so many months after their end; 0 or absent: never."""
CONF_ERASE_LEDGER: Final = "erase_ledger"
CONF_SHARED_SESSIONS: Final = "shared_sessions"
CONF_TRANSFER_ADDRESS: Final = "transfer_address"
"""The host or the URL under which charge points reach Home Assistant for files, where it is not the one that they called."""

# Data of a charge point's subentry
CONF_CARD_MEMORY: Final = "card_memory"
CONF_CHARGE_POINT_ID: Final = "charge_point_id"
CONF_DECIDES_ALONE: Final = "decides_alone"
CONF_LEAVE_CONFIGURATION_ALONE: Final = "leave_configuration_alone"
CONF_LOCAL_LIST: Final = "local_list"
CONF_MAIN_CONNECTOR: Final = "main_connector"
CONF_MAKE_PASSWORD: Final = "make_password"  # noqa: S105 - the name of a field
CONF_METER_PUBLIC_KEY: Final = "meter_public_key"
CONF_MAXIMUM_CURRENT: Final = "maximum_current"
CONF_OFFLINE_CHARGING: Final = "offline_charging"
CONF_PHASES: Final = "phases"
CONF_REACHED_PROFILE: Final = "reached_profile"
"""The highest security profile, up to `security_profile`, with which the charge point has connected."""
CONF_SECURITY_PROFILE: Final = "security_profile"
CONF_REMOTE_ID_TAG: Final = "remote_id_tag"
CONF_START_WHEN_PLUGGED_IN: Final = "start_when_plugged_in"
CONF_WHO_MAY_CHARGE: Final = "who_may_charge"

# Data of a card's subentry
CONF_BLOCKED: Final = "blocked"
CONF_EXPIRES_AT: Final = "expires_at"
CONF_GROUP: Final = "group"
CONF_ID_TAG: Final = "id_tag"
CONF_USER: Final = "user"

# Options of the site: what the house measures, its fuse, its prices (`options[CONF_SITE]`)
CONF_SITE: Final = "site"
CONF_ASSUMED_LOAD: Final = "assumed_load"
CONF_BATTERY_FIRST: Final = "battery_first"
CONF_BATTERY_MAXIMUM_POWER: Final = "battery_maximum_power"
CONF_BATTERY_POWER: Final = "battery_power"
CONF_BATTERY_POWER_INVERTED: Final = "battery_power_inverted"
CONF_BATTERY_SOC: Final = "battery_soc"
CONF_CURRENT_L1: Final = "current_l1"
CONF_CURRENT_L2: Final = "current_l2"
CONF_CURRENT_L3: Final = "current_l3"
CONF_GRID_EXPORT: Final = "grid_export"
CONF_GRID_IMPORT: Final = "grid_import"
CONF_GRID_METER: Final = "grid_meter"
CONF_GRID_POWER: Final = "grid_power"
CONF_GRID_POWER_INVERTED: Final = "grid_power_inverted"
CONF_HOUSE_POWER: Final = "house_power"
CONF_MAIN_FUSE: Final = "main_fuse"
CONF_MAIN_FUSE_PHASES: Final = "main_fuse_phases"
CONF_PRICES: Final = "prices"
CONF_SILENCE: Final = "silence"
CONF_SOLAR_FORECAST: Final = "solar_forecast"
CONF_SOLAR_POWER: Final = "solar_power"
CONF_STALE_AFTER: Final = "stale_after"

# Options of what a kWh costs (`options[CONF_TARIFFS]`); a form shows them with those of the site
CONF_TARIFFS: Final = "tariffs"
CONF_BATTERY_PRICE: Final = "battery_price"
CONF_CO2_ENTITY: Final = "co2_entity"
CONF_FEED_IN_ENTITY: Final = "feed_in_entity"
CONF_FEED_IN_PRICES: Final = "feed_in_prices"
CONF_FIXED_PRICES: Final = "fixed_prices"
CONF_PRICE_FACTOR: Final = "price_factor"
CONF_PRICE_SURCHARGE: Final = "price_surcharge"
# A fixed price, in the major unit of Home Assistant's currency per kWh
CONF_BEGINS: Final = "begins"
CONF_OTHER_FROM: Final = "other_from"
CONF_OTHER_PRICE: Final = "other_price"
CONF_OTHER_UNTIL: Final = "other_until"
CONF_PRICE: Final = "price"

# A field of forms that add a charge point; its value goes to the device, not to the subentry
CONF_AREA: Final = "area"

# Data of a circuit's subentry; its current sensors use the keys of the site's
SUBENTRY_CIRCUIT: Final = "circuit"
CONF_FED_BY: Final = "fed_by"
CONF_CIRCUITS_IN_USE: Final = "circuits_in_use"
"""An option of the config entry: the circuits in use, stored so that a deleted one stays in force."""
CONF_FUSE: Final = "fuse"
CONF_FUSE_PHASES: Final = "fuse_phases"

# Data of a charge point's subentry for each connector (`data[CONF_CONNECTORS]["1"]`)
CONF_CONNECTORS: Final = "connectors"
CONF_BATTERY_CAPACITY: Final = "battery_capacity"
CONF_CIRCUIT: Final = "circuit"
CONF_PHASE_ROTATION: Final = "phase_rotation"
CONF_PHASE_SWITCHING: Final = "phase_switching"
CONF_PHASE_SWITCH_ENTITY: Final = "phase_switch_entity"
CONF_PHASE_SWITCH_KEY: Final = "phase_switch_key"
CONF_PHASE_SWITCH_ONE: Final = "phase_switch_one"
CONF_PHASE_SWITCH_ALL: Final = "phase_switch_all"
CONF_SOC_ENTITY: Final = "soc_entity"

# Data of a car's subentry; what it shares with other subentries has their keys
SUBENTRY_CAR: Final = "car"
CONF_CARDS: Final = "id_tags"
"""The cards and Autocharge ids by which the car is recognised."""
CONF_MINIMUM_CURRENT: Final = "minimum_current"
CONF_MINIMUM_SOC: Final = "minimum_soc"
CONF_PLANS: Final = "plans"
CONF_PLUGGED_ENTITY: Final = "plugged_entity"
CONF_RANGE_ENTITY: Final = "range_entity"
CONF_TARGET_SOC: Final = "target_soc"

# One of a car's plans (`data[CONF_PLANS]`)
CONF_PLAN_ENERGY: Final = "plan_energy"
CONF_PLAN_RANGE: Final = "plan_range"
CONF_PLAN_SOC: Final = "plan_soc"
CONF_READY_BY: Final = "ready_by"
CONF_WEEKDAYS: Final = "weekdays"
# Data of a monthly document's subentry, and options of documents
SUBENTRY_DOCUMENT: Final = "document"
CONF_FORMATS: Final = "formats"
CONF_LAYOUT: Final = "layout"
CONF_PRICE_PER_KWH: Final = "price_per_kwh"
CONF_WHOSE: Final = "whose"
CONF_CAR: Final = "car"
CONF_CONNECTOR: Final = "connector"
CONF_DOCUMENT_LINK_DAYS: Final = "document_link_days"
CONF_DOCUMENT_MONTHS: Final = "document_months"
