"""SetChargingProfile of a back end is a ceiling: what its profiles allow now, in A per phase (R23–R27)."""

import asyncio
from datetime import timedelta
import json
from typing import Any

import pytest

from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.protocol.errors import OfflineError
from custom_components.plug_control.protocol.values import format_timestamp
from custom_components.plug_control.relay.ceiling import Ceilings
from custom_components.plug_control.relay.profiles import MAX_PROFILES, read_profile
from custom_components.plug_control.relay.settings import CommandKind, Rules

from .conftest import Lab
from .scripted import ScriptedBackEnd
from .times import NOW, until

MAY = Rules(commands=frozenset({CommandKind.CEILING}))
HOUR = timedelta(hours=1)


def profile(
    limit: float = 10.0,
    *,
    number: int = 1,
    purpose: str = "TxDefaultProfile",
    level: int = 0,
    kind: str = "Absolute",
    unit: str = "A",
    periods: list[Any] | None = None,
    schedule: dict[str, Any] | None = None,
    **changed: Any,
) -> dict[str, Any]:
    return {
        "chargingProfileId": number,
        "stackLevel": level,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": kind,
        "chargingSchedule": {
            "chargingRateUnit": unit,
            "chargingSchedulePeriod": periods or [{"startPeriod": 0, "limit": limit}],
            **(schedule or {}),
        },
        **changed,
    }


class Ceiling:
    """A back end that sets profiles."""

    def __init__(self, lab: Lab, scripted: ScriptedBackEnd) -> None:
        self.lab = lab
        self._scripted = scripted

    async def set(self, told: Any, connector_id: int = 1) -> str:
        answer = await self._scripted.ask(
            "SetChargingProfile", {"connectorId": connector_id, "csChargingProfiles": told}
        )
        return str(answer[2]["status"])

    async def clear(self, **payload: Any) -> str:
        answer = await self._scripted.ask("ClearChargingProfile", payload)
        return str(answer[2]["status"])

    @property
    def limit_a(self) -> float | None:
        return self.of(1)

    def of(self, connector_id: int) -> float | None:
        return self.lab.port.ceilings.get(("CP-1", connector_id, "BE-1"))

    def begin(self, connector_id: int = 1, transaction_id: int = 1) -> None:
        """Begin a transaction on a connector."""
        self.lab.charge_points["CP-1"].connector(connector_id).transaction = Transaction(
            transaction_id=transaction_id,
            charge_point_id="CP-1",
            connector_id=connector_id,
            id_tag="CARD",
            started_at=NOW,
            meter_start_wh=0.0,
            start_timestamp=None,
        )


@pytest.fixture
async def ceiling(lab: Lab, scripted: ScriptedBackEnd) -> Ceiling:
    lab.add()
    lab.use(scripted, rules=MAY)
    await lab.until_connected()
    return Ceiling(lab, scripted)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (profile(10), 10.0),
        (profile(0), 0.0),
        (profile(6900, unit="W"), 10.0),
        (profile(periods=[{"startPeriod": 0, "limit": 2300, "numberPhases": 1}], unit="W"), 10.0),
        (profile(periods=[{"startPeriod": 60, "limit": 8}, {"startPeriod": 0, "limit": 9}]), 9.0),
        (profile(10, kind="Recurring", recurrencyKind="Daily"), 10.0),
    ],
)
async def test_a_profile_becomes_a_ceiling(
    ceiling: Ceiling, told: dict[str, Any], expected: float
) -> None:
    """R26: A is per phase, W the total; without numberPhases three."""
    assert await ceiling.set(told) == "Accepted"
    assert ceiling.limit_a == expected


