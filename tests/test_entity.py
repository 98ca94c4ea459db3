"""What the entities of all platforms share: written when changed, added when there is something new, translated errors."""

from collections.abc import Iterable, Iterator
import json
from pathlib import Path
import string
from types import MappingProxyType
from typing import override
from unittest.mock import patch

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import async_get_platforms
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.coordinator import ChargePointCoordinator
from custom_components.plug_control.entity import (
    PlugControlEntity,
    async_setup_dynamic,
    translates_errors,
)
from custom_components.plug_control.exceptions import home_assistant_error
from custom_components.plug_control.model.events import (
    ConnectorAdded,
    ConnectorChanged,
    ReadingAdded,
)
from custom_components.plug_control.protocol.errors import (
    AnswerUnreadableError,
    CallErrorReceived,
    CallTimeoutError,
    CommandError,
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
    OfflineError,
    QueueFullError,
)
from simulator.scripted import ScriptedChargePoint

from .chargers import meter_values, sample
from .helpers import charge_point_data, coordinator_of, scripted, set_up, status, until


class StatusEntity(PlugControlEntity):
    """Shows the status of a connector."""

    @callback
    @override
    def refresh(self) -> object:
        """Show the connector's status."""
        assert self.connector_id is not None
        return self.coordinator.charge_point.connectors[self.connector_id].status

    @translates_errors
    async def command(self, error: CommandError | None) -> str:
        """Do something that may fail."""
        if error is not None:
            raise error
        return "done"


DESCRIPTION = EntityDescription(key="status")


