"""The steps with which a user sets plug_control up, through Home Assistant's own interfaces.

Every step can be repeated: it keeps what exists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scripts.lib import demo_dashboard
from scripts.lib.ha_config import GRID_SIGNAL
from scripts.lib.home_assistant import HomeAssistant, HomeAssistantError, Json, wait_until
from scripts.lib.house_sensors import BATTERY_HOLD, entity_id

DOMAIN = "plug_control"
CONNECTOR_ID = 1
FLOWS = "/api/config/config_entries/flow"
OPTIONS_FLOWS = "/api/config/config_entries/options/flow"
SUBENTRY_FLOWS = "/api/config/config_entries/subentries/flow"
HOUSE_DASHBOARD = {
    "url_path": "demo-house",
    "title": "House",
    "icon": "mdi:home-lightning-bolt",
    "show_in_sidebar": True,
    "require_admin": False,
}
DASHBOARD = {
    "url_path": "plug-control",
    "title": "Charging",
    "icon": "mdi:ev-station",
    "show_in_sidebar": True,
    "require_admin": False,
}
STEP_TIMEOUT_S = 30.0

FEED_IN_PRICE = 0.08
SITE: Mapping[str, Json] = {
    "grid_meter": "power",
    "grid_power": entity_id("grid_power"),
    "battery_power": entity_id("battery_power"),
    "battery_soc": entity_id("battery_charge"),
    "battery_maximum_power": 2500,
    "battery_discharge_power": 2500,
    "battery_hold": BATTERY_HOLD,
    "battery_hold_value": "on",
    "battery_normal_value": "off",
    "prices": [entity_id("price")],
    "feed_in_prices": [{"begins": "2000-01-01", "price": FEED_IN_PRICE}],
}
MAIN_FUSE: Mapping[str, Json] = {
    "main_fuse": 35,
    "main_fuse_phases": "3",
    "current_l1": entity_id("grid_current_l1"),
    "current_l2": entity_id("grid_current_l2"),
    "current_l3": entity_id("grid_current_l3"),
}
"""A user's answers about this house."""

GRID = {
    "type": "grid",
    "stat_energy_from": entity_id("grid_import"),
    "stat_energy_to": entity_id("grid_export"),
    "stat_cost": None,
    "entity_energy_price": entity_id("price"),
    "number_energy_price": None,
    "stat_compensation": None,
    "entity_energy_price_export": None,
    "number_energy_price_export": FEED_IN_PRICE,
    "power_config": {"stat_rate": entity_id("grid_power")},
    "cost_adjustment_day": 0,
}
SOLAR = {
    "type": "solar",
    "stat_energy_from": entity_id("solar_energy"),
    "stat_rate": entity_id("solar_power"),
    "config_entry_solar_forecast": None,
}
"""The sources in the settings of the energy dashboard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card of the demo."""

    id_tag: str
    name: str


def filled_in(form: Json, **changes: Json) -> dict[str, Json]:
    """Return a form's fields with its suggested or default values, and with `changes`."""
    suggestions = {
        field["name"]: (field.get("description") or {}).get("suggested_value", field.get("default"))
        for field in form["data_schema"] or ()
    }
    return {name: value for name, value in suggestions.items() if value is not None} | changes


async def walk(
    client: HomeAssistant, path: str, flow: Json, choices: Sequence[str], **fields: Json
) -> Json:
    """Go through a flow to its end and return the result: takes `choices` in menus in order, fills in `fields` in forms.

    Raises HomeAssistantError where a form refuses them or a menu lacks a choice.
    """
    left = list(choices)
    while flow["type"] in {"form", "menu"}:
        if flow.get("errors"):
            raise HomeAssistantError(f"the form {flow['step_id']} was refused: {flow['errors']}")
        if flow["type"] == "form":
            asked = {field["name"] for field in flow["data_schema"] or ()}
            content = filled_in(flow, **{name: fields[name] for name in fields if name in asked})
        elif left and left[0] in flow["menu_options"]:
            content = {"next_step_id": left.pop(0)}
        else:
            raise HomeAssistantError(f"{left} cannot be chosen in the menu {flow['step_id']}")
        flow = await client.post(f"{path}/{flow['flow_id']}", content)
    return flow


