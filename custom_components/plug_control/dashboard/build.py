"""Build the dashboard: the pure `build_dashboard` returns a Lovelace configuration from names and ids.

A single charge point's view is also the overview; several have an overview before them, and many are subviews of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
import re
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import slugify

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.coordinator import ChargePointCoordinator
from custom_components.plug_control.device_layout import shown_name
from custom_components.plug_control.entry_settings import SharedSessions
from custom_components.plug_control.model.connector import name_of
from custom_components.plug_control.permissions import Caller
from custom_components.plug_control.site.energy_preferences import (
    async_knows_powers,
    async_site_of_energy_preferences,
)
from custom_components.plug_control.site.options import SiteOptions, read_site, site_options
from custom_components.plug_control.texts.dashboard import Words, words_of

from .cards import STATISTIC, found, found_cards, with_names
from .charge_point import charge_point_view
from .energy import (
    ENERGY_PATH,
    RIBBON_PATH,
    SESSIONS_PATH,
    energy_view,
    ribbon_view,
    sessions_view,
    this_month,
)
from .overview import OVERVIEW_PATH, energy_now, overview
from .recorded import async_recorded
from .types import (
    Card,
    DashboardChargePoint,
    DashboardConnector,
    DashboardContents,
    DashboardSite,
    Entities,
)

MOST_TABS: Final = 6
"""How many charge points have tabs; the views of more are subviews of the overview."""
_OTHER_PATHS: Final = frozenset({OVERVIEW_PATH, RIBBON_PATH, SESSIONS_PATH, ENERGY_PATH})


def build_dashboard(installation: DashboardContents, language: str = "en") -> dict[str, Any]:
    """Return the Lovelace configuration for an installation; missing entities get no cards."""
    words = words_of(language)
    return {
        "title": words["title"],
        "views": [
            *_charge_points(installation, words),
            *ribbon_view(installation, words),
            sessions_view(words),
            energy_view(installation, words),
        ],
    }


def _charge_points(installation: DashboardContents, words: Words) -> list[Card]:
    charge_points = installation.charge_points
    if len(charge_points) == 1:
        more = [*this_month(installation), *energy_now(installation, words)]
        shown = charge_point_view(charge_points[0], words, icon="mdi:ev-station", more=more)
        shown["sections"] = [found_cards(), *shown["sections"]]
        return [shown]
    are_many = len(charge_points) > MOST_TABS
    return [
        overview(installation, words),
        *(charge_point_view(each, words, is_subview=are_many) for each in charge_points),
    ]


async def async_build_dashboard(
    caller: Caller, coordinators: Iterable[ChargePointCoordinator], language: str
) -> dict[str, Any]:
    """Return the Lovelace configuration with what the caller may see and use of the charge points."""
    hass = caller.hass
    shown = [*coordinators]
    entries = {coordinator.entry.entry_id: coordinator.entry for coordinator in shown}.values()
    charge_points = [*filter(None, (_charge_point(caller, coordinator) for coordinator in shown))]
    charge_points.sort(key=lambda each: (_natural(each.name), each.path))
    charge_points = await _async_recorded(hass, charge_points)
    people: dict[str, str] = {}
    for entry in entries:
        if caller.shared(entry) is not SharedSessions.NONE:
            people |= await entry.runtime_data.statistics.async_names()
    others = _nobody(words_of(hass.config.language), words_of(language))
    known = await async_recorded(hass, people)
    people = {each: others.get(name, name) for each, name in people.items() if each in known}
    told = read_site(await async_site_of_energy_preferences(hass))
    has_power_flow = await async_knows_powers(hass)
    installation = DashboardContents(
        charge_points=[*_with_own_paths(charge_points)],
        site=_site([site_options(entry) for entry in entries], told, has_power_flow),
        people=people,
    )
    config = build_dashboard(installation, language)
    named: dict[str, Any] = with_names(config, await _async_names(hass, shown, language))
    return named


def _nobody(spoken: Words, read: Words) -> Mapping[str, str]:
    """Return the translations of "no card" and "other cards" from Home Assistant's language to the reader's."""
    return {spoken[word]: read[word] for word in ("no_card", "other_cards")}


async def _async_names(
    hass: HomeAssistant, coordinators: Iterable[ChargePointCoordinator], language: str
) -> Mapping[str, str]:
    """Return the entities' names, without the user's own, in a language; empty if it is Home Assistant's."""
    if language.partition("-")[0] == hass.config.language.partition("-")[0]:
        return {}
    texts = await async_get_translations(hass, language.partition("-")[0], "entity", {DOMAIN})
    entry_ids = {coordinator.entry.entry_id for coordinator in coordinators}
    return {
        entry.entity_id: name
        for entry_id in entry_ids
        for entry in er.async_entries_for_config_entry(er.async_get(hass), entry_id)
        if entry.name is None
        and (name := texts.get(_name_key(entry))) is not None
        and "{" not in name
    }


