"""What the meters tell, what they do not, and what survives a restart."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.plug_control.charging.plans.settings import PlanShape
from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.const import CONF_SITE, DOMAIN
from tests.helpers import coordinator_of, until
from tests.house import GRID, KEY, MEASURED, House, house, wallbox


def stale_issues(hass: HomeAssistant) -> list[ir.IssueEntry]:
    """Return the repairs about silent meters."""
    return [
        issue
        for (domain, issue_id), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN and "stale_meter" in issue_id
    ]


async def charge_on_sun(home: House, sun_w: float = 4000) -> None:
    """Have the car charge with all that the sun gives."""
    charger = await home.add_charger()
    home.sun_w = sun_w
    await home.wish(mode=Mode.SOLAR)
    await charger.plug_in()
    await home.run(180)
    assert home.code() == "solar"


async def test_a_silent_meter_pauses_is_told_and_recovers_by_itself(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        await charge_on_sun(home)
        (charger,) = home.chargers
        home.meter_works = False
        await home.run(110)
        assert (home.code(), charger.limit_a) == ("solar", 16)
        assert stale_issues(hass) == []
        await home.run(30)
        assert (home.code(), charger.limit_a) == ("surplus_unknown", 0)
        (issue,) = stale_issues(hass)
        assert issue.translation_placeholders is not None
        assert issue.translation_placeholders["sensors"] == GRID
        await home.wish(mode=Mode.SOLAR_MINIMUM)
        assert (home.code(), charger.limit_a) == ("surplus_unknown", 6)
        home.meter_works = True
        await home.run(120)
        assert stale_issues(hass) == []
        assert (home.code(), charger.limit_a) == ("solar", 16)


@pytest.mark.parametrize("state", ["unavailable", "initialising", "nan"])
async def test_a_meter_that_is_away_for_a_moment_is_no_matter(
    hass: HomeAssistant, state: str
) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        await charge_on_sun(home)
        home.meter_works = False
        hass.states.async_set(GRID, state)
        await home.run(60)
        assert home.code() == "solar"
        assert stale_issues(hass) == []
        await home.run(70)
        assert home.code() == "surplus_unknown"
        assert len(stale_issues(hass)) == 1


async def test_a_silent_meter_that_nobody_waits_for_is_not_told(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        await home.add_charger()
        home.meter_works = False
        await home.run(300)
        assert stale_issues(hass) == []


ONE_PHASE_FUSE = {**MEASURED, "main_fuse": 25, "main_fuse_phases": 1, "assumed_load": 3}
"""The grid's power is what the main fuse carries."""


async def test_a_silent_meter_by_which_a_fuse_is_watched_is_told_in_any_mode(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), site=ONE_PHASE_FUSE) as home:
        await home.add_charger()
        await home.run(30)
        home.meter_works = False
        await home.run(150)
        assert len(stale_issues(hass)) == 1


async def test_nothing_is_raised_after_a_start_before_it_is_known_what_the_fuse_bears(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), site=ONE_PHASE_FUSE) as home:
        charger = await home.add_charger()
        home.load_w = 230 * 15
        await charger.plug_in()
        await home.run(120)
        assert charger.limit_a == 10
        await charger.charge_point.close()
        hass.states.async_set(GRID, "unavailable")
        home.meter_works = False
        home.chargers.clear()
        await hass.config_entries.async_reload(home.entry.entry_id)
        again = await home.add_charger(status="Charging")
        await home.run(60)
        assert (home.code(), again.limit_a) == ("starting", 10)
        await home.run(120)
        assert home.code() == "fast"
        assert len(stale_issues(hass)) == 1


