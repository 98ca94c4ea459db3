"""One phase or three: by the profile, by a switch, by a configuration key."""

from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
import pytest

from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.const import CONF_SITE
from tests.house import KEY, MEASURED, Charger, House, house, wallbox

SWITCH = "input_boolean.contactor"


def three_phases(**connector: Any) -> dict[str, Any]:
    """Return the settings of a charger of three phases."""
    return {"phases": 3, "connector": connector}


async def charge(home: House, sun_w: float) -> Charger:
    """Have a car charge on so much sun for long."""
    charger = await home.add_charger(phases=3)
    home.sun_w = sun_w
    await home.wish(mode=Mode.SOLAR_MINIMUM)
    await charger.plug_in()
    await home.run(600)
    return charger


async def test_phases_are_switched_by_the_profile(hass: HomeAssistant) -> None:
    data = three_phases(phase_switching="profile")
    async with house(hass, wallbox(**data), site=MEASURED) as home:
        charger = await charge(home, 3000)
        assert charger.periods[0]["numberPhases"] == 1
        assert charger.limit_a == 12
        home.sun_w = 9000
        await home.run(600)
        assert charger.periods[0]["numberPhases"] == 3
        assert charger.limit_a == 12


async def test_a_charger_that_cannot_switch_is_never_told_to(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(**three_phases()), site=MEASURED) as home:
        charger = await charge(home, 3000)
        assert home.outcome().phases is None
        assert (home.code(), charger.limit_a) == ("minimum", 6)


async def test_phases_are_switched_by_a_switch_while_nothing_flows(hass: HomeAssistant) -> None:
    drawn: list[float] = []
    chargers: list[Charger] = []

    async def turn_off(call: ServiceCall) -> None:
        drawn.extend(charger.current_a for charger in chargers)
        hass.states.async_set(SWITCH, "off")

    hass.services.async_register("input_boolean", "turn_off", turn_off)
    hass.states.async_set(SWITCH, "on")
    data = three_phases(phase_switching="entity", phase_switch_entity=SWITCH)
    async with house(hass, wallbox(**data), site=MEASURED) as home:
        chargers.append(await home.add_charger(phases=3))
        (charger,) = chargers
        home.sun_w = 3000
        await home.wish(mode=Mode.SOLAR_MINIMUM)
        await charger.plug_in()
        for _ in range(60):
            await home.step()
            if home.code() == "switching_phases":
                break
        assert home.outcome().reason.phases == 1
        await home.step()
        await home.step()
        state = hass.states.get(SWITCH)
        assert state is not None
        assert state.state == "off"
        assert drawn == [0.0]
        assert charger.limit_a == 0
        charger.phases = 1
        await home.run(120)
        assert (home.code(), charger.limit_a) == ("solar", 12)


async def test_phases_are_switched_by_a_configuration_key(hass: HomeAssistant) -> None:
    data = three_phases(
        phase_switching="configuration_key",
        phase_switch_key="Phases",
        phase_switch_one="single",
        phase_switch_all="all",
    )
    async with house(hass, wallbox(**data), site=MEASURED) as home:
        charger = await home.add_charger(phases=3)
        changed: list[dict[str, Any]] = []

        def change(payload: Any) -> dict[str, Any]:
            changed.append(dict(payload))
            charger.phases = 1
            return {"status": "Accepted"}

        charger.charge_point.auto_reply("ChangeConfiguration", change)
        home.sun_w = 3000
        await home.wish(mode=Mode.SOLAR_MINIMUM)
        await charger.plug_in()
        await home.run(900)
        assert changed == [{"key": "Phases", "value": "single"}]
        assert (home.code(), charger.limit_a) == ("solar", 12)


async def test_a_switch_that_fails_is_told_once_and_the_car_charges_on(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    hass.states.async_set(SWITCH, "on")
    data = three_phases(phase_switching="entity", phase_switch_entity=SWITCH)
    async with house(hass, wallbox(**data), site=MEASURED) as home:
        charger = await charge(home, 3000)
        assert (home.code(), charger.limit_a) == ("minimum", 6)
        logged = [record.message for record in caplog.records if record.levelname == "WARNING"]
        assert sum("change of phases" in message for message in logged) == 1
        assert sum("stayed" in message for message in logged) == 1
        assert home.connector(KEY).limit.applied_a == 6


async def test_options_that_change_while_the_contactor_moves_let_nothing_flow(
    hass: HomeAssistant,
) -> None:
    told: list[ServiceCall] = []

    async def turn_off(call: ServiceCall) -> None:
        told.append(call)  # it takes its time

    hass.services.async_register("input_boolean", "turn_off", turn_off)
    hass.states.async_set(SWITCH, "on")
    data = three_phases(phase_switching="entity", phase_switch_entity=SWITCH)
    async with house(hass, wallbox(**data), site=MEASURED) as home:
        charger = await home.add_charger(phases=3)
        home.sun_w = 3000
        await home.wish(mode=Mode.SOLAR_MINIMUM)
        await charger.plug_in()
        for _ in range(90):
            await home.step()
            if told:
                break
        assert (home.code(), charger.limit_a) == ("switching_phases", 0)
        options = {**home.entry.options, CONF_SITE: {**MEASURED, "silence": 1200}}
        hass.config_entries.async_update_entry(home.entry, options=options)
        await home.wish(mode=Mode.FAST)
        await home.run(30)
        assert (home.code(), charger.limit_a) == ("switching_phases", 0)
        hass.states.async_set(SWITCH, "off")
        await home.run(30)
        assert (home.code(), charger.limit_a) == ("fast", 16)


async def test_fast_is_on_all_phases_again(hass: HomeAssistant) -> None:
    async def switch(call: ServiceCall) -> None:
        hass.states.async_set(SWITCH, call.service.removeprefix("turn_"))

    for service in ("turn_on", "turn_off"):
        hass.services.async_register("input_boolean", service, switch)
    hass.states.async_set(SWITCH, "on")
    data = three_phases(phase_switching="entity", phase_switch_entity=SWITCH)
    async with house(hass, wallbox(**data), site=MEASURED) as home:
        charger = await charge(home, 3000)
        assert hass.states.is_state(SWITCH, "off")
        await home.wish(mode=Mode.FAST)
        await home.run(400)
        assert hass.states.is_state(SWITCH, "on")
        assert charger.limit_a == 16
