"""How a charge point's connectors are wired is said in its menu; all else stays as it is."""

from typing import Any

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import CONF_NAME, CONF_PASSWORD
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.charging.types import GridPhase
from custom_components.plug_control.const import CONF_CONNECTORS, CONF_SITE, SUBENTRY_CHARGE_POINT
from custom_components.plug_control.site.options import (
    ConnectorOptions,
    PhaseSwitching,
    connector_options,
)
from simulator.scripted import ScriptedChargePoint
from tests.helpers import (
    CHARGE_POINT_NAME,
    charge_point_data,
    coordinator_of,
    set_up,
    status,
    until,
)
from tests.subentries import SETTINGS, change, reconfigure, suggestions
from tests.translated import LANGUAGES, texts

from .test_circuit import add_circuit


def subentry_of(entry: MockConfigEntry) -> ConfigSubentry:
    """The charge point's subentry."""
    (subentry,) = entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT)
    return subentry


async def open_wiring(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    """Choose the charging settings of the (only) charge point's menu."""
    return await reconfigure(hass, entry, SUBENTRY_CHARGE_POINT, "charging")


async def fill_in(hass: HomeAssistant, result: Any, step: str, **user_input: Any) -> Any:
    """Fill in the form that is shown, which is `step`; what is not given stays as suggested, None empties it."""
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, step)
    filled_in = {**suggestions(result), **user_input}
    answer = await hass.config_entries.subentries.async_configure(
        result["flow_id"], {key: value for key, value in filled_in.items() if value is not None}
    )
    await hass.async_block_till_done()
    return answer


