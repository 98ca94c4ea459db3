"""Fixtures of all tests: sockets on 127.0.0.1, and a `hass` that finds this integration."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
import functools
import gc
import logging
import os
from pathlib import Path
import shutil
import socket
from types import ModuleType
from typing import Any, Concatenate
from unittest.mock import DEFAULT, Mock, patch

from aiohttp.web_urldispatcher import UrlDispatcher
from freezegun import api, freeze_time
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.http.server import HomeAssistantHTTP
from homeassistant.const import (
    EVENT_COMPONENT_LOADED,
    EVENT_CORE_CONFIG_UPDATE,
    EVENT_SERVICE_REGISTERED,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.storage import Store
from homeassistant.loader import DATA_CUSTOM_COMPONENTS
from homeassistant.util import executor
from hypothesis import settings
import pytest
from pytest_homeassistant_custom_component import patch_time
from pytest_homeassistant_custom_component.common import MockConfigEntry, mock_storage
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from syrupy.assertion import SnapshotAssertion

# Home Assistant's test configuration has a `custom_components` package, too; Python finds the one that is imported first.
import custom_components.plug_control  # noqa: F401 - imported for its effect on sys.modules
from custom_components.plug_control.central_system.ledger import writer
from custom_components.plug_control.central_system.ledger.sqlite import database
from custom_components.plug_control.central_system.limits import limits
from custom_components.plug_control.entity import PlugControlEntity
from simulator.scripted import ScriptedChargePoint

from .helpers import HOST, charge_point_data, coordinator_of, id_tag_data, scripted, set_up, until

EXPLORED = int(os.environ.get("PLUG_CONTROL_EXAMPLES", "0"))
"""How many examples `scripts/explore` tries of each property; 0 in the test suite."""
FEWER = int(os.environ.get("PLUG_CONTROL_FEWER_EXAMPLES", "30"))
"""How many examples the suite tries of each property at most, the same in every run; `scripts/explore` tries thousands."""

# Thousands of ledgers sync each commit: that costs nothing in memory. Containers often have too little of it.
MEMORY_DISK = Path("/dev/shm")
if MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free >= 2**30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY_DISK))

# Each module is collected anyway (garbage_collection), and a worker's heap is large.
gc.set_threshold(50_000, 20, 20)

# The suite tries the same examples in every run, without a deadline; scripts/explore has a seed for each of its runs.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, database=None)
settings.load_profile("explore" if EXPLORED else "suite")

# Home Assistant's plugin lets SQLAlchemy log every statement, which hides the reason of a failure.
logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)
# A line for each of hundred thousands of entities tells nothing.
logging.getLogger("homeassistant.helpers.entity_registry").setLevel(logging.WARNING)
# It lets all be logged to stderr, too, beside what pytest shows of a failure.
for handler in logging.getLogger().handlers[:]:
    if type(handler) is logging.StreamHandler:
        logging.getLogger().removeHandler(handler)


def _by_its_own_thread[**P, R](
    schedule: Callable[Concatenate[asyncio.BaseEventLoop, P], R],
) -> Callable[Concatenate[asyncio.BaseEventLoop, P], R]:
    @functools.wraps(schedule)
    def checked(loop: asyncio.BaseEventLoop, /, *args: P.args, **kwargs: P.kwargs) -> R:
        loop._check_thread()  # type: ignore[attr-defined]
        return schedule(loop, *args, **kwargs)

    return checked


# The thread checks of an event loop's debug mode, without its stack traces, which cost half of the suite's time.
for each in ("call_soon", "call_at"):
    setattr(asyncio.BaseEventLoop, each, _by_its_own_thread(getattr(asyncio.BaseEventLoop, each)))

_shut_down_by_a_thread = asyncio.BaseEventLoop.shutdown_default_executor


async def _shut_down(loop: asyncio.BaseEventLoop, timeout: float | None = None) -> None:
    executor: ThreadPoolExecutor | None = loop._default_executor  # type: ignore[attr-defined]
    if executor is None or any(thread.is_alive() for thread in executor._threads):
        await _shut_down_by_a_thread(loop, timeout)
    else:
        executor.shutdown()


# An executor without threads has nothing to wait for: a thread for that, twice a test, cost an eighth of an empty test.
asyncio.BaseEventLoop.shutdown_default_executor = _shut_down  # type: ignore[assignment,method-assign]


def _names(module: ModuleType) -> tuple[int, int]:
    """What tells that a module has more names than when freezegun looked for clocks in it."""
    return id(module), len(module.__dict__)


# Home Assistant's plugin compares all the names of 2,700 modules each time that the time is stopped, which took half of that.
patch_time.ha_get_module_attributes_hash = _names  # type: ignore[assignment]

# Threads that a crowded machine wakes late end by themselves: Home Assistant interrupts them after a third of a second, and
# one that is interrupted does not wake the next.
executor.EXECUTOR_SHUTDOWN_TIMEOUT = 60

SHOWN = frozenset(
    {
        *("attributes", "entity_id", "state"),
        *("capabilities", "disabled_by", "entity_category", "has_entity_name", "hidden_by"),
        *("original_device_class", "original_icon", "original_name", "supported_features"),
        *("translation_key", "unique_id", "unit_of_measurement"),
    }
)
"""The fields of states and of registry entries that snapshots contain."""

NOT_RECORDED = [
    *(er.EVENT_ENTITY_REGISTRY_UPDATED, dr.EVENT_DEVICE_REGISTRY_UPDATED),
    *(EVENT_COMPONENT_LOADED, EVENT_SERVICE_REGISTERED, EVENT_CORE_CONFIG_UPDATE),
]
"""What no test looks for in the recorder."""
SLOWER = 10
"""How much slower than the real time the event loop's clock goes while a test has stopped the time."""

