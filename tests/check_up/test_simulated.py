"""The findings at the simulated chargers equal what the simulators do."""

import pytest

from custom_components.plug_control.check_up.findings import Form, Outcome, Result, Verdict
from custom_components.plug_control.check_up.steps import steps_of
from custom_components.plug_control.model.events import CheckUpEnded

from .virtual import KEY, place

WORKS, SLOWLY = Verdict.WORKS, Verdict.WORKS_SLOWLY
NOT, UNTRIED = Verdict.DOES_NOT_WORK, Verdict.NOT_TRIED

_ALIKE = {
    "configuration": (WORKS, "configuration"),
    "triggers": (WORKS, "triggers"),
    "clock": (WORKS, "clock_right"),
    "baseline": (WORKS, "baseline"),
    "limit_16": (WORKS, "limit_obeyed"),
    "limit_10": (WORKS, "limit_obeyed"),
    "limit_8": (WORKS, "limit_obeyed"),
    "limit_6": (WORKS, "limit_obeyed"),
    "limit_0": (WORKS, "limit_obeyed"),
    "pause": (WORKS, "pauses"),
    "limit_back": (WORKS, "comes_back"),
    "meter_interval": (WORKS, "meter_interval"),
    "measurands": (WORKS, "measurands"),
    "register": (WORKS, "register_agrees"),
}
_REST = {
    "reconnect": (WORKS, "comes_again"),
    "remote_stop": (WORKS, "stops"),
    "remote_start": (NOT, "unplug_first"),
}
_GENERIC = _ALIKE | {
    "broken_amperes": (WORKS, "broken_obeyed"),
    "profile_max_a": (WORKS, "limit_obeyed"),
    "profile_max_w": (WORKS, "limit_obeyed"),
    "profile_tx_a": (WORKS, "usual_way"),
    "profile_tx_w": (WORKS, "limit_obeyed"),
    "profile_tx_default_a": (WORKS, "limit_obeyed"),
    "profile_tx_default_w": (WORKS, "limit_obeyed"),
    "phases": (WORKS, "phases_switch"),
    **_REST,
}
_KEBA = _GENERIC | {
    # ChargingScheduleAllowedChargingRateUnit is Current, and it cannot switch phases
    "profile_max_w": (NOT, "refused"),
    "profile_tx_w": (NOT, "refused"),
    "profile_tx_default_w": (NOT, "refused"),
    "phases": (NOT, "phases_ignored"),
}
_C2EU = (
    _ALIKE
    # It looks at limits at the boundaries of periods of five minutes
    | {f"limit_{limit}": (SLOWLY, "limit_obeyed") for limit in (16, 10, 8, 6, 0)}
    | {"limit_back": (SLOWLY, "comes_back")}
    | {
        "broken_amperes": (UNTRIED, "known_quirk"),
        "profile_max_a": (UNTRIED, "known_quirk"),
        "profile_max_w": (UNTRIED, "known_quirk"),
        "profile_tx_a": (UNTRIED, "known_quirk"),
        "profile_tx_w": (UNTRIED, "known_quirk"),
        "profile_tx_default_a": (WORKS, "usual_way"),
        "profile_tx_default_w": (UNTRIED, "known_quirk"),
        "phases": (UNTRIED, "one_phase_charger"),
        **_REST,
    }
)


def found(result: Result) -> dict[str, tuple[Verdict, str]]:
    """Return verdict and sentence of each finding by its key."""
    return {each.key: (each.verdict, each.sentence) for each in result.findings}


def value(result: Result, key: str, name: str) -> object:
    finding = result.finding(key)
    assert finding is not None
    return finding.values[name]


