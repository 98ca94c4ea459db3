"""Circuits are added and changed; none feeds itself, and what is fed by one that is gone is fed by the main fuse."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import SOURCE_USER, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.charging.circuits.tree import PHASES
from custom_components.plug_control.charging.types import GridPhase
from custom_components.plug_control.const import CONF_SITE, SUBENTRY_CIRCUIT
from custom_components.plug_control.entry_settings import charge_point_subentries
from custom_components.plug_control.site.options import (
    MAIN_CIRCUIT,
    CircuitOptions,
    circuit_options,
    circuit_tree,
    connector_options,
)
from simulator.scripted import ScriptedChargePoint
from tests.helpers import set_up
from tests.subentries import suggestions

MAIN_FUSE = {CONF_SITE: {"main_fuse": 35}}


class Form:
    """A circuit's flow that is open; `result` is what it shows."""

    result: Mapping[str, Any]

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry) -> None:
        self._hass = hass
        self._entry = entry

    async def add(self) -> None:
        """Begin a new circuit."""
        self.result = await self._hass.config_entries.subentries.async_init(
            (self._entry.entry_id, SUBENTRY_CIRCUIT), context={"source": SOURCE_USER}
        )

    async def change(self, subentry_id: str) -> None:
        """Begin to change a circuit."""
        self.result = await self._entry.start_subentry_reconfigure_flow(self._hass, subentry_id)

    async def guard(self, *connectors: str) -> None:
        """Choose the connectors that a new circuit guards."""
        await self.fill_in("connectors", connectors=[*connectors])

    async def fill_in(self, step: str, **user_input: Any) -> None:
        """Fill in the form that is shown, which is `step`; what is not given stays as suggested, None empties it."""
        assert (self.result["type"], self.result["step_id"]) == (FlowResultType.FORM, step)
        filled_in = {**suggestions(self.result), **user_input}
        self.result = await self._hass.config_entries.subentries.async_configure(
            self.result["flow_id"],
            {key: value for key, value in filled_in.items() if value is not None},
        )
        await self._hass.async_block_till_done()

    @property
    def fields(self) -> list[str]:
        """What the form asks."""
        return list(map(str, self.result["data_schema"].schema))


@pytest.fixture
def form(hass: HomeAssistant, entry: MockConfigEntry) -> Form:
    """A form for a circuit of a house with a main fuse of 35 A."""
    hass.config_entries.async_update_entry(entry, options=MAIN_FUSE)
    return Form(hass, entry)


def add_circuit(
    hass: HomeAssistant, entry: MockConfigEntry, name: str, **data: Any
) -> ConfigSubentry:
    """Add a circuit of 20 A without a form."""
    circuit = ConfigSubentry(
        data=MappingProxyType({"fuse": 20, "fuse_phases": ["L1", "L2", "L3"], **data}),
        subentry_type=SUBENTRY_CIRCUIT,
        title=name,
        unique_id=None,
    )
    hass.config_entries.async_add_subentry(entry, circuit)
    return circuit


async def test_a_circuit_is_added_and_read_back(
    entry: MockConfigEntry, charge_point: ScriptedChargePoint, form: Form
) -> None:
    await form.add()
    assert form.fields == ["name", "fuse", "fuse_phases"]
    assert suggestions(form.result) == {"fuse": 16, "fuse_phases": ["L1", "L2", "L3"]}
    await form.fill_in("fuse", name=" Garage ", fuse=20)
    assert form.result["description_placeholders"] == {"fuse": "20"}
    assert suggestions(form.result) == {"assumed_load": 0.0}
    await form.fill_in("currents")

    await form.guard()
    assert (form.result["type"], form.result["reason"]) == (FlowResultType.ABORT, "guards_nothing")
    main, garage = circuit_options(entry)
    assert main.circuit == MAIN_CIRCUIT
    assert garage == CircuitOptions(
        circuit=garage.circuit, name="Garage", fuse_a=20, phases=PHASES, fed_by=MAIN_CIRCUIT
    )
    assert circuit_tree((main, garage)).paths[garage.circuit] == (1, 0)
    assert charge_point.connected