LONG = (
    "agreement/test_month.py",
    "agreement/test_over_time.py",
    "benchmarks",
    "blueprints/test_charge_on_surplus.py",
    "blueprints/test_pause_while_running.py",
    "blueprints/test_plug_in_reminder.py",
    "blueprints/test_session_report.py",
    "blueprints/test_unplug_reminder.py",
    "browser",
    "central_system/ledger/test_model.py",
    "central_system/ledger/test_totals.py",
    "central_system/test_attack",
    "central_system/test_random_days.py",
    "central_system/test_smart_random_days.py",
    "chaos",
    "charging/circuits/test_properties.py",
    "charging/plans/test_plan_properties.py",
    "charging/solar/test_days.py",
    "charging/solar/test_flapping_properties.py",
    "check_up/test_disobedient.py",
    "check_up/test_restoring.py",
    "check_up/test_simulated.py",
    "clients",
    "conformance",
    "controller/test_cars.py",
    "controller/test_circuits.py",
    "controller/test_many.py",
    "controller/test_meters.py",
    "controller/test_plans.py",
    "entities/test_recorded_energy.py",
    "entities/test_recorder_rows.py",
    "privacy/test_automatic.py",
    "protocol/test_attacks.py",
    "protocol/test_long_frames.py",
    "simulator/test_c2eu_",
    "simulator/test_generic_",
    "simulator/test_random_days.py",
    "simulator/test_transfers.py",
    "statistics/test_missed_hours.py",
    "statistics/test_worth_statistics.py",
    "test_assist.py",
    "test_postgresql.py",
    "worth/test_second_way.py",
)
"""Beginnings of the paths of tests that `scripts/test --quick` omits, beside those that are marked themselves."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark long tests, and set the number of examples that the scripts ask for."""
    for item in items:
        if _is_long(item.path):
            item.add_marker(pytest.mark.long)
        if isinstance(item, pytest.Function):
            _try_as_many_examples(item.function)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep the output of failures only; workers need not send the rest."""
    report = yield
    if report.passed:
        report.sections.clear()
    return report


@functools.cache
def _is_long(path: Path) -> bool:
    return path.relative_to(Path(__file__).parent, walk_up=True).as_posix().startswith(LONG)


def _try_as_many_examples(test: object) -> None:
    own = "_hypothesis_internal_use_settings"
    if not getattr(test, "is_hypothesis_test", False):
        return
    standing: settings = getattr(test, own, None) or settings()
    examples = EXPLORED or min(standing.max_examples, FEWER)
    if examples != standing.max_examples:
        setattr(test, own, settings(standing, max_examples=examples))


@pytest.fixture
def freezer(_function_scoped_runner: asyncio.Runner) -> Iterator[FrozenDateTimeFactory]:
    """Stop the time. The event loop's clock leaps when tests move it, and creeps meanwhile.

    So short waits end, as for a socket or a thread, and no timer of seconds comes due by itself on a crowded machine.
    """
    loop = _function_scoped_runner.get_loop()
    with freeze_time() as frozen:
        assert isinstance(frozen, FrozenDateTimeFactory)
        began, began_s = frozen(), api.real_monotonic()

        def creep() -> float:
            leapt_s = (frozen() - began).total_seconds()
            return began_s + leapt_s + (api.real_monotonic() - began_s) / SLOWER

        # For good: what tests leapt over would be due at once on another clock, while Home Assistant stops.
        loop.time = creep  # type: ignore[method-assign]
        yield frozen


@pytest.fixture(autouse=True)
def loopback_sockets(socket_enabled: None) -> None:
    """Give tests real sockets; the Home Assistant plugin limits connections to 127.0.0.1."""


@pytest.fixture(autouse=True)
def enable_event_loop_debug() -> None:
    """Leave the event loop's debug mode to `--asyncio-debug` (replaces Home Assistant's); threads are always checked."""


@pytest.fixture
def hass(hass: HomeAssistant) -> HomeAssistant:
    """Return a Home Assistant with custom integrations enabled (replaces `enable_custom_integrations`)."""
    hass.data.pop(DATA_CUSTOM_COMPONENTS)
    return hass


@pytest.fixture(autouse=True, scope="session")
def cheap_ledgers_and_limits() -> Iterator[None]:
    """Reserve little disk space for each of thousands of ledgers, and shorten waits that only spare real chargers and disks."""
    with (
        patch.object(database, "RESERVE_BYTES", 64 * 1024),
        patch.object(limits, "SETTLE_S", 0.0),
        patch.object(writer, "RETRY_S", 0.02),
    ):
        yield


@pytest.fixture(autouse=True, scope="session")
def disable_http_server() -> Iterator[None]:
    """Keep Home Assistant's HTTP server from starting, for all tests at once."""
    with patch.multiple(HomeAssistantHTTP, async_bind=DEFAULT, start=DEFAULT):
        yield


