"""Several connectors behind fuses: shares, turns, chargers that are away, refuse or fall silent."""

import logging
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.plug_control.central_system.wire import CommandError
from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.flows.repair import LeaveOutFlow
from custom_components.plug_control.model.connector import ConnectorKey
from custom_components.plug_control.repairs import async_create_fix_flow
from tests.helpers import scripted
from tests.house import House, circuit_data, house, wallbox

TWO: ConnectorKey = ("CP-2", 1)
FUSE = {"main_fuse": 25, "main_fuse_phases": 3, "assumed_load": 3}
L1 = "sensor.current_l1"


async def two_cars(home: House) -> None:
    """Have two cars charge."""
    for charge_point_id in ("CP-1", "CP-2"):
        await home.add_charger(charge_point_id)
    for charger in home.chargers:
        await charger.plug_in()
    await home.run(60)


def limits(home: House) -> list[float | None]:
    """Return what the chargers have been told."""
    return [charger.limit_a for charger in home.chargers]


async def test_two_cars_share_what_the_house_leaves(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), wallbox("CP-2"), site=FUSE) as home:
        await two_cars(home)
        assert limits(home) == [11, 11]
        outcome = home.outcome()
        assert (outcome.reason.code, outcome.reason.circuit) == ("limited_by_circuit", "main")
        assert outcome.circuit_name == ""
        await home.chargers[1].leave()
        await home.run(60)
        assert limits(home) == [16, 6]


async def test_the_house_takes_more_and_the_cars_less(hass: HomeAssistant) -> None:
    site = {**FUSE, "current_l1": L1}
    wired = {"phase_rotation": "L1L2L3"}
    one, two = wallbox(connector=wired), wallbox("CP-2", connector=wired)
    async with house(hass, one, two, site=site) as home:

        async def run(house_a: float, seconds: int) -> None:
            for _ in range(seconds // 10):
                drawn_a = sum(charger.current_a for charger in home.chargers)
                home.measure(L1, house_a + drawn_a, "A")
                await home.step()

        home.measure(L1, 1, "A")
        await two_cars(home)
        await run(1, 120)
        assert limits(home) == [12, 12]
        await run(9, 120)
        assert limits(home) == [8, 8]
        await run(15, 120)
        assert sorted(limit or 0 for limit in limits(home)) == [0, 10]
        waiting = home.chargers[limits(home).index(0)]
        assert home.code(waiting.key) in {"waiting_for_turn", "limited_by_circuit"}


async def test_wired_to_other_phases_each_has_its_own(hass: HomeAssistant) -> None:
    one = wallbox(connector={"phase_rotation": "L1L2L3"})
    two = wallbox("CP-2", connector={"phase_rotation": "L2L3L1"})
    async with house(hass, one, two, site=FUSE) as home:
        await two_cars(home)
        assert limits(home) == [16, 16]


async def test_cars_take_turns_where_there_is_not_even_the_minimum_for_both(
    hass: HomeAssistant,
) -> None:
    site = {**FUSE, "main_fuse": 10, "assumed_load": 0}
    async with house(hass, wallbox(), wallbox("CP-2"), site=site) as home:
        await two_cars(home)
        assert sorted(limit or 0 for limit in limits(home)) == [0, 10]
        first = limits(home)
        waiting = home.chargers[first.index(0)]
        assert home.code(waiting.key) == "waiting_for_turn"
        await home.run(1900)
        assert limits(home) == first[::-1]


async def test_who_comes_first_gets_it(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), wallbox("CP-2"), site=FUSE) as home:
        await two_cars(home)
        await home.wish(TWO, priority=1)
        await home.run(60)
        assert limits(home) == [6, 16]


async def test_a_charger_that_is_away_counts_with_what_it_was_allowed(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), wallbox("CP-2"), site=FUSE) as home:
        await two_cars(home)
        gone = home.chargers.pop()
        await gone.charge_point.close()
        await home.run(300)
        assert limits(home) == [11]
        assert home.code() == "limited_by_away"
        assert home.outcome().away_name == "Wallbox CP-2"