@pytest.mark.parametrize(
    ("told", "connector_id"),
    [
        (None, 1),
        ({}, 1),
        (profile(), 9),
        (profile(purpose="Odd"), 1),
        (profile(kind="Odd"), 1),
        (profile(kind="Recurring"), 1),
        (profile(purpose="ChargePointMaxProfile"), 1),
        (profile(purpose="TxProfile"), 0),
        (profile(purpose="TxProfile"), 1),
        (profile(level=-1), 1),
        (profile(number=2**40), 1),
        (profile(-1), 1),
        (profile(periods=[7]), 1),
        (profile(periods=[{"startPeriod": 0}]), 1),
        (profile(periods=[{"startPeriod": -5, "limit": 1}]), 1),
        (profile(periods=[{"startPeriod": n, "limit": 1} for n in range(1441)]), 1),
    ],
)
async def test_what_cannot_be_followed_is_rejected(
    ceiling: Ceiling, told: Any, connector_id: int
) -> None:
    assert await ceiling.set(told, connector_id) == "Rejected"
    assert not ceiling.lab.port.ceilings


async def test_without_a_connector_nothing_is_set(
    lab: Lab, ceiling: Ceiling, scripted: ScriptedBackEnd
) -> None:
    answer = await scripted.ask("SetChargingProfile", {"csChargingProfiles": profile()})
    assert answer[2] == {"status": "Rejected"}


async def test_a_schedule_changes_the_ceiling_in_time(lab: Lab, ceiling: Ceiling) -> None:
    await ceiling.set(
        profile(
            periods=[
                {"startPeriod": 0, "limit": 16},
                {"startPeriod": 3600, "limit": 8},
            ],
            schedule={"startSchedule": format_timestamp(NOW - HOUR / 2), "duration": 7200},
        )
    )
    assert ceiling.limit_a == 16
    lab.now = NOW + HOUR / 2
    await until(lambda: ceiling.limit_a == 8)
    lab.now = NOW + 1.5 * HOUR
    await until(lambda: ceiling.limit_a is None)


async def test_the_station_and_the_transaction_have_the_least(lab: Lab, ceiling: Ceiling) -> None:
    """S3.13.3; a transaction's profile takes the default's place, the highest level counts."""
    ceiling.begin()
    await ceiling.set(profile(20, number=1))
    await ceiling.set(profile(12, number=2, level=3), 0)
    assert ceiling.limit_a == 12
    await ceiling.set(profile(16, number=3, purpose="TxProfile"))
    assert ceiling.limit_a == 16
    await ceiling.set(profile(14, number=4, purpose="ChargePointMaxProfile"), 0)
    assert ceiling.limit_a == 14
    lab.charge_points["CP-1"].connector(1).transaction = None
    lab.stop(lab.start())
    await until(lambda: ceiling.limit_a == 12)
    assert len(lab.relay.memory()["BE-1"]["ceilings"]["CP-1"]) == 3


async def test_the_stations_limit_is_shared_by_those_that_charge(
    lab: Lab, ceiling: Ceiling
) -> None:
    for connector_id in (1, 2):
        ceiling.begin(connector_id)
    await ceiling.set(profile(20, purpose="ChargePointMaxProfile"), 0)
    assert (ceiling.of(1), ceiling.of(2)) == (10, 10)


async def test_a_relative_schedule_counts_from_the_transactions_start(
    lab: Lab, ceiling: Ceiling
) -> None:
    await ceiling.set(profile(9, kind="Relative"))
    assert ceiling.limit_a is None
    ceiling.begin()
    await until(lambda: ceiling.limit_a == 9)


@pytest.mark.parametrize(
    ("theirs", "running", "status"),
    [
        (9001, 101, "Accepted"),
        (9001, 7, "Rejected"),
        (9001, None, "Rejected"),
        (5, 101, "Rejected"),
    ],
)
async def test_a_profile_of_a_transaction_is_for_that_one_alone(
    lab: Lab, ceiling: Ceiling, theirs: int, running: int | None, status: str
) -> None:
    """R23: the id is the back end's own."""
    lab.start()
    await lab.until_delivered()
    if running is not None:
        ceiling.begin(transaction_id=running)
    told = profile(8, purpose="TxProfile", transactionId=theirs)
    assert await ceiling.set(told) == status
    assert ceiling.limit_a == (8 if status == "Accepted" else None)