@pytest.fixture(autouse=True, scope="session")
def skip_stop_scripts() -> Iterator[None]:
    """Start no timer that stops scripts after Home Assistant, for all tests at once."""
    with patch("homeassistant.helpers.script._schedule_stop_scripts_after_shutdown", Mock()):
        yield


@pytest.fixture(autouse=True, scope="session")
def open_router() -> Iterator[None]:
    """Let web servers take pages after their start, as Home Assistant's own does."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(UrlDispatcher, "freeze", lambda self: None)
        yield


@pytest.fixture(scope="session")
def stores_in_memory() -> tuple[dict[str, Any], dict[str, Any]]:
    """What Home Assistant's stores hold in tests, and the methods that hold it there."""
    names = ("_async_load", "_async_write_data", "async_remove")
    with mock_storage() as stored:
        return stored, {name: getattr(Store, name).side_effect for name in names}


@pytest.fixture
def hass_storage(
    stores_in_memory: tuple[dict[str, Any], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """Return what stores hold, empty at first (replaces Home Assistant's, which specifies three mocks anew for each test)."""
    stored, methods = stores_in_memory
    stored.clear()
    for name, method in methods.items():
        monkeypatch.setattr(Store, name, method)
    return stored


@pytest.fixture
def recorder_config() -> dict[str, Any]:
    """Return what the recorder leaves out: it commits each of the hundred events of a set-up by itself."""
    return {"exclude": {"event_types": NOT_RECORDED}}


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Return the test's own configuration directory, since the ledger writes real files."""
    return str(tmp_path)


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return snapshots with the fields SHOWN only, without ids, times and fields that change with Home Assistant."""
    return snapshot.use_extension(HomeAssistantSnapshotExtension).with_defaults(
        exclude=_is_not_shown
    )


def _is_not_shown(prop: object, path: tuple[object, ...]) -> bool:
    return not path and prop not in SHOWN


@pytest.fixture
def all_enabled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enable also the entities that are disabled by default."""
    monkeypatch.setattr(PlugControlEntity, "entity_registry_enabled_default", True)


@pytest.fixture
async def entry(hass: HomeAssistant) -> MockConfigEntry:
    """Return a config entry that listens on 127.0.0.1, with the charge point "Garage" (CP-1) and the card "Anna"."""
    return await set_up(hass, charge_point_data(), id_tag_data())


@pytest.fixture
async def charge_point(
    hass: HomeAssistant, entry: MockConfigEntry
) -> AsyncGenerator[ScriptedChargePoint]:
    """Yield the charge point "Garage", connected and booted; it answers the requests after its boot."""
    async with scripted(entry) as charge_point:
        await charge_point.boot()
        await until(lambda: coordinator_of(entry).available)
        await hass.async_block_till_done()
        yield charge_point


@pytest.fixture
def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server((HOST, 0)) as server:
        port: int = server.getsockname()[1]
    return port