async def test_a_new_circuit_leads_on_to_the_connectors_that_it_shall_guard(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint, form: Form
) -> None:
    (_, garage), *_ = charge_point_subentries(entry)
    await form.add()
    await form.fill_in("fuse", name="Sub*board", fuse=20)
    assert form.result["last_step"] is False
    await form.fill_in("currents")
    assert (form.result["step_id"], form.result["last_step"]) == ("connectors", True)
    selector = form.result["data_schema"].schema["connectors"]
    names = {option["value"]: option["label"] for option in selector.config["options"]}
    assert names[f"{garage.subentry_id}#1"].startswith(garage.title)
    await form.guard(f"{garage.subentry_id}#1")
    assert form.result["reason"] == "guards"
    assert form.result["description_placeholders"]["name"] == r"Sub\*board"
    _, circuit = circuit_options(entry)
    stored = entry.subentries[garage.subentry_id]
    assert connector_options(stored, 1).circuit == circuit.circuit
    assert charge_point.connected


async def test_without_a_charge_point_a_circuit_is_added_at_once(hass: HomeAssistant) -> None:
    form = Form(hass, await set_up(hass))
    await form.add()
    await form.fill_in("fuse", name="Garage", fuse=20)
    assert form.result["last_step"] is True
    await form.fill_in("currents")
    assert form.result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_circuit_behind_another_is_added_with_its_sensors(
    hass: HomeAssistant, entry: MockConfigEntry, form: Form
) -> None:
    garage = add_circuit(hass, entry, "Garage")
    await form.add()
    assert form.fields == ["name", "fuse", "fuse_phases", "fed_by"]
    assert suggestions(form.result)["fed_by"] == MAIN_CIRCUIT
    await form.fill_in(
        "fuse", name="Workshop", fuse=16, fuse_phases=["L2", "L1"], fed_by=garage.subentry_id
    )
    assert form.fields == ["current_l1", "current_l2", "assumed_load"]
    await form.fill_in("currents", current_l1="sensor.l1", current_l2="sensor.l2", assumed_load=2.5)
    await form.guard()
    _, _, workshop = circuit_options(entry)
    assert workshop == CircuitOptions(
        circuit=workshop.circuit,
        name="Workshop",
        fuse_a=16,
        phases=(GridPhase.L1, GridPhase.L2),
        fed_by=garage.subentry_id,
        currents=("sensor.l1", "sensor.l2", None),
        assumed_load_a=2.5,
    )


async def test_a_circuit_is_changed_and_loses_the_sensors_of_phases_that_it_has_not(
    hass: HomeAssistant, entry: MockConfigEntry, form: Form
) -> None:
    garage = add_circuit(hass, entry, "Garage")
    currents = {f"current_l{phase}": f"sensor.l{phase}" for phase in (1, 2, 3)}
    shed = add_circuit(hass, entry, "Shed", fed_by=garage.subentry_id, assumed_load=1.0, **currents)
    await form.change(shed.subentry_id)
    assert suggestions(form.result) == {
        "name": "Shed",
        "fuse": 20,
        "fuse_phases": ["L1", "L2", "L3"],
        "fed_by": garage.subentry_id,
    }
    await form.fill_in("fuse", name="Barn", fuse=10, fuse_phases=["L1"], fed_by=MAIN_CIRCUIT)
    assert suggestions(form.result) == {"current_l1": "sensor.l1", "assumed_load": 1.0}
    await form.fill_in("currents")

    assert form.result["reason"] == "reconfigure_successful"
    changed = entry.subentries[shed.subentry_id]
    assert changed.title == "Barn"
    assert changed.data == {
        "fuse": 10,
        "fuse_phases": ["L1"],
        "current_l1": "sensor.l1",
        "assumed_load": 1.0,
    }


@pytest.mark.parametrize(
    ("user_input", "errors"),
    [
        ({"name": " "}, {"name": "name_missing"}),
        ({"name": "Garage"}, {"name": "name_taken"}),
        ({"fuse_phases": []}, {"fuse_phases": "phase_missing"}),
        ({"fuse_phases": ["L1", "L2"]}, {"fuse_phases": "phases_not_fed"}),
    ],
)
async def test_what_is_wrong_with_the_fuse_is_told_at_its_field(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    form: Form,
    user_input: dict[str, Any],
    errors: dict[str, str],
) -> None:
    garage = add_circuit(hass, entry, "Garage", fuse_phases=["L1"])
    await form.add()
    good = {"name": "Shed", "fuse": 16, "fuse_phases": ["L1"], "fed_by": garage.subentry_id}
    await form.fill_in("fuse", **good | user_input)
    assert form.result["errors"] == errors
    await form.fill_in("fuse", **good)
    await form.fill_in("currents", current_l1="sensor.l1", assumed_load=17)
    assert form.result["errors"] == {"assumed_load": "nothing_left"}
    await form.fill_in("currents", current_l1="sensor.l1", assumed_load=16)
    await form.guard()
    assert (form.result["type"], form.result["reason"]) == (FlowResultType.ABORT, "guards_nothing")