@pytest.mark.parametrize("may", [True, False])
async def test_the_profile_of_a_remote_start_counts_from_its_transaction_on(
    lab: Lab, ceiling: Ceiling, scripted: ScriptedBackEnd, may: bool
) -> None:
    """R23."""
    kinds = {CommandKind.REMOTE_START} | ({CommandKind.CEILING} if may else set())
    lab.use(scripted, rules=Rules(commands=frozenset(kinds)))
    told = profile(9, purpose="TxProfile")
    await scripted.ask(
        "RemoteStartTransaction", {"connectorId": 1, "idTag": "CARD", "chargingProfile": told}
    )
    assert ceiling.limit_a is None
    ceiling.begin()
    lab.start()
    if may:
        await until(lambda: ceiling.limit_a == 9)
    else:
        await asyncio.sleep(0.05)
        assert ceiling.limit_a is None


async def test_validity_bounds_a_profile(lab: Lab, ceiling: Ceiling) -> None:
    await ceiling.set(
        profile(9, validFrom=format_timestamp(NOW + HOUR), validTo=format_timestamp(NOW + 2 * HOUR))
    )
    assert ceiling.limit_a is None
    lab.now = NOW + HOUR
    await until(lambda: ceiling.limit_a == 9)
    lab.now = NOW + 2 * HOUR
    await until(lambda: ceiling.limit_a is None)


async def test_the_same_id_or_level_and_purpose_replaces(lab: Lab, ceiling: Ceiling) -> None:
    """R25."""
    await ceiling.set(profile(8, number=1))
    await ceiling.set(profile(9, number=2))
    await ceiling.set(profile(11, number=2, level=2))
    assert ceiling.limit_a == 11
    assert len(lab.relay.memory()["BE-1"]["ceilings"]["CP-1"]) == 1


@pytest.mark.parametrize(
    ("request_", "status", "left"),
    [
        ({"id": 1}, "Accepted", 11.0),
        ({"id": 7}, "Unknown", 8.0),
        ({"connectorId": 1, "stackLevel": 5}, "Accepted", 11.0),
        ({"connectorId": 0}, "Accepted", 8.0),
        ({"chargingProfilePurpose": "TxProfile"}, "Unknown", 8.0),
        ({"chargingProfilePurpose": "TxDefaultProfile", "stackLevel": 4}, "Unknown", 8.0),
        ({}, "Accepted", None),
    ],
)
async def test_profiles_are_cleared_by_what_is_told(
    ceiling: Ceiling, request_: dict[str, Any], status: str, left: float | None
) -> None:
    """R27: its fields AND together; an id overrides; none means all."""
    await ceiling.set(profile(8, number=1, level=5))
    await ceiling.set(profile(11, number=2), 0)
    assert await ceiling.clear(**request_) == status
    assert ceiling.limit_a == left


async def test_a_ceiling_survives_a_restart(
    lab: Lab, ceiling: Ceiling, scripted: ScriptedBackEnd
) -> None:
    await ceiling.set(profile(8))
    await lab.restart()
    lab.port.ceilings.clear()
    lab.use(scripted, rules=MAY)
    await until(lambda: ceiling.limit_a == 8)


