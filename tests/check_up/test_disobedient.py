"""Chargers that differ from the standard: what a check-up finds of them, and which traits it sets."""

from collections.abc import Callable
from typing import Any

import pytest

from custom_components.plug_control.check_up.findings import Form, Outcome, Result, Verdict
from custom_components.plug_control.model.charge_point import PauseHabit
from custom_components.plug_control.model.connector import ConnectorStatus
from simulator.generic.smart_charging import SmartCharging
from simulator.profiles import Allowed, Purpose, RateUnit

from .virtual import ID, KEY, Place, place


def obeys(monkeypatch: pytest.MonkeyPatch, change: Callable[[Allowed], Allowed]) -> None:
    """Let connector 1 of the generic charger offer something else than its profiles allow."""
    allowed = SmartCharging.allowed

    def offered(self: SmartCharging, outlet: Any) -> Allowed:
        one = allowed(self, outlet)
        return change(one) if outlet.number == 1 else one

    monkeypatch.setattr(SmartCharging, "allowed", offered)


def ignores(
    monkeypatch: pytest.MonkeyPatch, *purposes: Purpose, unit: RateUnit | None = None
) -> None:
    """Let the generic charger accept profiles of these purposes (and unit), and not obey them."""
    profiles = SmartCharging._profiles

    def obeyed(self: SmartCharging, *connectors: int) -> list[Any]:
        return [
            each
            for each in profiles(self, *connectors)
            if each.purpose not in purposes or (unit is not None and each.unit is not unit)
        ]

    monkeypatch.setattr(SmartCharging, "_profiles", obeyed)


def told(result: Result, *keys: str) -> dict[str, tuple[str, str]]:
    found = {each.key: (each.verdict.value, each.sentence) for each in result.findings}
    return {key: found[key] for key in keys}


async def whole(there: Place) -> Result:
    await there.charge()
    return await there.check_up(Form.WHOLE)


async def test_whole_amperes_become_a_trait(monkeypatch: pytest.MonkeyPatch) -> None:
    """As evcc 22087: a Wallbox makes 16 A of 8.8 A; most others round."""
    obeys(monkeypatch, lambda one: Allowed(limit_a=float(int(one.limit_a)), phases=one.phases))
    async with place("generic") as there:
        result = await whole(there)
        assert told(result, "broken_amperes") == {
            "broken_amperes": ("does_not_work", "broken_rounded")
        }
        assert there.charge_point.whole_amps
        await there.do(there.central_system.limits.set_limit(*KEY, 7.5))
        last: Any = there.charger.received("SetChargingProfile")[-1]["csChargingProfiles"]
        assert last["chargingSchedule"]["chargingSchedulePeriod"][0]["limit"] == 7


async def test_slow_charger_gets_its_latency(monkeypatch: pytest.MonkeyPatch) -> None:
    async with place("generic") as there:
        late: dict[str, Any] = {"wanted": None, "since": 0.0, "held": None}

        def after_a_minute(one: Allowed) -> Allowed:
            now = there.clock.monotonic()
            if late["wanted"] is None or one.limit_a != late["wanted"].limit_a:
                late.update(wanted=one, since=now, held=late["held"] or one)
            if now - late["since"] >= 60:
                late["held"] = late["wanted"]
            held: Allowed = late["held"]
            return held

        obeys(monkeypatch, after_a_minute)
        await there.charge()
        result = await there.check_up()
        assert result.outcome is Outcome.FINISHED
        limits = told(result, "limit_16", "limit_10", "limit_8", "limit_6", "limit_0")
        assert set(limits.values()) == {("works_slowly", "limit_obeyed")}
        latency_s = there.charge_point.limit_latency_s
        assert latency_s is not None
        assert 60 <= latency_s <= 90
        assert there.central_system.limits.habits(ID).latency_s == latency_s
        remembered = there.central_system.memory()[ID]
        assert remembered["limit_latency_s"] == latency_s
        await there.do(there.central_system.limits.reset_learned(ID))
        assert there.charge_point.limit_latency_s is None


