"""Back ends' ceilings: the charger gets the least of them, the user, smart charging and its own maximum."""

from dataclasses import replace
from math import inf, nan
from typing import Any

import pytest

from custom_components.plug_control.central_system.limits.targets import (
    LimitTarget,
    ceiling_of,
    target_of,
)
from custom_components.plug_control.model.connector import Limit, SmartLimit
from custom_components.plug_control.protocol.errors import (
    NotPossible,
    NotPossibleError,
    OfflineError,
)
from tests.central_system.conftest import Lab, MakeLab
from tests.central_system.limited import profiles

SMART = SmartLimit(limit_a=16, fallback_a=10, silence_s=600)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ({}, None),
        ({"ceilings": {"a": 10.0}}, LimitTarget(limit_a=10)),
        ({"ceilings": {"a": 10.0, "b": 8.0}}, LimitTarget(limit_a=8)),
        ({"ceilings": {"a": 63.0}}, LimitTarget(limit_a=32)),
        ({"ceilings": {"a": 10.0}, "wanted_a": 7.0}, LimitTarget(limit_a=7)),
        ({"ceilings": {"a": 10.0}, "wanted_a": 0.0}, LimitTarget(limit_a=0)),
        ({"ceilings": {"a": 0.0}, "wanted_a": 16.0}, LimitTarget(limit_a=0)),
        (
            {"ceilings": {"a": 12.0}, "smart": SMART},
            LimitTarget(limit_a=12, fallback_a=10, silence_s=600),
        ),
        # In a silence of ours, too, no more than the ceiling
        ({"ceilings": {"a": 8.0}, "smart": SMART}, LimitTarget(limit_a=8)),
        (
            {"ceilings": {"a": 20.0}, "smart": SMART},
            LimitTarget(limit_a=16, fallback_a=10, silence_s=600),
        ),
    ],
)
def test_the_least_counts(limit: dict[str, Any], expected: LimitTarget | None) -> None:
    assert target_of(Limit(**limit), 32.0) == expected


@pytest.mark.parametrize(
    ("told_a", "limit_a"), [(0, 0), (0.5, 0), (5.99, 0), (6, 6), (10.19, 10.1), (32, 32)]
)
def test_less_than_a_car_can_charge_with_is_a_pause(told_a: float, limit_a: float) -> None:
    assert ceiling_of(told_a) == limit_a


async def limited(lab: Lab) -> Any:
    """Return a charger that is ready and told nothing of limits yet."""
    charge_point = await lab.started_up()
    await charge_point.call(
        "StatusNotification", {"connectorId": 1, "status": "Available", "errorCode": "NoError"}
    )
    return charge_point


async def test_a_ceiling_is_sent_and_lifted_again(lab: Lab) -> None:
    charge_point = await limited(lab)
    limits = lab.central_system.limits
    await limits.set_ceiling("CP-1", 1, "monta", 10.0)
    assert lab.connector().limit.applied_a == 10
    sent = len(profiles(charge_point))
    await limits.set_ceiling("CP-1", 1, "monta", 10.0)
    assert len(profiles(charge_point)) == sent
    await limits.set_ceiling("CP-1", 1, "road", 8.0)
    assert lab.connector().limit.applied_a == 8
    await limits.set_ceiling("CP-1", 1, "road", None)
    assert lab.connector().limit.applied_a == 10
    await limits.set_ceiling("CP-1", 1, "monta", None)
    maximum_a = lab.central_system.settings_of("CP-1").maximum_current_a
    assert lab.connector().limit.applied_a == maximum_a
    assert [each["limit"] for each in profiles(charge_point)][-1] == maximum_a


async def test_the_users_limit_stays_below_a_ceiling_and_above_it_counts_for_nothing(
    lab: Lab,
) -> None:
    await limited(lab)
    limits = lab.central_system.limits
    await limits.set_limit("CP-1", 1, 8.0)
    await limits.set_ceiling("CP-1", 1, "monta", 20.0)
    assert lab.connector().limit.applied_a == 8
    await limits.set_limit("CP-1", 1, 30.0)
    assert lab.connector().limit.applied_a == 20
    await limits.set_ceiling("CP-1", 1, "monta", None)
    assert lab.connector().limit.applied_a == 30


async def test_smart_charging_keeps_below_a_ceiling(lab: Lab) -> None:
    await limited(lab)
    limits = lab.central_system.limits
    await limits.set_ceiling("CP-1", 1, "monta", 10.0)
    await limits.set_smart_limit("CP-1", 1, replace(SMART, limit_a=16))
    assert lab.connector().limit.applied_a == 10
    await limits.set_ceiling("CP-1", 1, "monta", None)
    assert lab.connector().limit.applied_a == 16
    assert not lab.connector().limit.released


@pytest.mark.parametrize("limit_a", [nan, inf, -1.0])
async def test_what_is_no_limit_is_refused(lab: Lab, limit_a: float) -> None:
    await limited(lab)
    with pytest.raises(NotPossibleError) as refused:
        await lab.central_system.limits.set_ceiling("CP-1", 1, "monta", limit_a)
    assert refused.value.reason is NotPossible.LIMIT_OUT_OF_RANGE
    assert lab.connector().limit.ceilings == {}


async def test_a_ceiling_that_comes_while_the_charger_is_away_is_sent_once_it_is_back(
    lab: Lab,
) -> None:
    charge_point = await limited(lab)
    await charge_point.close()
    await lab.until(lambda: not lab.model().connected)
    with pytest.raises(OfflineError):
        await lab.central_system.limits.set_ceiling("CP-1", 1, "monta", 10.0)
    charge_point = await lab.started_up()
    await lab.until(lambda: lab.connector().limit.applied_a == 10)


async def test_a_ceiling_outlasts_a_restart(lab: Lab, make_lab: MakeLab) -> None:
    await limited(lab)
    await lab.central_system.limits.set_ceiling("CP-1", 1, "monta", 10.0)
    again = await make_lab(memory=lab.central_system.memory())
    again.add()
    assert again.connector().limit.ceilings == {"monta": 10.0}
    await again.started_up()
    await again.until(lambda: again.connector().limit.applied_a == 10)


@pytest.mark.parametrize("damaged", [{"monta": "x"}, {"monta": 3}, [1], 5, {"monta": None}])
async def test_damaged_ceilings_are_left_out(make_lab: MakeLab, damaged: Any) -> None:
    lab = await make_lab(memory={"CP-1": {"connectors": {"1": {"ceilings": damaged}}}})
    lab.add()
    assert lab.connector().limit.ceilings == {}