async def set_up_integration(client: HomeAssistant, *, port: int, meter_interval_s: int) -> str:
    """Add the integration on 127.0.0.1:`port`, and return its entry's id."""
    if entries := await client.entries(DOMAIN):
        return str(entries[0]["entry_id"])
    form = await client.post(FLOWS, {"handler": DOMAIN})
    made = await client.finish_flow(FLOWS, form, filled_in(form, port=port, host="127.0.0.1"))
    entry_id = str(made["result"]["entry_id"])
    flow = await client.post(OPTIONS_FLOWS, {"handler": entry_id})
    choices = ["central_system"]
    await walk(client, OPTIONS_FLOWS, flow, choices, meter_interval=meter_interval_s)
    return entry_id


async def describe_site(
    client: HomeAssistant, entry_id: str, site: Mapping[str, Json] = SITE
) -> None:
    """Configure the house's meter and prices."""
    flow = await client.post(OPTIONS_FLOWS, {"handler": entry_id})
    await walk(client, OPTIONS_FLOWS, flow, ["site", "save"], **site)


async def describe_main_fuse(client: HomeAssistant, entry_id: str) -> None:
    """Configure the main fuse, after `describe_site`."""
    flow = await client.post(OPTIONS_FLOWS, {"handler": entry_id})
    await walk(client, OPTIONS_FLOWS, flow, ["site", "main_fuse", "save"], **MAIN_FUSE)


async def describe_grid_signal(client: HomeAssistant, entry_id: str) -> None:
    """Configure the grid operator's signal, after `describe_site`."""
    flow = await client.post(OPTIONS_FLOWS, {"handler": entry_id})
    choices = ["site", "grid_signal", "save"]
    await walk(client, OPTIONS_FLOWS, flow, choices, grid_signal=GRID_SIGNAL)


async def describe_charge_point(
    client: HomeAssistant, entry_id: str, charge_point_id: str, **fields: Json
) -> None:
    """Configure the settings and the charging options of a charge point."""
    subentries = await client.command("config_entries/subentries/list", entry_id=entry_id)
    subentry_id = next(
        each["subentry_id"] for each in subentries if charge_point_id in (each["unique_id"] or "")
    )
    about = {"handler": [entry_id, "charge_point"], "subentry_id": subentry_id}
    for choice in ("settings", "charging"):
        flow = await client.post(SUBENTRY_FLOWS, about)
        await walk(client, SUBENTRY_FLOWS, flow, [choice], **fields)


async def confirm_charge_point(
    client: HomeAssistant, entry_id: str, charge_point_id: str, *, name: str
) -> bool:
    """Wait for the discovery of the charge point and confirm it; return whether it was new."""
    if await _has_subentry(client, entry_id, charge_point_id):
        return False

    async def discovery() -> Json | None:
        flows = await client.command("config_entries/flow/progress")
        return next((flow for flow in flows if _is_discovery(flow, charge_point_id)), None)

    flow = await wait_until(
        f"the discovery of {charge_point_id}", discovery, timeout_s=STEP_TIMEOUT_S
    )
    form = await client.get(f"{FLOWS}/{flow['flow_id']}")
    result = await client.finish_flow(FLOWS, form, filled_in(form, name=name))
    if result.get("reason") != "charge_point_added":
        raise HomeAssistantError(f"{charge_point_id} was not added: {result}")
    return True


def _is_discovery(flow: Json, charge_point_id: str) -> bool:
    name = flow["context"].get("title_placeholders", {}).get("name", "")
    return flow["handler"] == DOMAIN and charge_point_id in name


async def _has_subentry(client: HomeAssistant, entry_id: str, unique_part: str) -> bool:
    subentries = await client.command("config_entries/subentries/list", entry_id=entry_id)
    return any(unique_part in (subentry["unique_id"] or "") for subentry in subentries)


async def register_card(client: HomeAssistant, entry_id: str, card: Card) -> None:
    """Register a card under its name, if it is not registered."""
    subentries = await client.command("config_entries/subentries/list", entry_id=entry_id)
    if any(subentry["title"] == card.name for subentry in subentries):
        return
    form = await client.post(SUBENTRY_FLOWS, {"handler": [entry_id, "id_tag"]})
    content = filled_in(form, id_tag=card.id_tag, name=card.name)
    await client.finish_flow(SUBENTRY_FLOWS, form, content)


async def add_car(client: HomeAssistant, entry_id: str, name: str, **fields: Json) -> str:
    """Add a car, if there is none of that name, and return its id."""
    if (car_id := await _subentry(client, entry_id, "car", name)) is None:
        flow = await client.post(SUBENTRY_FLOWS, {"handler": [entry_id, "car"]})
        await walk(client, SUBENTRY_FLOWS, flow, [], name=name, **fields)
        car_id = await _subentry(client, entry_id, "car", name)
    if car_id is None:
        raise HomeAssistantError(f"the car {name} was not added")
    return car_id