async def test_a_charger_that_is_away_counts_with_what_the_fuse_is_measured_to_carry(
    hass: HomeAssistant,
) -> None:
    wired = {"phase_rotation": "L1L2L3"}
    one, two = wallbox(connector=wired), wallbox("CP-2", connector=wired)
    async with house(hass, one, two, site={**FUSE, "current_l1": L1}) as home:

        async def run(other_a: float, seconds: int) -> None:
            for _ in range(seconds // 10):
                home.measure(L1, other_a + sum(one.current_a for one in home.chargers), "A")
                await home.step()

        home.measure(L1, 1, "A")
        await two_cars(home)
        await run(1, 120)
        assert limits(home) == [12, 12]
        gone = home.chargers.pop()
        await gone.charge_point.close()
        await home.step()
        await run(1, 100)
        assert limits(home) == [12]
        await run(1, 120)
        assert (limits(home), home.code()) == ([16], "fast")
        await run(13, 120)
        assert limits(home) == [12]
        assert away_issue(hass) is None


def away_issue(hass: HomeAssistant) -> ir.IssueEntry | None:
    """Return what is told of a charger that is away."""
    found = [
        issue
        for issue in ir.async_get(hass).issues.values()
        if issue.translation_key == "charger_away_counts"
    ]
    return found[0] if found else None


async def opened(hass: HomeAssistant, issue: ir.IssueEntry) -> LeaveOutFlow:
    """Return the dialog of what is told; the frontend's sessions do not live in a frozen time."""
    flow = await async_create_fix_flow(hass, issue.issue_id, issue.data)
    assert isinstance(flow, LeaveOutFlow)
    flow.hass, flow.handler, flow.issue_id, flow.data = hass, DOMAIN, issue.issue_id, issue.data
    return flow


async def test_a_charger_that_is_away_and_missed_is_told_and_can_be_left_out_until_it_is_back(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), wallbox("CP-2"), site=FUSE) as home:
        await two_cars(home)
        gone = home.chargers.pop()
        await gone.charge_point.close()
        await home.run(60)
        assert away_issue(hass) is None
        await home.run(120)
        issue = away_issue(hass)
        assert issue is not None
        assert issue.translation_placeholders == {
            "name": "Wallbox CP-2",
            "charge_point": "Wallbox CP\\-2",
            "current": "11",
        }
        flow = await opened(hass, issue)
        assert (await flow.async_step_confirm())["type"] == "form"
        assert (await flow.async_step_confirm({}))["type"] == "create_entry"
        await home.run(60)
        assert (limits(home), home.code()) == ([16], "fast")
        assert away_issue(hass) is None
        await hass.config_entries.async_reload(home.entry.entry_id)
        home.chargers.clear()
        await home.add_charger(status="Charging")
        await home.run(200)
        assert (limits(home), home.code()) == ([16], "fast")
        await home.add_charger("CP-2")
        await home.chargers[1].plug_in()
        await home.run(60)
        assert limits(home) == [11, 11]


async def test_what_would_leave_a_charger_out_says_so_while_nothing_is_loaded(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), wallbox("CP-2"), site=FUSE) as home:
        await two_cars(home)
        await home.chargers.pop().charge_point.close()
        await home.run(200)
        issue = away_issue(hass)
        assert issue is not None
        flow = await opened(hass, issue)
        await hass.config_entries.async_unload(home.entry.entry_id)
        assert (await flow.async_step_confirm({}))["reason"] == "not_loaded"


