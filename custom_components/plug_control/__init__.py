"""An OCPP 1.6-J central system for Home Assistant."""

from functools import partial
from typing import Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_HOST, EVENT_HOMEASSISTANT_STOP, Platform
from homeassistant.core import Event, HomeAssistant
from homeassistant.exceptions import ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from . import issues
from .actions.plan_preview import async_setup_preview
from .actions.ribbon import async_setup_ribbon
from .back_ends.back_ends import BackEnds
from .cars.cars import Cars
from .central_system.central_system import CentralSystem
from .central_system.ledger.ledger import LedgerDatabase
from .central_system.wire import ListenerError
from .const import CONF_TRANSFER_ADDRESS, DOMAIN
from .controller.battery_holder import async_left_held
from .controller.controller import Controller
from .coordinator import PlugControlConfigEntry, PlugControlData
from .dashboard.bundle import async_serve_cards
from .device_layout import back_end_identifier, car_identifier, site_identifier
from .documents.documents import Documents
from .documents.links import async_serve_documents
from .documents.monthly import MonthlyDocuments
from .documents.receipts import Receipts
from .documents.signed_links import SignedLinks
from .entry import discovery
from .entry.changes import async_apply_charge_points, async_apply_id_tags, async_entry_changed
from .entry.check_up import async_create_check_ups, async_serve_files, async_watch
from .entry.former_devices import async_track_former_devices
from .entry.migration import async_migrate
from .entry.receipts import async_serve_receipts
from .entry.routing import event_router
from .entry_settings import central_system_settings
from .flows.addresses import async_server_names
from .permissions import async_setup_websocket
from .privacy.automatic import AutomaticPrivacy
from .privacy.privacy import Privacy
from .server_certificates import (
    ServerCertificates,
    async_certificate_store,
    async_serve_authorities,
)
from .services import async_setup_services
from .statistics.missed_hours import MissedHours
from .statistics.month_totals import MonthTotalsKeeper
from .statistics.statistics import EnergyStatistics, async_remove_statistics
from .storage import kept_ledgers
from .storage.past_names import PastNames
from .storage.steady_time import SteadyTime
from .storage.storage import MemoryStore, ledger_files, ledger_path, transfers_directory
from .transfers.servers import Servers
from .transfers.transfers import Transfers
from .transfers.views import async_setup_views
from .work_queue import WorkQueue
from .worth.sessions import SessionWorths

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PLATFORMS: Final = (
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.EVENT,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
    Platform.TIME,
    Platform.UPDATE,
)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions, the websocket commands and the cards: they exist whether or not a config entry is loaded."""
    async_setup_services(hass)
    async_setup_websocket(hass)
    async_setup_preview(hass)
    async_setup_ribbon(hass)
    async_setup_views(hass)
    await async_serve_cards(hass)
    async_serve_documents(hass)
    async_serve_files(hass)
    async_serve_receipts(hass)
    async_serve_authorities(hass)
    return True


async def async_migrate_entry(hass: HomeAssistant, entry: PlugControlConfigEntry) -> bool:
    """Migrate a config entry that an earlier version wrote."""
    await async_migrate(hass, entry)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: PlugControlConfigEntry) -> bool:
    """Set up a central system; start to listen last, when the entities and listeners exist. Raises ConfigEntryNotReady."""
    try:
        await kept_ledgers.async_take_over(hass, entry)
    except OSError as error:
        raise ConfigEntryNotReady(str(error)) from error
    data = await _async_create(hass, entry)
    entry.runtime_data = data
    await _async_load(data)
    async_apply_id_tags(hass, entry)
    async_apply_charge_points(hass, entry)
    data.cars.async_find()
    await data.back_ends.async_start()
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    await _async_start(hass, entry)

    async def stop(_: Event) -> None:
        await _async_stop(data)

    async_track_former_devices(hass, entry)
    entry.async_on_unload(data.names.async_start())
    entry.async_on_unload(data.certificates.async_start())
    entry.async_on_unload(data.cars.async_start())
    data.worth.on_priced = data.async_build
    entry.async_on_unload(data.worth.async_start())
    entry.async_on_unload(data.controller.async_start())
    entry.async_on_unload(async_watch(hass, data.check_ups))
    entry.async_on_unload(data.statistics.async_start())
    entry.async_on_unload(data.month_totals.async_add_builder(data.async_build))
    entry.async_on_unload(data.month_totals.async_start())
    entry.async_on_unload(data.missed_hours.async_start())
    entry.async_on_unload(data.receipts.async_start())
    entry.async_on_unload(data.monthly_documents.async_start())
    automatic = AutomaticPrivacy(hass, entry, data.central_system, data.privacy)
    entry.async_on_unload(automatic.async_start())
    entry.async_on_unload(hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, stop))
    entry.async_on_unload(entry.add_update_listener(async_entry_changed))
    entry.async_on_unload(discovery.async_follow_owners(hass, entry, data.central_system))
    await async_entry_changed(hass, entry)  # the user may have changed the entry during the setup
    return True


async def async_unload_entry(hass: HomeAssistant, entry: PlugControlConfigEntry) -> bool:
    """Stop the central system and save, then unload the platforms: a stopped central system adds no more entities."""
    await _async_stop(entry.runtime_data)
    if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        return False
    issues.async_forget_entry(hass, entry)
    return True


async def async_remove_entry(hass: HomeAssistant, entry: PlugControlConfigEntry) -> None:
    """Remove what is stored for the entry; keep its ledger, unless the entry's options say to erase it."""
    discovery.async_entry_removed(hass, entry)
    issues.async_forget_entry(hass, entry, persistent=True)
    if left_held := await async_left_held(hass, entry.entry_id):
        issues.async_battery_left_held(hass, entry, left_held)
    await async_remove_statistics(hass, entry.entry_id)
    await kept_ledgers.async_entry_removed(hass, entry)


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: PlugControlConfigEntry, device: dr.AnyDeviceEntry
) -> bool:
    """Return whether the user may remove a device: only one whose connector the charge point no longer has, or whose car or back end is gone.

    False while the entry is not loaded, since the connectors are not known then.
    """
    if entry.state is not ConfigEntryState.LOADED:
        return False
    data = entry.runtime_data
    used = {car_identifier(car.car_id) for car in data.cars.all}.union(
        {back_end_identifier(each.back_end_id) for each in data.back_ends.all},
        {site_identifier(entry.entry_id)},
        *(coordinator.identifiers for coordinator in data.coordinators.values()),
    )
    return used.isdisjoint(device.identifiers)