async def test_way_that_is_accepted_but_not_obeyed_is_replaced_by_one_that_acts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ignores(monkeypatch, Purpose.TX_PROFILE, Purpose.TX_DEFAULT_PROFILE, unit=RateUnit.A)
    async with place("generic", connectors=1) as there:
        result = await whole(there)
        limits = told(result, "limit_16", "limit_10", "limit_8", "limit_6")
        assert set(limits.values()) == {("does_not_work", "limit_ignored")}
        assert told(result, "profile_tx_w", "profile_max_a") == {
            "profile_tx_w": ("works", "limit_obeyed"),
            "profile_max_a": ("works", "limit_obeyed"),
        }
        assert there.charge_point.limit_way == "charge_point_max_profile_a"
        there.charger.unplug()
        await there.until(lambda: there.connector.status is ConnectorStatus.AVAILABLE)
        await there.charge()
        await there.do(there.central_system.limits.set_limit(*KEY, 10))
        await there.advance(5)
        assert there.charger.limit_a == 10


async def test_accepted_profile_without_effect_does_not_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ignores(monkeypatch, Purpose.CHARGE_POINT_MAX_PROFILE)
    async with place("generic") as there:
        result = await whole(there)
        assert told(result, "profile_max_a", "profile_tx_w") == {
            "profile_max_a": ("does_not_work", "accepted_ignored"),
            "profile_tx_w": ("works", "limit_obeyed"),
        }
        assert not there.charge_point.whole_amps


async def test_pause_that_ends_the_charge_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """As evcc 29272: a limit of 0 ends the transaction."""
    async with place("generic") as there:
        software: Any = there.charger._software
        outlet = software._outlets[1]

        def ends(one: Allowed) -> Allowed:
            if one.limit_a == 0 and outlet.bill is not None:
                outlet.stop("Other")
                outlet._finishing = False
            return one

        obeys(monkeypatch, ends)
        await there.charge()
        result = await there.check_up()
        assert told(result, "limit_0", "pause", "limit_back") == {
            "limit_0": ("works", "limit_obeyed"),
            "pause": ("does_not_work", "ends_charge"),
            "limit_back": ("works", "comes_back"),
        }
        assert there.connector.transaction is not None
        assert there.charge_point.pause_habit is PauseHabit.GOES_ON


async def test_charger_that_takes_no_limit_at_all() -> None:
    async with place("generic") as there:
        software: Any = there.charger._software
        software._handlers["SetChargingProfile"] = lambda request: {"status": "Rejected"}
        await there.charge()
        result = await there.check_up()
        assert (result.outcome, result.trouble) == (Outcome.FAILED, "takes_no_limit")
        assert not there.kept["befores"]
        assert there.charger.limit_a == 32


async def test_charger_without_triggers_is_looked_at_by_its_own_values() -> None:
    async with place("generic") as there:
        software: Any = there.charger._software
        software._handlers["TriggerMessage"] = lambda request: {"status": "NotImplemented"}
        await there.charge()
        result = await there.check_up()
        assert result.outcome is Outcome.FINISHED
        assert told(result, "triggers", "limit_10") == {
            "triggers": ("does_not_work", "no_triggers"),
            "limit_10": ("works_slowly", "limit_obeyed"),
        }
        assert result.finding("register") is not None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda there: there.charger.unplug(), "not_ready"),
        (lambda there: there.charger.fault(), "fault"),
        (lambda there: there.charger.cut_network(), "offline"),
        (lambda there: setattr(there.connector.limit, "wanted_a", 0.0), "paused"),
    ],
)
async def test_check_up_does_not_begin_where_it_cannot_tell_anything(
    change: Callable[[Place], object], reason: str
) -> None:
    async with place("generic") as there:
        await there.charge()
        assert there.check_ups.obstacle(KEY, confirmed=True) is None
        change(there)
        await there.until(lambda: there.check_ups.obstacle(KEY, confirmed=True) == reason)


async def test_car_must_not_be_above_80_percent() -> None:
    async with place("keba") as there:
        obstacle = there.check_ups.obstacle
        assert obstacle(("other", 1)) == "unknown_connector"
        await there.charge()
        await there.until(lambda: obstacle(KEY) is None)  # it tells the state of charge: 10 %
        readings = there.connector.meter.readings
        soc = next(key for key in readings if key[0].value == "state_of_charge_percent")
        readings[soc].value = 81.0
        assert obstacle(KEY, percent=50, confirmed=True) == "too_full"
        del readings[soc]
        assert obstacle(KEY) == "not_confirmed"
        assert obstacle(KEY, percent=81.0) == "too_full"
        assert obstacle(KEY, percent=79.0) is None


def test_verdicts_are_four() -> None:
    assert {each.value for each in Verdict} == {
        "works",
        "works_slowly",
        "does_not_work",
        "not_tried",
    }