async def test_a_repair_goes_with_the_meter_that_is_not_chosen_any_more(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        await charge_on_sun(home)
        home.meter_works = False
        await home.run(150)
        assert len(stale_issues(hass)) == 1
        hass.config_entries.async_update_entry(home.entry, options={CONF_SITE: {}})
        await home.settle()
        assert stale_issues(hass) == []
        assert not home.controller.measures_surplus


async def test_a_restart_in_the_middle_of_a_solar_charge_changes_nothing(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        await charge_on_sun(home, 2800)
        (charger,) = home.chargers
        assert charger.limit_a == 11
        hass.states.async_set(GRID, "unavailable")
        sent = len(charger.profiles)
        await charger.charge_point.close()
        await hass.config_entries.async_reload(home.entry.entry_id)
        await hass.async_block_till_done()
        assert home.controller.wishes_of(KEY).mode is Mode.SOLAR
        assert home.code() == "starting"
        charger.charge_point.url = charger.charge_point.url.replace(
            charger.charge_point.url.split("/")[2], f"127.0.0.1:{home.central_system.port}"
        )
        await charger.charge_point.connect()
        await charger.charge_point.boot()
        await home.settle()
        home.meter_works = False
        await home.run(60)
        assert home.code() == "starting"
        home.meter_works = True
        await home.run(60)
        assert home.code() == "solar"
        told = [profile["csChargingProfiles"] for profile in charger.profiles[sent:]]
        limits = {
            profile["chargingSchedule"]["chargingSchedulePeriod"][0]["limit"] for profile in told
        }
        assert limits == {11}


async def test_a_meter_that_does_not_come_back_is_waited_for_only_so_long(
    hass: HomeAssistant,
) -> None:
    hass.states.async_set(GRID, "unavailable")
    async with house(hass, wallbox(), site=MEASURED) as home:
        hass.states.async_set(GRID, "unavailable")
        home.meter_works = False
        await hass.config_entries.async_reload(home.entry.entry_id)
        charger = await home.add_charger()
        await home.wish(mode=Mode.SOLAR)
        await charger.plug_in()
        await home.run(60)
        assert (home.code(), charger.profiles) == ("starting", [])
        await home.run(120)
        assert (home.code(), charger.limit_a) == ("surplus_unknown", 0)
        assert len(stale_issues(hass)) == 1


async def test_wishes_survive_a_restart_and_go_with_their_charge_point(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), wallbox("CP-2"), site=MEASURED) as home:
        charger = await home.add_charger()
        await home.wish(mode=Mode.SOLAR, priority=3, minimum_a=8, plan_shape=PlanShape.ONE_BLOCK)
        await home.wish(("CP-2", 1), mode=Mode.OFF)
        home.chargers.clear()
        await charger.charge_point.close()
        await hass.config_entries.async_reload(home.entry.entry_id)
        wishes = home.controller.wishes_of(KEY)
        assert (wishes.mode, wishes.priority, wishes.minimum_a) == (Mode.SOLAR, 3, 8)
        assert wishes.plan_shape is PlanShape.ONE_BLOCK
        assert home.controller.wishes_of(("CP-2", 1)).mode is Mode.OFF
        subentry = coordinator_of(home.entry, "CP-2").subentry
        hass.config_entries.async_remove_subentry(home.entry, subentry.subentry_id)
        await home.settle()
        assert home.controller.wishes_of(("CP-2", 1)).mode is Mode.FAST


async def test_other_options_change_nothing_of_the_site(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        await charge_on_sun(home)
        sight = home.controller.log.steps[-1].decision.state.site.connectors["CP-1#1"].sight
        hass.config_entries.async_update_entry(
            home.entry, options={**home.entry.options, "heartbeat_interval": 600}
        )
        await home.settle()
        assert not home.controller.async_options_changed()
        assert sight is not None
        await home.run(20)
        assert home.code() == "solar"


async def test_what_a_car_draws_is_asked_for_where_it_follows_the_sun(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        watched: list[list[tuple[str, int]]] = []
        monkeypatch.setattr(
            home.central_system, "watch_meters", lambda keys, every_s: watched.append(list(keys))
        )
        charger = await home.add_charger()
        await home.run(10)
        assert watched[-1] == []
        await home.wish(mode=Mode.SOLAR)
        await charger.plug_in()
        await home.run(10)
        assert watched[-1] == [KEY]


async def test_prices_and_forecasts_are_asked_for_every_quarter_of_an_hour(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def forecast(_: object) -> None:
        asked.append("forecast")

    async def prices(_: object) -> None:
        asked.append("prices")

    sensors = "custom_components.plug_control.controller.site_reader.SiteSensors"
    monkeypatch.setattr(f"{sensors}.async_refresh_forecast", forecast)
    monkeypatch.setattr(f"{sensors}.async_refresh_prices", prices)
    async with house(hass, wallbox(), site=MEASURED) as home:
        assert asked == ["forecast", "prices"]
        await home.step(timedelta(minutes=15).total_seconds() + 1)
        assert asked == ["forecast", "prices"] * 2


async def test_c2eu_q5_a_charger_that_calls_is_told_nothing_before_it_has_booted(
    hass: HomeAssistant,
) -> None:
    """A charge point that was known before is connected at once, but answers nothing until its boot is accepted."""
    async with house(hass, wallbox(), site=MEASURED) as home:
        charger = await home.add_charger()
        await home.wish(mode=Mode.SOLAR)
        await charger.plug_in()
        await home.run(30)
        assert charger.limit_a == 0
        await charger.charge_point.close()
        charger.profiles.clear()
        await charger.charge_point.connect()
        await home.wish(mode=Mode.FAST)
        assert charger.profiles == []
        await charger.charge_point.boot()
        await until(lambda: bool(charger.profiles))
        await home.run(30)
        assert charger.limit_a == 16
