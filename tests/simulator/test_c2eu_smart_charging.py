"""Charging profiles as the C2EU takes them."""

from datetime import timedelta

import pytest

from simulator.frames import Json, Payload

from .harness import START, Bench, bench, charging_profile, single_phase_car

TX_DEFAULT = "TxDefaultProfile"
MAXIMUM = "ChargePointMaxProfile"


async def limit_after_start(b: Bench) -> float:
    """Begin a charge and return what is offered."""
    await b.charge()
    await b.advance(1)
    return b.cp.limit_a


async def test_c2eu_without_a_profile_the_ceiling_holds() -> None:
    async with bench() as b:
        assert await limit_after_start(b) == 32


async def test_c2eu_q23_a_tx_profile_gets_two_answers_the_first_without_a_status() -> None:
    async with bench() as b:
        await b.charge()
        message_id = await b.cs.send_call(
            "SetChargingProfile",
            {"connectorId": 1, "csChargingProfiles": charging_profile((0, 6), purpose="TxProfile")},
        )
        await b.cs.wait(lambda: len(b.cs.results.get(message_id, [])) == 2)
        answers = [answer.payload for answer in b.cs.results[message_id]]  # type: ignore[union-attr]
        assert answers == [{}, {"status": "Rejected"}]
        await b.advance(5)
        assert b.cp.limit_a == 32


@pytest.mark.parametrize(
    ("purpose", "connector", "status"),
    [
        (TX_DEFAULT, 0, "Accepted"),
        (TX_DEFAULT, 1, "Accepted"),
        (TX_DEFAULT, 2, "Rejected"),
        (MAXIMUM, 0, "Accepted"),
        (MAXIMUM, 1, "NotSupported"),
    ],
)
async def test_c2eu_set_charging_profile_by_purpose_and_connector(
    purpose: str, connector: int, status: str
) -> None:
    async with bench() as b:
        answer = await b.install(
            charging_profile((0, 10), purpose=purpose, kind="Recurring"), connector
        )
        assert answer == {"status": status}
        assert await limit_after_start(b) == (10 if status == "Accepted" else 32)


async def test_c2eu_anything_is_stored_unchecked() -> None:
    async with bench() as b:
        steps = tuple((n, 6.0) for n in range(500))
        assert await b.install(charging_profile(*steps, level=10**6)) == {"status": "Accepted"}


@pytest.mark.parametrize(
    ("limit", "unit", "phases", "offered"),
    [
        (15.9, "A", 1, 15),
        (63, "A", 1, 32),
        (3680, "W", 1, 16),
        (3519, "W", 1, 15),
        (11_000, "W", 3, 16),
        (-4, "A", 1, 0),
    ],
)
async def test_c2eu_limits_are_whole_amperes_under_the_ceiling_and_w_counts_220_v(
    limit: float, unit: str, phases: int, offered: int
) -> None:
    async with bench(phases=phases) as b:
        raw = charging_profile((0, limit), unit=unit)
        schedule = raw["chargingSchedule"]
        assert isinstance(schedule, dict)
        schedule["minChargingRate"] = 30
        schedule["chargingSchedulePeriod"] = [{"startPeriod": 0, "limit": limit, "numberPhases": 2}]
        await b.install(raw)
        assert await limit_after_start(b) == offered


async def test_c2eu_storing_or_clearing_mid_charge_changes_nothing_before_the_next_boundary() -> (
    None
):
    async with bench() as b:
        await b.install(charging_profile((0, 10), (300, 10), (600, 10)))
        assert await limit_after_start(b) == 10
        await b.install(charging_profile((0, 8), (300, 8), (600, 8), profile_id=99))
        await b.advance(290)
        assert b.cp.limit_a == 10
        await b.advance(10)
        assert b.cp.limit_a == 8, "equal stackLevel replaced it, whatever the id"
        answer = await b.cs.call("ClearChargingProfile", {"chargingProfilePurpose": TX_DEFAULT})
        assert answer == {"status": "Accepted"}
        await b.advance(290)
        assert b.cp.limit_a == 8
        await b.advance(15)
        assert b.cp.limit_a == 32
        await b.install(charging_profile((0, 6), (1000, 6)))
        await b.advance(3600)
        assert b.cp.limit_a == 32, "no profile, no boundary"