async def test_after_a_start_nobody_waits_for_a_charger_that_is_away(hass: HomeAssistant) -> None:
    """All readings are there: cars are decided for at once, and keep what they had."""
    wired = {"phase_rotation": "L1L2L3"}
    one, two = wallbox(connector=wired), wallbox("CP-2", connector=wired)
    async with house(hass, one, two, site={**FUSE, "current_l1": L1}) as home:
        home.measure(L1, 1, "A")
        await home.add_charger("CP-2")
        charger = await home.add_charger()
        await charger.plug_in()
        for _ in range(12):
            home.measure(L1, 1 + charger.current_a, "A")
            await home.step()
        assert charger.limit_a == 16
        sent = len(charger.profiles)
        for each in home.chargers:
            await each.charge_point.close()
        home.chargers.clear()
        await hass.config_entries.async_reload(home.entry.entry_id)
        charger.charge_point = scripted(home.entry, "CP-1")
        charger.charge_point.auto_reply("SetChargingProfile", charger._take)
        await charger.charge_point.connect()
        await charger.charge_point.boot()
        home.chargers.append(charger)
        for _ in range(3):
            home.measure(L1, 1 + charger.current_a, "A")
            await home.step()
        assert home.code() == "fast"
        told = [profile["csChargingProfiles"] for profile in charger.profiles[sent:]]
        assert {
            profile["chargingSchedule"]["chargingSchedulePeriod"][0]["limit"] for profile in told
        } <= {16}


async def test_a_raise_that_was_not_answered_counts_as_taken(hass: HomeAssistant) -> None:
    """The answer is lost with the connection; the charger has what it was sent."""
    async with house(hass, wallbox(), wallbox("CP-2"), site=FUSE) as home:
        await two_cars(home)
        one, two = home.chargers

        two.charge_point.auto_reply("SetChargingProfile", None)
        await one.leave()
        await home.step()
        unanswered = await two.charge_point.expect("SetChargingProfile")
        two._take(unanswered.payload)
        await two.charge_point.abort()
        home.chargers.remove(two)
        assert two.limit_a == 16
        await one.plug_in()
        await home.run(300)
        assert limits(home) == [6]


async def test_what_a_charger_that_is_away_holds_counts_whatever_is_wished_of_it_then(
    hass: HomeAssistant,
) -> None:
    """It is told of another mode when it is back, and until then charges on, also over a restart of Home Assistant."""
    async with house(hass, wallbox(), wallbox("CP-2"), site={**FUSE, "main_fuse": 17}) as home:
        await two_cars(home)
        assert limits(home) == [7, 7]
        gone = home.chargers.pop()
        await gone.charge_point.close()
        await home.settle()
        await home.wish(TWO, mode=Mode.OFF)
        await home.run(300)
        assert limits(home) == [7]
        await hass.config_entries.async_reload(home.entry.entry_id)
        home.chargers.clear()
        await home.add_charger()
        await home.chargers[0].plug_in()
        await home.run(300)
        assert limits(home) == [7]


async def test_what_is_left_in_the_charger_fits_together_without_us(hass: HomeAssistant) -> None:
    site = {**FUSE, "main_fuse": 12}
    async with house(hass, wallbox(), wallbox("CP-2"), site=site) as home:
        await two_cars(home)
        fallbacks = [home.connector(charger.key).limit.smart for charger in home.chargers]
        assert sorted(smart.fallback_a or 0 for smart in fallbacks if smart) == [0, 6]
        for charger in home.chargers:
            smart = home.connector(charger.key).limit.smart
            assert smart is not None
            assert charger.periods[-1]["limit"] == smart.fallback_a


async def test_the_schedule_is_renewed_while_we_are_there(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), wallbox("CP-2"), site=FUSE) as home:
        await two_cars(home)
        before = len(home.chargers[0].profiles)
        await home.run(300)
        assert len(home.chargers[0].profiles) == before
        await home.run(300)
        assert len(home.chargers[0].profiles) == before + 1