async def _async_create(hass: HomeAssistant, entry: PlugControlConfigEntry) -> PlugControlData:
    """Return the entry's data: a central system with its stored memory, but without sessions and not listening yet."""
    store = MemoryStore(hass, entry.entry_id)
    names_of_host = partial(async_server_names, hass, entry.data.get(CONF_HOST))
    certificates = ServerCertificates(hass, entry, names_of_host)
    central_system = await _async_create_central_system(hass, entry, store, certificates)
    cars = Cars(hass, entry, central_system)
    controller = Controller(hass, entry, central_system, cars)
    transfers_store = MemoryStore(hass, entry.entry_id, "transfers")
    work_queue = WorkQueue(hass.loop)
    names = PastNames(hass, entry)
    worth = SessionWorths(hass, entry, central_system, controller, work_queue)
    controller.rounds.on_seen = worth.async_house_seen
    documents = Documents(hass, entry)
    return PlugControlData(
        central_system=central_system,
        store=store,
        work_queue=work_queue,
        cars=cars,
        controller=controller,
        worth=worth,
        check_ups=await async_create_check_ups(hass, entry, central_system, controller.async_hold),
        statistics=EnergyStatistics(hass, entry, central_system, names),
        month_totals=MonthTotalsKeeper(hass, entry, central_system, names),
        missed_hours=MissedHours(hass, central_system),
        names=names,
        steady_time=SteadyTime(hass, entry.entry_id),
        signed_links=SignedLinks(hass, entry),
        receipts=Receipts(hass, entry, central_system),
        privacy=Privacy(hass, entry, central_system),
        certificates=certificates,
        transfers=_create_transfers(hass, entry, central_system, transfers_store),
        transfers_store=transfers_store,
        documents=documents,
        monthly_documents=MonthlyDocuments(hass, entry, documents),
        back_ends=BackEnds(hass, entry, central_system),
    )


async def _async_create_central_system(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    store: MemoryStore,
    certificates: ServerCertificates,
) -> CentralSystem:
    """Return a central system that remembers what `store` has, and keeps it there."""
    central_system = CentralSystem(
        settings=central_system_settings(entry),
        storage=LedgerDatabase(
            ledger_path(hass, entry.entry_id), older=ledger_files(hass, entry.entry_id)
        ),
        on_damage=partial(issues.async_ledger_damaged, hass, entry),
        publish=event_router(hass, entry),
        clock=dt_util.utcnow,
        memory=await store.async_load(),
        memory_changed=store.async_schedule_save,
        certificates=async_certificate_store(hass),
        tls=certificates.async_context,
    )
    store.read = central_system.memory
    return central_system


def _create_transfers(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    central_system: CentralSystem,
    store: MemoryStore,
) -> Transfers:
    """Return the transfers of files, which keep in `store` what they must remember."""
    servers = Servers(
        hass,
        central_system,
        host=lambda: entry.data.get(CONF_HOST),
        address=lambda: entry.options.get(CONF_TRANSFER_ADDRESS),
    )
    directory = transfers_directory(hass, entry.entry_id)
    transfers = Transfers(hass, central_system, servers, directory, store.async_schedule_save)
    store.read = transfers.memory
    return transfers


async def _async_load(data: PlugControlData) -> None:
    """Load what is stored before entities exist, so that they start with the right state. Raises ConfigEntryNotReady."""
    try:
        await data.central_system.load()
    except OSError as error:
        raise ConfigEntryNotReady(str(error)) from error
    await data.back_ends.async_load()
    await data.cars.async_load()
    await data.controller.async_load()
    await data.statistics.async_load()
    await data.names.async_load()
    await data.steady_time.async_load()
    await data.signed_links.async_load()
    await data.receipts.async_load()
    await data.documents.async_load()
    await data.monthly_documents.async_load()
    await data.transfers.async_load(await data.transfers_store.async_load())


async def _async_start(hass: HomeAssistant, entry: PlugControlConfigEntry) -> None:
    """Start to listen; if that fails, undo the setup and raise ConfigEntryNotReady, so that Home Assistant tries again."""
    try:
        await entry.runtime_data.central_system.start()
    except ListenerError as error:
        await _async_stop(entry.runtime_data)
        await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
        issues.async_port_taken(hass, entry, error.port, error.reason)
        raise ConfigEntryNotReady(str(error)) from error
    issues.async_port_free(hass, entry)
    await entry.runtime_data.transfers.async_start()


async def _async_stop(data: PlugControlData) -> None:
    """Stop check-ups and smart charging, close every socket and save what the next start needs."""
    await data.check_ups.stop_all()
    await data.controller.async_stop()
    data.worth.async_stop()
    await data.transfers.async_stop()
    await data.back_ends.async_stop()
    await data.central_system.stop()
    await data.store.async_save()
    await data.transfers_store.async_save()
    await data.names.async_save()
    await data.cars.async_save()
    await data.statistics.async_save()
    await data.monthly_documents.async_save()