async def test_c2eu_recurring_without_start_schedule_begins_at_local_midnight() -> None:
    async with bench() as b:
        quarter_past_six = 6 * 3600 + 900
        await b.install(
            charging_profile(
                (0, 13), (quarter_past_six, 20), kind="Recurring", recurrencyKind="Daily"
            ),
        )
        assert await limit_after_start(b) == 13
        await b.advance(14 * 60)
        assert b.cp.limit_a == 20


async def test_c2eu_recurring_goes_on_at_the_next_midnight() -> None:
    async with bench(start=START.replace(hour=23, minute=50)) as b:
        await b.install(
            charging_profile((0, 13), (3600, 7), kind="Recurring", recurrencyKind="Daily")
        )
        assert await limit_after_start(b) == 7
        await b.advance(600)
        assert b.cp.limit_a == 13


async def test_c2eu_weekly_begins_on_monday() -> None:
    saturday = 5 * 86_400
    async with bench() as b:
        await b.install(
            charging_profile((0, 6), (saturday, 9), kind="Recurring", recurrencyKind="Weekly"),
        )
        assert await limit_after_start(b) == 9


@pytest.mark.parametrize(
    ("start_schedule", "offered"),
    [("2026-03-14T06:00:00Z", 9), ("2026-03-13T06:00:00Z", 32), ("2026-03-14T07:00:00Z", 32)],
)
async def test_c2eu_recurring_with_start_schedule_is_not_wrapped_to_the_present_day(
    start_schedule: str, offered: int
) -> None:
    async with bench() as b:
        schedule: Payload = {"startSchedule": start_schedule, "duration": 3600}
        await b.install(
            charging_profile((0, 9), kind="Recurring", recurrencyKind="Daily", schedule=schedule)
        )
        assert await limit_after_start(b) == offered


async def test_c2eu_absolute_needs_start_schedule_and_a_maximum_must_not_be_relative() -> None:
    async with bench() as b:
        await b.install(charging_profile((0, 9), kind="Absolute"))
        await b.install(charging_profile((0, 9), purpose=MAXIMUM), 0)
        assert await limit_after_start(b) == 32


@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        ({"validFrom": "2026-03-14T00:00:00Z"}, 9),
        ({"validFrom": "2026-03-15T00:00:00Z"}, 32),
        ({"validTo": "2026-03-15T00:00:00Z"}, 9),
        ({"validTo": "2026-03-14T00:00:00Z"}, 32),
        ({"validFrom": "2026-03-14T00:00:00Z", "validTo": "2026-03-15T00:00:00Z"}, 32),
    ],
)
async def test_c2eu_a_profile_with_both_validity_times_is_never_valid(
    fields: dict[str, Json], offered: int
) -> None:
    async with bench() as b:
        await b.install({**charging_profile((0, 9)), **fields})
        assert await limit_after_start(b) == offered


async def test_c2eu_highest_stack_level_wins_and_the_first_stored_wins_ties() -> None:
    async with bench() as b:
        await b.install(charging_profile((0, 9), level=2), 0)
        await b.install(charging_profile((0, 7), level=2), 1)
        await b.install(charging_profile((0, 6), level=1), 1)
        assert await limit_after_start(b) == 9


async def test_c2eu_a_schedule_that_has_not_begun_or_is_over_gives_way_to_a_lower_level() -> None:
    async with bench() as b:
        await b.install(charging_profile((600, 9), level=3))
        await b.install(charging_profile((0, 20), level=2, schedule={"duration": 60}))
        await b.install(charging_profile((0, 8), level=1))
        assert await limit_after_start(b) == 20
        await b.advance(60)
        assert b.cp.limit_a == 8


@pytest.mark.parametrize(
    ("default", "maximum", "offered"),
    [(10, 16, 10), (16, 10, 10), (10, 10, 32), (10, 32, 32), (10, 40, 32)],
)
async def test_c2eu_both_kinds_together_misbehave(
    default: float, maximum: float, offered: float
) -> None:
    async with bench() as b:
        await b.install(charging_profile((0, default)))
        await b.install(charging_profile((0, maximum), purpose=MAXIMUM, kind="Recurring"), 0)
        assert await limit_after_start(b) == offered