async def test_an_entity_is_written_when_its_state_or_availability_changed_and_only_then(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await status(charge_point)
    entity = StatusEntity(coordinator_of(entry), DESCRIPTION, 1)
    entity.hass = hass
    with patch.object(entity, "async_write_ha_state") as write:
        await entity.async_added_to_hass()

        await status(charge_point)
        coordinator_of(entry).async_update_listeners(1)
        assert write.call_count == 0
        await status(charge_point, "Preparing")
        assert write.call_count == 1
        await charge_point.close()
        await until(lambda: not entity.available)
        assert write.call_count == 2


def test_ids_tell_charge_points_and_connectors_apart(entry: MockConfigEntry) -> None:
    own = StatusEntity(coordinator_of(entry), DESCRIPTION)
    connectors = StatusEntity(coordinator_of(entry), DESCRIPTION, 2)
    assert (own.unique_id, connectors.unique_id) == ("CP-1_status", "CP-1#2_status")
    assert own.device_info is not None
    assert own.device_info["identifiers"] == {("plug_control", "CP-1")}
    assert connectors.device_info is not None
    assert connectors.device_info["identifiers"] == {("plug_control", "CP-1#2")}


@pytest.mark.usefixtures("all_enabled")
async def test_a_connector_and_a_charge_point_are_never_mistaken_for_one_another(
    hass: HomeAssistant,
) -> None:
    entry = await set_up(hass, charge_point_data("A", "One"), charge_point_data("A_1", "Two"))
    async with scripted(entry, "A") as one, scripted(entry, "A_1") as two:
        for charge_point in (one, two):
            await charge_point.boot()
            await status(charge_point)
        await hass.async_block_till_done()
        assert hass.states.get("switch.one_connector_availability") is not None
        assert hass.states.get("switch.two_availability") is not None


async def test_an_entity_keeps_no_copy_of_what_all_have_in_common(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await status(charge_point)
    await hass.async_block_till_done()
    platforms = [*async_get_platforms(hass, DOMAIN)]
    entities = [entity for platform in platforms for entity in platform.entities.values()]
    assert {entity.entity_id.partition(".")[0] for entity in entities} >= {"sensor", "switch"}
    for entity in entities:
        kept = vars(entity).keys()
        assert not kept & {"should_poll", "icon", "attribution", "translation_key", "unique_id"}
        assert not kept & {"coordinator", "entity_description", "source", "controller"}


async def test_what_is_new_is_added_and_nothing_twice(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    added: list[tuple[str | None, str | None]] = []

    def add(
        new_entities: Iterable[Entity],
        update_before_add: bool = False,
        *,
        config_subentry_id: str | None = None,
    ) -> None:
        added.extend((entity.unique_id, config_subentry_id) for entity in new_entities)

    def build(coordinator: ChargePointCoordinator) -> Iterator[StatusEntity]:
        for connector_id in coordinator.charge_point.connectors:
            yield StatusEntity(coordinator, DESCRIPTION, connector_id)

    await status(charge_point, connector_id=1)
    async_setup_dynamic(entry, add, build)
    subentry_id = coordinator_of(entry).subentry.subentry_id
    assert added == [("CP-1#1_status", subentry_id)]

    await status(charge_point, connector_id=2)
    await hass.async_block_till_done()
    assert added[1:] == [("CP-1#2_status", subentry_id)]

    subentry = ConfigSubentry(
        data=MappingProxyType({"charge_point_id": "CP-2"}),
        subentry_type="charge_point",
        title="Carport",
        unique_id="charge_point_CP-2",
    )
    hass.config_entries.async_add_subentry(entry, subentry)
    await hass.async_block_till_done()
    async with scripted(entry, "CP-2") as other:
        await other.boot()
        await status(other)
        await hass.async_block_till_done()
    assert added[2:] == [("CP-2#1_status", subentry.subentry_id)]


async def test_commands_raise_errors_in_the_users_words(
    entry: MockConfigEntry,
) -> None:
    entity = StatusEntity(coordinator_of(entry), DESCRIPTION, 1)
    assert await entity.command(None) == "done"
    error = CommandRejectedError("Occupied")
    error.charge_point_id, error.action = "CP-1", "RemoteStartTransaction"
    with pytest.raises(HomeAssistantError, match=r"^Garage refused .*: Occupied$") as raised:
        await entity.command(error)
    assert raised.value.translation_key == "command_rejected"
    assert raised.value.__cause__ is error


ERRORS = [
    OfflineError(),
    CallTimeoutError(30),
    CallErrorReceived("InternalError", "broken"),
    QueueFullError(50),
    AnswerUnreadableError("status is missing"),
    CommandRejectedError("Rejected"),
    CommandError("something else"),
    *(NotPossibleError(reason) for reason in NotPossible),
]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: f"{type(error).__name__}-{error}")
def test_every_error_has_its_text_with_all_that_stands_in_it(
    error: CommandError, language: str
) -> None:
    translated = home_assistant_error(error, "Garage")
    path = Path(f"custom_components/plug_control/translations/{language}.json")
    texts = json.loads(path.read_text(encoding="utf-8"))["exceptions"]
    text = texts[translated.translation_key]["message"]
    wanted = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    assert translated.translation_placeholders is not None
    assert wanted <= set(translated.translation_placeholders)
    assert isinstance(translated, ServiceValidationError) == isinstance(error, NotPossibleError)


async def test_what_one_message_brings_is_built_once_and_not_for_a_charge_point_that_is_gone(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    built: list[str] = []
    data = entry.runtime_data
    remove = data.async_add_builder(lambda coordinator: built.append(coordinator.charge_point_id))
    assert built == ["CP-1"]
    built.clear()

    coordinator = coordinator_of(entry)
    coordinator.charge_point.connector(1)
    for event in (ConnectorAdded, ReadingAdded, ReadingAdded, ConnectorChanged):
        coordinator.async_handle_event(event(charge_point_id="CP-1", connector_id=1))
    await until(lambda: built)
    assert built == ["CP-1"]
    built.clear()

    coordinator.async_handle_event(ReadingAdded(charge_point_id="CP-1", connector_id=1))
    hass.config_entries.async_remove_subentry(entry, coordinator.subentry.subentry_id)
    await hass.async_block_till_done()
    assert built == []
    remove()


async def test_a_message_of_readings_asks_only_the_entities_that_show_what_changed(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    ask = PlugControlEntity._async_update
    with patch.object(PlugControlEntity, "_async_update", autospec=True, side_effect=ask) as asked:
        await status(charge_point, "Charging")
        for power in ("7000", "7100"):
            await hass.async_block_till_done()
            asked.reset_mock()
            await meter_values(
                charge_point,
                (sample(power, "Power.Active.Import", "W"), sample("57", "SoC", "Percent")),
                timestamp=dt_util.utcnow().isoformat(),
            )
            await hass.async_block_till_done()
    shown = {call.args[0].entity_id for call in asked.call_args_list}
    assert "sensor.garage_power" in shown
    assert shown <= {"sensor.garage_power", "sensor.garage_energy"}


async def test_what_anything_else_changes_asks_every_entity_of_the_connector(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await status(charge_point, "Charging")
    samples = (sample("57", "SoC", "Percent"),)
    await meter_values(charge_point, samples, timestamp=dt_util.utcnow().isoformat())
    await hass.async_block_till_done()
    assert hass.states.get("sensor.garage_state_of_charge") is not None
    await status(charge_point, "Available")
    await hass.async_block_till_done()
    state = hass.states.get("sensor.garage_state_of_charge")
    assert state is not None
    assert state.state == STATE_UNKNOWN
