"""What a user does to have plug_control running, step by step, through Home Assistant's own interfaces.

Every step may be repeated: what is there already stays as it is.
"""

from dataclasses import dataclass

from scripts.lib.home_assistant import HomeAssistant, HomeAssistantError, Json, wait_until

DOMAIN = "plug_control"
CONNECTOR_ID = 1
FLOWS = "/api/config/config_entries/flow"
OPTIONS_FLOWS = "/api/config/config_entries/options/flow"
SUBENTRY_FLOWS = "/api/config/config_entries/subentries/flow"
DASHBOARD = {
    "url_path": "plug-control",
    "title": "Charging",
    "icon": "mdi:ev-station",
    "show_in_sidebar": True,
    "require_admin": False,
}
STEP_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card that is registered and presented in the demo."""

    id_tag: str
    name: str


def filled_in(form: Json, **changes: Json) -> dict[str, Json]:
    """Return a form's fields as it comes: what it suggests, or its defaults, and some of them changed."""
    suggestions = {
        field["name"]: (field.get("description") or {}).get("suggested_value", field.get("default"))
        for field in form["data_schema"] or ()
    }
    return {name: value for name, value in suggestions.items() if value is not None} | changes


async def set_up_integration(client: HomeAssistant, *, port: int, meter_interval_s: int) -> str:
    """Have the integration listen on 127.0.0.1:`port`, and return its entry's id."""
    if entries := await client.entries(DOMAIN):
        return str(entries[0]["entry_id"])
    form = await client.post(FLOWS, {"handler": DOMAIN})
    made = await client.finish_flow(FLOWS, form, filled_in(form, port=port, host="127.0.0.1"))
    entry_id = str(made["result"]["entry_id"])
    form = await client.post(OPTIONS_FLOWS, {"handler": entry_id})
    await client.finish_flow(OPTIONS_FLOWS, form, filled_in(form, meter_interval=meter_interval_s))
    return entry_id


async def confirm_charge_point(
    client: HomeAssistant, entry_id: str, charge_point_id: str, *, name: str
) -> None:
    """Wait until the charge point knocks, and confirm the card that Home Assistant shows."""
    if await _has_subentry(client, entry_id, charge_point_id):
        return

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


def _is_discovery(flow: Json, charge_point_id: str) -> bool:
    name = flow["context"].get("title_placeholders", {}).get("name", "")
    return flow["handler"] == DOMAIN and charge_point_id in name


async def _has_subentry(client: HomeAssistant, entry_id: str, unique_part: str) -> bool:
    subentries = await client.command("config_entries/subentries/list", entry_id=entry_id)
    return any(unique_part in (subentry["unique_id"] or "") for subentry in subentries)


async def register_card(client: HomeAssistant, entry_id: str, card: Card) -> None:
    """Register a card under its name."""
    subentries = await client.command("config_entries/subentries/list", entry_id=entry_id)
    if any(subentry["title"] == card.name for subentry in subentries):
        return
    form = await client.post(SUBENTRY_FLOWS, {"handler": [entry_id, "id_tag"]})
    content = filled_in(form, id_tag=card.id_tag, name=card.name)
    await client.finish_flow(SUBENTRY_FLOWS, form, content)


async def connector_entity(client: HomeAssistant, charge_point_id: str, key: str) -> str:
    """Wait until a connector's entity is there, and return its id."""
    unique_id = f"{charge_point_id}#{CONNECTOR_ID}_{key}"

    async def entity() -> str | None:
        entities = await client.command("config/entity_registry/list")
        mine = (each for each in entities if each["platform"] == DOMAIN)
        return next((each["entity_id"] for each in mine if each["unique_id"] == unique_id), None)

    return await wait_until(f"the entity {key}", entity, timeout_s=STEP_TIMEOUT_S)


async def set_up_energy(client: HomeAssistant, charge_point_id: str, *, name: str) -> None:
    """Have the energy dashboard show the charge point's connector as a device."""
    device = {
        "stat_consumption": await connector_entity(client, charge_point_id, "energy"),
        "stat_rate": await connector_entity(client, charge_point_id, "power"),
        "name": name,
    }
    await client.command("energy/save_prefs", device_consumption=[device])


async def install_dashboard(client: HomeAssistant) -> None:
    """Make the integration's ready dashboard the page that Home Assistant opens on."""
    dashboards = await client.command("lovelace/dashboards/list")
    path = DASHBOARD["url_path"]
    if any(dashboard["url_path"] == path for dashboard in dashboards):
        return
    config = await client.service(DOMAIN, "get_dashboard")
    await client.command("lovelace/dashboards/create", mode="storage", **DASHBOARD)
    await client.command("lovelace/config/save", url_path=path, config=config)
    await client.command("frontend/set_system_data", key="core", value={"default_panel": path})