async def test_c2eu_q24_profiles_of_remote_starts_accumulate_and_stale_ones_win_ties() -> None:
    async with bench() as b:
        await b.install(charging_profile((0, 20)))
        start: Payload = {"idTag": "HA"}
        rejected = await b.cs.call(
            "RemoteStartTransaction",
            {**start, "chargingProfile": charging_profile((0, 7), purpose="TxProfile")},
        )
        assert rejected == {"status": "Rejected"}
        b.cp.plug(car=single_phase_car())
        await b.advance(3)
        await b.cs.call(
            "RemoteStartTransaction",
            {
                **start,
                "connectorId": 1,
                "chargingProfile": charging_profile((0, 10), purpose="TxProfile"),
            },
        )
        await b.advance(10)
        assert b.cp.limit_a == 7
        b.cp.unplug()
        await b.advance(5)
        assert await limit_after_start(b) == 20, "they end with the session"


# ---- ClearChargingProfile


@pytest.mark.parametrize(
    ("payload", "status"),
    [
        ({"chargingProfilePurpose": TX_DEFAULT}, "Unknown"),
        ({"chargingProfilePurpose": TX_DEFAULT, "id": 1, "stackLevel": 1}, "Unknown"),
        ({"chargingProfilePurpose": TX_DEFAULT, "connectorId": 0}, "Unknown"),
        ({"chargingProfilePurpose": "TxProfile"}, "Unknown"),
        ({}, None),
        ({"id": 1}, None),
        ({"connectorId": 0}, None),
        ({"connectorId": 1}, None),
        ({"chargingProfilePurpose": TX_DEFAULT, "connectorId": 1}, None),
        ({"chargingProfilePurpose": MAXIMUM}, None),
    ],
)
async def test_c2eu_clearing_a_store_that_was_never_filled_gets_no_answer(
    payload: Payload, status: str | None
) -> None:
    async with bench() as b:
        answer = await b.cs.exchange("ClearChargingProfile", payload)
        assert answer == (None if status is None else {"status": status})


@pytest.mark.parametrize(
    ("payload", "status", "left"),
    [
        ({}, "Accepted", 0),
        ({"id": 2}, "Accepted", 2),
        ({"id": 9}, "Unknown", 3),
        ({"stackLevel": 0}, "Accepted", 0),
        ({"connectorId": 0}, "Accepted", 2),
        ({"connectorId": 1}, "Accepted", 2),
        ({"connectorId": 2}, None, 3),
        ({"chargingProfilePurpose": MAXIMUM}, "Accepted", 2),
        ({"chargingProfilePurpose": TX_DEFAULT}, "Accepted", 1),
        ({"chargingProfilePurpose": TX_DEFAULT, "id": 1}, "Accepted", 2),
        ({"chargingProfilePurpose": TX_DEFAULT, "connectorId": 0}, "Unknown", 3),
        ({"chargingProfilePurpose": TX_DEFAULT, "connectorId": 1}, "Accepted", 2),
    ],
)
async def test_c2eu_clearing_stores_that_were_filled(
    payload: Payload, status: str | None, left: int
) -> None:
    async with bench() as b:
        await b.install(charging_profile((0, 10), profile_id=1), 0)
        await b.install(charging_profile((0, 10), profile_id=2), 1)
        await b.install(charging_profile((0, 10), profile_id=3, purpose=MAXIMUM), 0)
        answer = await b.cs.exchange("ClearChargingProfile", payload)
        assert answer == (None if status is None else {"status": status})
        assert len(b.cp.memory.profiles) == left
        if left == 0:
            assert await b.cs.exchange("ClearChargingProfile") == {"status": "Unknown"}


async def test_c2eu_profiles_survive_a_power_cut() -> None:
    async with bench() as b:
        await b.install(charging_profile((0, 10)))
        b.cp.power_off()
        await b.clock.advance(timedelta(hours=1).total_seconds())
        b.cp.power_on()
        await b.cs.wait_call("BootNotification", 2)
        await b.settle()
        assert await limit_after_start(b) == 10