async def add_back_end(client: HomeAssistant, entry_id: str, name: str, url: str) -> str:
    """Add a back end that only hears, if there is none of that name, and return its id; the form tries it."""
    if (back_end_id := await _subentry(client, entry_id, "back_end", name)) is None:
        flow = await client.post(SUBENTRY_FLOWS, {"handler": [entry_id, "back_end"]})
        flow_path = f"{SUBENTRY_FLOWS}/{flow['flow_id']}"
        flow = await client.post(flow_path, filled_in(flow, name=name, url=url))

        async def tried() -> Json | None:
            shown = await client.get(flow_path)
            return None if shown["type"] == "progress" else shown

        if flow["type"] == "progress":
            flow = await wait_until("the trial of a back end", tried, timeout_s=STEP_TIMEOUT_S)
        await walk(client, SUBENTRY_FLOWS, flow, [])
        back_end_id = await _subentry(client, entry_id, "back_end", name)
    if back_end_id is None:
        raise HomeAssistantError(f"the back end {name} was not added")
    return back_end_id


async def _subentry(
    client: HomeAssistant, entry_id: str, subentry_type: str, title: str
) -> str | None:
    for each in await client.command("config_entries/subentries/list", entry_id=entry_id):
        if (each["subentry_type"], each["title"]) == (subentry_type, title):
            return str(each["subentry_id"])
    return None


async def connector_entity(client: HomeAssistant, charge_point_id: str, key: str) -> str:
    """Wait until a connector's entity exists, and return its id. Raises ScriptError."""
    unique_id = f"{charge_point_id}#{CONNECTOR_ID}_{key}"

    async def entity() -> str | None:
        entities = await client.command("config/entity_registry/list")
        mine = (each for each in entities if each["platform"] == DOMAIN)
        return next((each["entity_id"] for each in mine if each["unique_id"] == unique_id), None)

    return await wait_until(f"the entity {key}", entity, timeout_s=STEP_TIMEOUT_S)


async def choose_mode(client: HomeAssistant, charge_point_id: str, mode: str) -> None:
    """Choose the charging mode of the connector."""
    entity_id = await connector_entity(client, charge_point_id, "charging_mode")
    await client.act("select", "select_option", entity_id=entity_id, option=mode)


async def set_up_energy(client: HomeAssistant, names: Mapping[str, str]) -> None:
    """Configure the energy dashboard: the house's sources, and as devices the charge points of `names`."""
    devices = [
        {
            "stat_consumption": await connector_entity(client, charge_point_id, "energy"),
            "stat_rate": await connector_entity(client, charge_point_id, "power"),
            "name": name,
        }
        for charge_point_id, name in names.items()
    ]
    await client.command(
        "energy/save_prefs", energy_sources=[GRID, SOLAR], device_consumption=devices
    )


async def install_dashboards(client: HomeAssistant, names: Mapping[str, str]) -> bool:
    """Add the house's dashboard as Home Assistant's first page, and the integration's dashboard after it.

    Returns whether they were new.
    """
    dashboards = await client.command("lovelace/dashboards/list")
    home = HOUSE_DASHBOARD["url_path"]
    if any(dashboard["url_path"] == home for dashboard in dashboards):
        return False
    shown = [await _shown(client, charge_point_id, name) for charge_point_id, name in names.items()]
    await _add_dashboard(client, HOUSE_DASHBOARD, {"views": [demo_dashboard.house_view(shown)]})
    await _add_dashboard(client, DASHBOARD, {"strategy": {"type": "custom:plug-control"}})
    await client.command("frontend/set_system_data", key="core", value={"default_panel": home})
    return True


async def _add_dashboard(
    client: HomeAssistant, dashboard: Mapping[str, Json], config: Json
) -> None:
    await client.command("lovelace/dashboards/create", mode="storage", **dashboard)
    await client.command("lovelace/config/save", url_path=dashboard["url_path"], config=config)


async def _shown(
    client: HomeAssistant, charge_point_id: str, name: str
) -> demo_dashboard.ShownWallbox:
    entities = {
        key: await connector_entity(client, charge_point_id, key)
        for key in demo_dashboard.WALLBOX_KEYS
    }
    return demo_dashboard.ShownWallbox(name=name, entities=entities)