def _name_key(entry: er.RegistryEntry) -> str:
    return f"component.{DOMAIN}.entity.{entry.domain}.{entry.translation_key}.name"


async def _async_recorded(
    hass: HomeAssistant, charge_points: Iterable[DashboardChargePoint]
) -> list[DashboardChargePoint]:
    """Return charge points with the energy statistics of their connectors, as far as the recorder has them."""
    candidates = {
        connector.device_id: entity_id
        for charge_point in charge_points
        for connector in charge_point.connectors
        for entity_id in [*found(connector.entities, "sensor.energy", "sensor.session_energy")][:1]
    }
    known = await async_recorded(hass, candidates.values())
    return [
        replace(
            charge_point,
            connectors=[
                replace(connector, entities={**connector.entities, STATISTIC: entity_id})
                if (entity_id := candidates.get(connector.device_id)) in known
                else connector
                for connector in charge_point.connectors
            ],
        )
        for charge_point in charge_points
    ]


def _with_own_paths(
    charge_points: Iterable[DashboardChargePoint],
) -> Iterator[DashboardChargePoint]:
    """Yield charge points with unique paths."""
    taken = set(_OTHER_PATHS)
    for each in charge_points:
        path = next(
            path
            for number in count(1)
            if (path := each.path if number == 1 else f"{each.path}-{number}") not in taken
        )
        taken.add(path)
        yield replace(each, path=path)


def _natural(name: str) -> list[str | int]:
    """Return the key for sorting names naturally: "Place 2" before "Place 10"."""
    parts = re.split(r"(\d+)", name.casefold())
    return [int(part) if index % 2 else part for index, part in enumerate(parts)]


# ---- the dashboard's contents


def _site(each: Sequence[SiteOptions], told: SiteOptions, has_power_flow: bool) -> DashboardSite:
    """Return the sensors of the first site that has any; solar and battery also from the energy preferences (`told`)."""
    options = next((one for one in each if one != SiteOptions()), SiteOptions())
    battery = next(iter((*options.batteries, *told.batteries)), None)
    return DashboardSite(
        solar=options.solar_power or told.solar_power,
        grid=options.grid_power,
        grid_import=options.grid_import,
        grid_export=options.grid_export,
        battery=None if battery is None else battery.power,
        battery_soc=None if battery is None else battery.soc,
        house=options.house_power,
        price=next((one for one in options.prices if one.startswith("sensor.")), None),
        grid_inverted=options.grid_power_inverted,
        battery_inverted=battery is not None and battery.power_inverted,
        has_power_flow=has_power_flow,
    )


@callback
def _charge_point(
    caller: Caller, coordinator: ChargePointCoordinator
) -> DashboardChargePoint | None:
    """Return a charge point with the entities and connectors that the caller may see; None if there are none."""
    hass = caller.hass
    charge_point_id = coordinator.charge_point_id
    enabled = [
        entry
        for entry in er.async_entries_for_config_entry(
            er.async_get(hass), coordinator.entry.entry_id
        )
        if entry.config_subentry_id == coordinator.subentry.subentry_id
        and not entry.disabled
        and caller.may_see(entry)
    ]
    if not enabled and not caller.is_administrator:
        return None
    return DashboardChargePoint(
        name=coordinator.device_name,
        path=slugify(charge_point_id, separator="-"),
        entities=_entities(enabled, f"{charge_point_id}_"),
        connectors=[
            _connector(coordinator, connector_id, enabled)
            for connector_id in sorted(coordinator.connectors)
            if caller.may_read(coordinator.entry, charge_point_id, connector_id)
        ],
    )


def _connector(
    coordinator: ChargePointCoordinator,
    connector_id: int,
    enabled: Iterable[er.RegistryEntry],
) -> DashboardConnector:
    device = coordinator.async_connector_device(connector_id)
    return DashboardConnector(
        name=(device and shown_name(device)) or str(connector_id),
        entities=_entities(enabled, f"{name_of((coordinator.charge_point_id, connector_id))}_"),
        device_id=None if device is None else device.id,
    )


def _entities(entries: Iterable[er.RegistryEntry], prefix: str) -> Entities:
    return {
        f"{entry.domain}.{entry.unique_id.removeprefix(prefix)}": entry.entity_id
        for entry in entries
        if entry.unique_id.startswith(prefix)
    }