@pytest.mark.parametrize(
    ("profile", "phases", "expected", "way", "back_s"),
    [
        ("generic", 3, _GENERIC, "tx_default_and_tx_profile_a", (5, 10)),
        ("keba", 3, _KEBA, "tx_default_and_tx_profile_a", (30, 35)),
        ("c2eu", 1, _C2EU, "tx_default_profile_a", (5, 10)),
    ],
)
async def test_findings_equal_what_the_simulator_does(
    profile: str,
    phases: int,
    expected: dict[str, tuple[Verdict, str]],
    way: str,
    back_s: tuple[int, int],
) -> None:
    async with place(profile, phases=phases) as there:
        await there.charge(phases=phases)
        estimate_s = there.check_ups.seconds(KEY, Form.WHOLE)
        result = await there.check_up(Form.WHOLE)
        assert result.outcome is Outcome.FINISHED
        assert found(result) == expected
        assert result.limit_way == way
        for limit_a in (16, 10, 8, 6, 0):
            assert value(result, f"limit_{limit_a}", "drawn_a") == pytest.approx(limit_a, abs=0.2)
        assert value(result, "meter_interval", "seconds") == 60
        assert value(result, "register", "percent") == pytest.approx(0, abs=3)
        configuration = there.charger._software._configuration.items()  # type: ignore[union-attr]
        known = [each for each in configuration if each.value is not None or profile != "c2eu"]
        assert value(result, "configuration", "keys") == len(known)
        readonly = value(result, "configuration", "readonly")
        assert readonly == sum(each.read_only for each in known)
        reconnect_s = value(result, "reconnect", "seconds")
        assert isinstance(reconnect_s, int)
        assert back_s[0] <= reconnect_s <= back_s[1]
        assert result.ended_at is not None
        took_s = (result.ended_at - result.started_at).total_seconds()
        assert 0.4 * estimate_s < took_s < 1.1 * estimate_s
        [ended] = [each for each in there.events if isinstance(each, CheckUpEnded)]
        assert ended.outcome == "finished"
        assert sum(ended.counts.values()) == len(expected)


@pytest.mark.parametrize("profile", ["generic", "keba"])
async def test_quick_form_takes_less_than_ten_minutes(profile: str) -> None:
    async with place(profile) as there:
        await there.charge()
        assert there.check_ups.seconds(KEY, Form.QUICK) < 600
        result = await there.check_up()
        assert found(result) == _ALIKE
        assert result.ended_at is not None
        assert (result.ended_at - result.started_at).total_seconds() < 600
        assert there.connector.transaction is not None


async def test_c2eu_is_asked_nothing_that_it_does_not_survive() -> None:
    """C2EU section 4: TxProfile, ChargePointMaxProfile beside others, W, GetCompositeSchedule, stores never filled."""
    async with place("c2eu", phases=1) as there:
        await there.charge(phases=1)
        assert there.check_ups.seconds(KEY, Form.QUICK) > 1800
        before = len(there.charger.received("ClearChargingProfile"))
        await there.check_up(Form.WHOLE)
        kinds = {
            (profile["chargingProfilePurpose"], profile["chargingSchedule"]["chargingRateUnit"])
            for each in there.charger.received("SetChargingProfile")
            if isinstance(profile := each["csChargingProfiles"], dict)
            and isinstance(profile["chargingSchedule"], dict)
        }
        assert kinds == {("TxDefaultProfile", "A")}
        assert len(there.charger.received("ClearChargingProfile")) == before
        assert not there.charger.received("GetCompositeSchedule")
        assert not there.charger.received("DataTransfer")


async def test_car_that_waits_is_started_and_stopped_again() -> None:
    async with place("generic") as there:
        there.charger.plug()
        await there.until(lambda: there.connector.is_plugged_in)
        result = await there.check_up()
        assert result.outcome is Outcome.FINISHED
        await there.until(lambda: there.connector.transaction is None)


async def test_limit_that_the_car_does_not_reach_is_not_tried() -> None:
    async with place("generic") as there:
        await there.charge(maximum_a=9)
        result = await there.check_up()
        assert found(result)["limit_16"] == (UNTRIED, "car_draws_less")
        assert found(result)["limit_10"] == (UNTRIED, "car_draws_less")
        assert found(result)["limit_8"] == (WORKS, "limit_obeyed")


def test_every_step_of_the_quick_form_is_in_the_whole_one() -> None:
    quick = [step.name for step in steps_of(Form.QUICK)]
    whole = [step.name for step in steps_of(Form.WHOLE)]
    assert [name for name in whole if name in quick] == quick
    assert whole[-2:] == ["remote_stop", "remote_start"]