async def test_a_ceiling_of_before_that_no_profile_explains_is_lifted(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """The central system keeps ceilings, the relay profiles: after a crash one may be older than the other."""
    lab.port.ceilings["CP-1", 1, "BE-1"] = 6
    lab.add()
    lab.use(scripted)
    await until(lambda: not lab.port.ceilings)


async def test_a_back_end_that_may_no_more_has_no_ceiling(
    lab: Lab, ceiling: Ceiling, scripted: ScriptedBackEnd
) -> None:
    await ceiling.set(profile(8))
    lab.use(scripted)
    await until(lambda: ceiling.limit_a is None)
    assert lab.relay.memory()["BE-1"]["ceilings"] == {}


async def test_a_back_end_that_is_removed_leaves_no_ceiling(lab: Lab, ceiling: Ceiling) -> None:
    await ceiling.set(profile(8))
    lab.relay.update_settings([])
    await until(lambda: ceiling.limit_a is None)
    assert lab.relay.memory() == {}


async def test_a_ceiling_that_cannot_be_set_does_not_stand(lab: Lab, ceiling: Ceiling) -> None:
    await ceiling.set(profile(12))
    lab.port.answers["set_ceiling"] = OfflineError()
    assert await ceiling.set(profile(8)) == "NotSupported"
    del lab.port.answers["set_ceiling"]
    lab.stop(lab.start())
    assert await ceiling.clear(id=7) == "Unknown"
    assert ceiling.limit_a == 12


async def test_a_ceiling_that_a_look_cannot_set_is_set_at_the_next(
    lab: Lab, ceiling: Ceiling
) -> None:
    await ceiling.set(profile(9, kind="Relative"))
    lab.port.answers["set_ceiling"] = OfflineError()
    ceiling.begin()
    lab.relay.connection_changed("CP-1")
    await asyncio.sleep(0.05)
    del lab.port.answers["set_ceiling"]
    await until(lambda: ceiling.limit_a == 9)


async def test_profiles_are_bounded_in_number(ceiling: Ceiling) -> None:
    ceilings = Ceilings(ceiling.lab.relay._host, "BE-1", {})
    for number in range(MAX_PROFILES):
        told = {"connectorId": 1, "csChargingProfiles": profile(number=number, level=number)}
        assert await ceilings.set("CP-1", told) == "Accepted"
    told = {"connectorId": 1, "csChargingProfiles": profile(number=99, level=99)}
    assert await ceilings.set("CP-1", told) == "Rejected"
    await ceilings.stop()


async def test_a_back_end_sees_whether_it_may_set_profiles(
    lab: Lab, ceiling: Ceiling, scripted: ScriptedBackEnd
) -> None:
    asked = {"key": ["SupportedFeatureProfiles", "ChargingScheduleAllowedChargingRateUnit"]}
    values = [
        each["value"]
        for each in (await scripted.ask("GetConfiguration", asked))[2]["configurationKey"]
    ]
    assert values == ["Core,RemoteTrigger,SmartCharging", "Current,Power"]
    lab.use(scripted)
    answer = (await scripted.ask("GetConfiguration", asked))[2]
    assert [each["value"] for each in answer["configurationKey"]] == ["Core,RemoteTrigger"]
    assert answer["unknownKey"] == ["ChargingScheduleAllowedChargingRateUnit"]


async def test_what_is_kept_of_a_profile_is_bounded(lab: Lab, ceiling: Ceiling) -> None:
    told = profile(8, validFrom=format_timestamp(NOW), extra="x" * 10_000)
    told["chargingSchedule"]["other"] = ["x" * 10_000]
    assert await ceiling.set(told) == "Accepted"
    assert len(json.dumps(lab.relay.memory())) < 500


def test_a_recurring_schedule_comes_again() -> None:
    told = profile(
        periods=[{"startPeriod": 0, "limit": 6}, {"startPeriod": 8 * 3600, "limit": 16}],
        kind="Recurring",
        recurrencyKind="Weekly",
        schedule={"startSchedule": "2026-03-01T00:00:00Z"},
    )
    read = read_profile(1, told)
    assert read is not None
    week = timedelta(days=7)
    begin = NOW.replace(day=1, hour=0)
    assert read.limit_at(begin + 9 * week, None) == 6
    assert read.limit_at(begin + 9 * week + timedelta(hours=9), None) == 16
    assert read.limit_at(begin - week, None) == 6