async def test_circuits_within_circuits(hass: HomeAssistant) -> None:
    circuit = circuit_data("Carport", 10)
    async with house(hass, circuit, wallbox(), wallbox("CP-2"), site=FUSE) as home:
        (subentry,) = home.entry.get_subentries_of_type("circuit")
        for charge_point_id in ("CP-1", "CP-2"):
            coordinator = home.entry.runtime_data.coordinators[charge_point_id]
            wired: dict[str, Any] = {"connectors": {"1": {"circuit": subentry.subentry_id}}}
            if charge_point_id == "CP-1":
                hass.config_entries.async_update_subentry(
                    home.entry, coordinator.subentry, data={**coordinator.subentry.data, **wired}
                )
        await home.settle()
        await two_cars(home)
        assert limits(home) == [10, 12]
        assert home.outcome().circuit_name == "Carport"
        hass.config_entries.async_remove_subentry(home.entry, subentry.subentry_id)
        await home.settle()
        await home.run(60)
        assert limits(home) == [10, 12]  # its fuse is still there


# ---- chargers that refuse


async def test_a_refusal_is_told_once_and_tried_again_ever_later(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    site = {"grid_meter": "power", "grid_power": "sensor.grid_power"}
    async with house(hass, wallbox(), site=site) as home:
        charger = await home.add_charger()
        await home.wish(mode=Mode.SOLAR)
        await charger.plug_in()
        await home.run(20)
        tried: list[object] = []

        def reject(payload: object) -> dict[str, str]:
            tried.append(payload)
            return {"status": "Rejected"}

        charger.charge_point.auto_reply("SetChargingProfile", reject)
        caplog.clear()
        home.sun_w = 4000
        await home.run(120)
        assert tried
        asked = len(tried)
        with caplog.at_level(logging.INFO):
            await home.run(600)
        assert asked < len(tried) <= 8 * asked
        logged = [record.message for record in caplog.records if "was not taken" in record.message]
        assert len(logged) == 1
        charger.charge_point.auto_reply("SetChargingProfile", charger._take)
        await home.run(300)
        assert charger.limit_a == 16
        assert any("after all" in record.message for record in caplog.records)


@pytest.mark.parametrize("answer", [None, {"status": "Rejected"}])
async def test_less_waits_for_no_raise_that_failed(
    hass: HomeAssistant, answer: dict[str, str] | None
) -> None:
    """The fuse does not wait for minutes because a charger did not take more a while ago."""
    site = {**FUSE, "current_l1": L1}
    async with house(hass, wallbox(connector={"phase_rotation": "L1L2L3"}), site=site) as home:

        async def run(house_a: float, seconds: int) -> None:
            for _ in range(seconds // 10):
                home.measure(L1, house_a + charger.current_a, "A")
                await home.step()

        home.measure(L1, 12, "A")
        charger = await home.add_charger()
        await charger.plug_in()
        await run(12, 120)
        assert charger.limit_a == 13
        charger.charge_point.auto_reply("SetChargingProfile", lambda _: answer)
        await run(5, 600)
        charger.charge_point.auto_reply("SetChargingProfile", charger._take)
        await run(16, 30)
        assert charger.limit_a == 9


async def test_a_refusal_of_what_the_user_wished_is_his_to_know_and_the_wish_stands(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox()) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        charger.rejects = True
        charger.charge_point.auto_reply("RemoteStopTransaction", {"status": "Rejected"})
        with pytest.raises(CommandError):
            await home.wish(mode=Mode.OFF)
        assert home.controller.wishes_of(charger.key).mode is Mode.OFF


async def test_what_is_wished_of_a_charger_that_is_away_waits_for_it(hass: HomeAssistant) -> None:
    async with house(hass, wallbox()) as home:
        charger = await home.add_charger()
        await charger.plug_in()
        await charger.charge_point.close()
        home.chargers.clear()
        await home.settle()
        await home.wish(mode=Mode.OFF)
        assert home.code() == "mode_off"
        again = await home.add_charger()
        await home.settle()
        assert again.limit_a == 0