async def test_the_phases_of_the_house_are_suggested_and_no_others_taken(
    hass: HomeAssistant, entry: MockConfigEntry, form: Form
) -> None:
    hass.config_entries.async_update_entry(
        entry, options={CONF_SITE: {"main_fuse": 35, "main_fuse_phases": 1}}
    )
    await form.add()
    assert suggestions(form.result) == {"fuse": 16, "fuse_phases": ["L1"]}
    await form.fill_in("fuse", name="Garage", fuse=16, fuse_phases=["L1", "L2"])
    assert form.result["errors"] == {"fuse_phases": "phases_not_fed"}


async def test_a_circuit_needs_no_main_fuse(
    hass: HomeAssistant, entry: MockConfigEntry, form: Form
) -> None:
    hass.config_entries.async_update_entry(entry, options={})
    await form.add()
    await form.fill_in("fuse", name="Garage", fuse=16)
    await form.fill_in("currents")
    await form.guard()
    (garage,) = circuit_options(entry)
    assert (garage.name, garage.fed_by) == ("Garage", None)


async def test_a_circuit_cannot_be_fed_by_itself_or_what_it_feeds(
    hass: HomeAssistant, entry: MockConfigEntry, form: Form
) -> None:
    garage = add_circuit(hass, entry, "Garage")
    shed = add_circuit(hass, entry, "Shed", fed_by=garage.subentry_id)
    other = add_circuit(hass, entry, "Other")
    await form.change(garage.subentry_id)
    offered = form.result["data_schema"].schema["fed_by"].config["options"]
    assert [option["value"] for option in offered] == [MAIN_CIRCUIT, other.subentry_id]

    # Meanwhile, in another window.
    hass.config_entries.async_update_subentry(
        entry, other, data={**other.data, "fed_by": shed.subentry_id}
    )
    await form.fill_in("fuse", fed_by=other.subentry_id)
    assert form.result["errors"] == {"fed_by": "feeds_itself"}
    assert form.fields == ["name", "fuse", "fuse_phases"]
    await form.fill_in("fuse", name="Garage")
    await form.fill_in("currents")
    assert form.result["reason"] == "reconfigure_successful"
    tree = circuit_tree(circuit_options(entry))  # raises ValueError where one feeds itself
    assert {shed.subentry_id, other.subentry_id} < tree.paths.keys()


async def test_a_loop_that_is_stored_does_not_hang_the_form(
    hass: HomeAssistant, entry: MockConfigEntry, form: Form
) -> None:
    garage = add_circuit(hass, entry, "Garage")
    shed = add_circuit(hass, entry, "Shed", fed_by=garage.subentry_id)
    hass.config_entries.async_update_subentry(
        entry, garage, data={**garage.data, "fed_by": shed.subentry_id}
    )
    await form.change(garage.subentry_id)
    await form.fill_in("fuse")
    await form.fill_in("currents")
    assert "fed_by" not in entry.subentries[garage.subentry_id].data
    tree = circuit_tree(circuit_options(entry))  # raises ValueError where one feeds itself
    assert len(tree.paths[shed.subentry_id]) == len(tree.paths[garage.subentry_id]) + 1


async def test_what_a_removed_circuit_fed_is_fed_by_the_main_fuse(
    hass: HomeAssistant, entry: MockConfigEntry, form: Form
) -> None:
    garage = add_circuit(hass, entry, "Garage")
    shed = add_circuit(hass, entry, "Shed", fed_by=garage.subentry_id)
    hass.config_entries.async_remove_subentry(entry, garage.subentry_id)
    await hass.async_block_till_done()
    _, fed = circuit_options(entry)
    assert (fed.name, fed.fed_by) == ("Shed", MAIN_CIRCUIT)
    await form.change(shed.subentry_id)
    assert form.fields == ["name", "fuse", "fuse_phases"]
    await form.fill_in("fuse", fuse=16)
    await form.fill_in("currents")
    assert entry.subentries[shed.subentry_id].data["fuse"] == 16
    assert "fed_by" not in entry.subentries[shed.subentry_id].data