async def test_the_menu_tells_which_charge_point_it_is(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    result = await entry.start_subentry_reconfigure_flow(hass, subentry_of(entry).subentry_id)
    assert result["type"] is FlowResultType.MENU
    assert result["menu_options"] == [
        "settings",
        "cards",
        "charging",
        "firmware",
        "logs",
        "security",
        "check_up",
    ]
    assert result["description_placeholders"] == {"charge_point_id": "CP-1"}
    for language in LANGUAGES:
        steps = texts(language)["config_subentries"]["charge_point"]["step"]
        assert set(steps["reconfigure"]["menu_options"]) == set(result["menu_options"])


async def test_nothing_is_asked_that_there_is_no_choice_of(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    result = await open_wiring(hass, entry)
    assert suggestions(result) == {"phase_switching": "none"}
    assert list(map(str, result["data_schema"].schema)) == ["phase_switching"]
    result = await fill_in(hass, result, "wiring")
    assert result["reason"] == "reconfigure_successful"
    assert connector_options(subentry_of(entry), 1) == ConnectorOptions()


async def test_everything_is_read_back_and_nobody_disconnected(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    hass.config_entries.async_update_entry(entry, options={CONF_SITE: {"main_fuse": 35}})
    garage = add_circuit(hass, entry, "Garage")
    result = await open_wiring(hass, entry)
    assert suggestions(result) == {
        "circuit": "main",
        "phase_rotation": "auto",
        "phase_switching": "none",
    }
    assert result["description_placeholders"] == {"connector": subentry_of(entry).title}
    result = await fill_in(
        hass,
        result,
        "wiring",
        circuit=garage.subentry_id,
        phase_rotation="L2L3L1",
        phase_switching="profile",
    )
    assert result["reason"] == "reconfigure_successful"
    assert connector_options(subentry_of(entry), 1) == ConnectorOptions(
        circuit=garage.subentry_id,
        rotation=(GridPhase.L2, GridPhase.L3, GridPhase.L1),
        phase_switching=PhaseSwitching.PROFILE,
    )
    assert charge_point.connected

    result = await open_wiring(hass, entry)
    result = await fill_in(
        hass,
        result,
        "wiring",
        circuit="main",
        phase_rotation="auto",
        phase_switching="none",
    )
    assert connector_options(subentry_of(entry), 1) == ConnectorOptions()


async def test_phases_are_switched_by_a_switch(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    result = await open_wiring(hass, entry)
    result = await fill_in(hass, result, "wiring", phase_switching="entity")
    result = await fill_in(
        hass, result, "phase_switch_entity", phase_switch_entity="switch.contactor"
    )
    assert result["reason"] == "reconfigure_successful"
    assert connector_options(subentry_of(entry), 1) == ConnectorOptions(
        phase_switching=PhaseSwitching.ENTITY, phase_switch_entity="switch.contactor"
    )


async def test_phases_are_switched_by_a_configuration_key(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    result = await open_wiring(hass, entry)
    result = await fill_in(hass, result, "wiring", phase_switching="configuration_key")
    assert suggestions(result) == {"phase_switch_one": "1", "phase_switch_all": "3"}
    result = await fill_in(
        hass,
        result,
        "phase_switch_key",
        phase_switch_key=" Phases ",
        phase_switch_one="false",
        phase_switch_all="true",
    )
    assert result["reason"] == "reconfigure_successful"
    assert connector_options(subentry_of(entry), 1) == ConnectorOptions(
        phase_switching=PhaseSwitching.CONFIGURATION_KEY,
        phase_switch_key="Phases",
        phase_switch_one="false",
        phase_switch_all="true",
    )


@pytest.mark.parametrize(
    ("user_input", "errors"),
    [
        ({"phase_switch_key": " "}, {"phase_switch_key": "invalid_key"}),
        ({"phase_switch_key": "x" * 51}, {"phase_switch_key": "invalid_key"}),
        ({"phase_switch_key": "a\nb"}, {"phase_switch_key": "invalid_key"}),
        ({"phase_switch_one": " "}, {"phase_switch_one": "invalid_value"}),
        ({"phase_switch_all": ""}, {"phase_switch_all": "invalid_value"}),
        ({"phase_switch_all": "1"}, {"phase_switch_all": "same_value"}),
        ({"phase_switch_all": "x" * 501}, {"phase_switch_all": "invalid_value"}),
    ],
)
async def test_what_is_wrong_with_the_key_is_told_at_its_field(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    user_input: dict[str, str],
    errors: dict[str, str],
) -> None:
    good = {"phase_switch_key": "Phases", "phase_switch_one": "1", "phase_switch_all": "3"}
    result = await open_wiring(hass, entry)
    result = await fill_in(hass, result, "wiring", phase_switching="configuration_key")
    result = await fill_in(hass, result, "phase_switch_key", **good | user_input)
    assert result["errors"] == errors
    result = await fill_in(hass, result, "phase_switch_key", **good)
    assert result["reason"] == "reconfigure_successful"


async def test_each_connector_of_several_has_its_own_settings(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    for connector_id in (1, 2):
        await status(charge_point, connector_id=connector_id)
    await until(lambda: len(coordinator_of(entry).charge_point.connectors) == 2)
    for connector, switching in (("1", "none"), ("2", "profile")):
        result = await open_wiring(hass, entry)
        assert result["step_id"] == "connector"
        result = await hass.config_entries.subentries.async_configure(
            result["flow_id"], {"connector": connector}
        )
        name = f"{subentry_of(entry).title} {connector}"
        assert result["description_placeholders"] == {"connector": name}
        await fill_in(hass, result, "wiring", phase_switching=switching)
    switchings = [connector_options(subentry_of(entry), each).phase_switching for each in (1, 2, 3)]
    assert switchings == [PhaseSwitching.NONE, PhaseSwitching.PROFILE, PhaseSwitching.NONE]


async def test_connectors_that_were_set_up_are_known_while_nothing_is_loaded(
    hass: HomeAssistant,
) -> None:
    entry = await set_up(hass, charge_point_data(connectors={"2": {"phase_switching": "profile"}}))
    await hass.config_entries.async_unload(entry.entry_id)
    result = await open_wiring(hass, entry)
    options = next(iter(result["data_schema"].schema.values())).config["options"]
    name = subentry_of(entry).title
    assert options == [{"value": each, "label": f"{name} {each}"} for each in ("1", "2")]


@pytest.mark.parametrize(
    ("phases", "labels"),
    [
        (1, {"L1L2L3": "L1", "L2L3L1": "L2", "L3L1L2": "L3"}),
        (
            3,
            {
                "L1L2L3": "L1, L2, L3",
                "L2L3L1": "L2, L3, L1",
                "L3L1L2": "L3, L1, L2",
                "L1L3L2": "L1, L3, L2",
                "L2L1L3": "L2, L1, L3",
                "L3L2L1": "L3, L2, L1",
            },
        ),
    ],
)
async def test_phases_are_offered_as_far_as_the_charge_point_has_them(
    hass: HomeAssistant, phases: int, labels: dict[str, str]
) -> None:
    entry = await set_up(
        hass,
        charge_point_data(phases=phases, connectors={"1": {"phase_rotation": "L1L3L2"}}),
        options={CONF_SITE: {"main_fuse": 35}},
    )
    result = await open_wiring(hass, entry)
    options = result["data_schema"].schema["phase_rotation"].config["options"]
    assert {option["value"]: option["label"] for option in options} == {"auto": "auto", **labels}
    assert suggestions(result)["phase_rotation"] == ("L1L2L3" if phases == 1 else "L1L3L2")


async def test_a_charge_point_of_one_phase_switches_none(hass: HomeAssistant) -> None:
    entry = await set_up(
        hass, charge_point_data(phases=1, connectors={"1": {"phase_switching": "entity"}})
    )
    result = await open_wiring(hass, entry)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "nothing_to_wire")


async def test_a_circuit_that_was_deleted_in_use_stays_until_another_is_chosen(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    garage, other = (add_circuit(hass, entry, name) for name in ("Garage", "Other"))
    result = await open_wiring(hass, entry)
    await fill_in(hass, result, "wiring", circuit=garage.subentry_id)
    hass.config_entries.async_remove_subentry(entry, garage.subentry_id)
    await hass.async_block_till_done()
    result = await open_wiring(hass, entry)
    options = result["data_schema"].schema["circuit"].config["options"]
    values = {option["value"] for option in options}
    assert values == {"main", garage.subentry_id, other.subentry_id}
    assert suggestions(result)["circuit"] == garage.subentry_id
    await fill_in(hass, result, "wiring", circuit=other.subentry_id)
    assert connector_options(subentry_of(entry), 1).circuit == other.subentry_id
    result = await open_wiring(hass, entry)
    options = result["data_schema"].schema["circuit"].config["options"]
    assert [option["value"] for option in options] == ["main", other.subentry_id]


async def test_settings_and_wiring_leave_each_other_alone(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    form = {CONF_NAME: CHARGE_POINT_NAME, CONF_PASSWORD: "secret", **SETTINGS, "phases": "3"}
    await change(hass, entry, SUBENTRY_CHARGE_POINT, form)
    result = await open_wiring(hass, entry)
    await fill_in(hass, result, "wiring", phase_switching="profile")
    assert coordinator_of(entry).settings.password == "secret"
    await change(hass, entry, SUBENTRY_CHARGE_POINT, form)
    assert subentry_of(entry).data[CONF_CONNECTORS] == {"1": {"phase_switching": "profile"}}


async def test_a_charge_point_that_the_loaded_entry_does_not_run_yet_can_be_wired(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """As between the adding of its subentry and the update of the entry."""
    del entry.runtime_data.coordinators["CP-1"]
    result = await open_wiring(hass, entry)
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "wiring")


async def test_stopping_for_the_grid_operator_is_asked_where_there_is_a_signal(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    result = await open_wiring(hass, entry)
    assert "signal_stops" not in result["data_schema"].schema
    options = {**entry.options, CONF_SITE: {"grid_signal": "input_boolean.signal"}}
    hass.config_entries.async_update_entry(entry, options=options)
    await hass.async_block_till_done()
    for stops in (True, False):
        result = await open_wiring(hass, entry)
        await fill_in(hass, result, "wiring", signal_stops=stops)
        assert connector_options(subentry_of(entry), 1).signal_stops is stops
