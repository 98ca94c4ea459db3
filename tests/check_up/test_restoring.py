"""Nothing is left changed: after the end, after a stop at any step, and after a crash in the middle."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from custom_components.plug_control.central_system.wire import CallTimeoutError
from custom_components.plug_control.check_up.check_ups import CheckUps
from custom_components.plug_control.check_up.findings import Form, Outcome
from custom_components.plug_control.check_up.steps import steps_of
from custom_components.plug_control.model.connector import SmartLimit

from .virtual import ID, KEY, Place, place

STEPS = [step.name for step in steps_of(Form.WHOLE)]


def profiles(there: Place) -> list[tuple[Any, ...]]:
    """Return what the charger's profiles allow: connector, purpose, level, unit, limits."""
    rows = []
    for each in there.charger.memory.profiles:
        profile: Any = each["profile"]
        schedule = profile["chargingSchedule"]
        limits = [period["limit"] for period in schedule["chargingSchedulePeriod"]]
        rows.append(
            (
                each.get("connector", each.get("store")),
                profile["chargingProfilePurpose"],
                profile["stackLevel"],
                schedule["chargingRateUnit"],
                max(limits),
            )
        )
    return sorted(rows)


async def at_step(there: Place, name: str) -> None:
    """Begin a whole check-up and let it come into the middle of a step, or past one that takes no time."""
    check_up = await there.check_ups.start(KEY, Form.WHOLE, confirmed=True)
    await there.until(lambda: check_up.position >= STEPS.index(name), 20_000)
    assert there.check_ups.running(KEY) is check_up
    await there.advance(3)


async def settled(there: Place) -> None:
    await there.until(lambda: there.check_ups.running(KEY) is None and not there.kept["befores"])
    await there.advance(5)


@pytest.mark.parametrize(
    ("wanted_a", "steps"),
    [
        pytest.param(None, STEPS[:-2], marks=pytest.mark.long),
        (20, ("limit_0", "profile_max_a", "profile_tx_w", "phases")),
    ],
)
async def test_check_up_can_be_stopped_at_each_step(
    wanted_a: int | None, steps: Sequence[str]
) -> None:
    async with place("generic") as there:
        await there.charge()
        if wanted_a is not None:
            await there.do(there.central_system.limits.set_limit(*KEY, wanted_a))
        await there.advance(5)
        before, limit_a = profiles(there), there.charger.limit_a
        transaction = there.connector.transaction
        for name in steps:
            await at_step(there, name)
            assert await there.do(there.check_ups.stop(KEY))
            await settled(there)
            result = there.check_ups.result(KEY)
            assert result is not None
            assert result.outcome is Outcome.STOPPED, name
            assert profiles(there) == before, name
            assert there.charger.limit_a == limit_a, name
            assert there.connector.transaction is transaction, name
            assert there.connector.limit.trial is None
            assert not there.kept["befores"]


async def test_charge_that_was_stopped_is_started_again() -> None:
    """A charger that takes a start with the cable still in charges on after a stop in the last steps."""
    async with place("generic") as there:
        await there.charge()
        card = there.connector.transaction
        software: Any = there.charger._software
        await at_step(there, "remote_start")
        software._outlets[1]._finishing = False
        await there.do(there.check_ups.stop(KEY))
        await settled(there)
        assert card is not None

        def goes_on() -> bool:
            running = there.connector.transaction
            return running is not None and running.id_tag == card.id_tag

        await there.until(goes_on)


async def test_what_stood_is_stored_before_anything_is_sent() -> None:
    async with place("generic") as there:
        await there.charge()
        frames = len(there.charger.frames)
        seen: list[tuple[int, Any]] = []
        save = there.save

        async def look() -> None:
            await save()
            seen.append((len(there.charger.frames), there.kept["befores"]))

        there.check_ups._save = look
        await at_step(there, "limit_16")
        assert seen[0][0] == frames
        assert seen[0][1][f"{ID}#1"]["charging"] is True
        await there.do(there.check_ups.stop(KEY))


async def crash(there: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill the central system with its check-up, which restores nothing, and start it again with what was stored."""
    port = there.central_system.port

    async def die(*_: object) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(CheckUps, "_end", die)
    for task in tuple(there.check_ups._tasks.values()):
        task.cancel()
        await asyncio.wait({task})
    monkeypatch.undo()
    await there.central_system.stop()
    await there.open(port)
    await there.until(lambda: there.central_system.is_ready(ID), 2000)


@pytest.mark.parametrize(
    "name",
    ["limit_10", "limit_0", "profile_max_a", "profile_tx_w", "profile_tx_default_a", "phases"],
)
@pytest.mark.parametrize("wanted_a", [None, 20])
async def test_crash_in_the_middle_is_restored_at_the_next_start(
    name: str, wanted_a: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where nothing limits, the ledger is lost, too: then the transaction must be learned first
    ledger = None if wanted_a is None else tmp_path / "ledger.db"
    async with place("generic", ledger=ledger) as there:
        await there.charge()
        if wanted_a is not None:
            await there.do(there.central_system.limits.set_limit(*KEY, wanted_a))
        await there.advance(5)
        before, limit_a = profiles(there), there.charger.limit_a
        await at_step(there, name)
        await there.advance(4)
        await there.save()  # the memory is saved with a delay
        await crash(there, monkeypatch)
        result = there.check_ups.result(KEY)
        assert result is not None
        assert result.outcome is Outcome.INTERRUPTED
        assert there.check_ups.obstacle(KEY, confirmed=True) == "restoring"
        await there.until(lambda: not there.kept["befores"])
        await there.advance(10)
        assert there.charger.limit_a == limit_a
        assert [row[1:] for row in profiles(there)] == [row[1:] for row in before]
        assert there.charger.transaction_id is not None


async def test_restoring_waits_until_the_charger_is_back() -> None:
    async with place("generic") as there:
        await there.charge()
        await at_step(there, "limit_8")
        there.charger.cut_network()
        await there.until(lambda: there.check_ups.running(KEY) is None)
        result = there.check_ups.result(KEY)
        assert result is not None
        assert (result.outcome, result.trouble) == (Outcome.FAILED, "offline")
        assert there.kept["befores"]
        there.charger.restore_network()
        await there.until(lambda: there.central_system.is_ready(ID))
        await there.until(lambda: not there.kept["befores"])
        await there.advance(5)
        assert there.charger.limit_a == 32
        assert not profiles(there)


@pytest.mark.parametrize("error", [CallTimeoutError(30), RuntimeError("what no test foresees")])
async def test_restoring_is_tried_again_where_it_fails(error: Exception) -> None:
    async with place("generic") as there:
        await there.charge()
        await there.do(there.central_system.limits.set_limit(*KEY, 20))
        await at_step(there, "limit_8")
        trials = there.central_system.limits.trials
        end = trials.end
        failures = 0

        async def fail(*args: Any, **fields: Any) -> None:
            nonlocal failures
            failures += 1
            if failures == 1:
                raise error
            await end(*args, **fields)

        trials.end = fail  # type: ignore[method-assign]
        await there.do(there.check_ups.stop(KEY))
        assert there.kept["befores"]
        await there.advance(30)
        assert failures == 1
        await there.until(lambda: not there.kept["befores"])
        assert failures == 2
        await there.advance(5)
        assert there.charger.limit_a == 20


async def test_restoring_is_given_up_where_the_charger_never_takes_it() -> None:
    async with place("generic") as there:
        await there.charge()
        await at_step(there, "limit_8")
        tries = 0

        async def fail(*args: Any, **fields: Any) -> None:
            nonlocal tries
            tries += 1
            raise CallTimeoutError(30)

        there.central_system.limits.trials.end = fail  # type: ignore[method-assign]
        await there.do(there.check_ups.stop(KEY))
        await there.until(lambda: not there.kept["befores"], 1500)
        await there.advance(120)
        assert tries == 10
        assert there.check_ups.obstacle(KEY, confirmed=True) is None


async def test_profile_that_cannot_be_cleared_gets_the_maximum() -> None:
    """Some answer Rejected or NotImplemented to each ClearChargingProfile: what was tried must not go on to limit."""
    async with place("generic") as there:
        await there.charge()
        await at_step(there, "profile_max_a")
        await there.until(lambda: there.check_ups._befores[KEY].purposes, 1000)
        software: Any = there.charger._software
        software._handlers["ClearChargingProfile"] = lambda request: {"status": "Rejected"}
        await there.advance(5)
        assert there.charger.limit_a < 32
        await there.do(there.check_ups.stop(KEY))
        await settled(there)
        await there.advance(5)
        assert there.charger.limit_a == 32


@pytest.mark.parametrize("by_card", [False, True])
async def test_charge_that_a_person_stops_in_the_middle_stays_stopped(by_card: bool) -> None:
    async with place("generic") as there:
        await there.charge()
        await at_step(there, "limit_8")
        software: Any = there.charger._software
        starts = len(there.charger.received("RemoteStartTransaction"))
        if by_card:
            software._outlets[1].stop("Local")
        else:
            await there.do(there.central_system.user_commands.stop_charging(*KEY))
        await there.until(lambda: there.connector.transaction is None)
        software._outlets[1]._finishing = False
        await settled(there)
        result = there.check_ups.result(KEY)
        assert result is not None
        assert result.trouble == "charge_ended"
        await there.advance(60)
        assert len(there.charger.received("RemoteStartTransaction")) == starts


async def test_charge_that_began_again_after_a_pause_and_was_stopped_by_a_person_stays_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where 0 A ends the charge, it is started again; what a person does to that one later stands."""
    async with place("generic") as there:
        software: Any = there.charger._software
        outlet = software._outlets[1]
        allowed = type(software._smart_charging).allowed

        def ends(self: Any, one: Any) -> Any:
            found = allowed(self, one)
            if one is outlet and found.limit_a == 0 and outlet.bill is not None:
                outlet.stop("Other")
                outlet._finishing = False
            return found

        monkeypatch.setattr(type(software._smart_charging), "allowed", ends)
        await there.charge()
        first = there.connector.transaction
        await at_step(there, "broken_amperes")
        assert there.connector.transaction is not None
        assert there.connector.transaction is not first
        starts = len(there.charger.received("RemoteStartTransaction"))
        outlet.stop("Local")
        await there.until(lambda: there.connector.transaction is None)
        outlet._finishing = False
        await settled(there)
        await there.advance(60)
        assert len(there.charger.received("RemoteStartTransaction")) == starts


async def test_fuse_and_user_are_never_exceeded() -> None:
    """Smart charging's share and the user's limit hold at every moment, also when they fall in the middle."""
    async with place("generic") as there:
        await there.charge()
        limits = there.central_system.limits
        smart = SmartLimit(limit_a=13, fallback_a=6, silence_s=900)
        await there.do(limits.set_smart_limit(*KEY, smart))
        await there.advance(5)
        there.highest_a = 0.0
        result = await there.check_up(Form.WHOLE)
        assert result.outcome is Outcome.FINISHED
        assert there.highest_a <= 13
        first = result.finding("limit_16")
        assert first is not None
        assert first.sentence == "no_more_allowed"
        default = result.finding("profile_tx_default_a")
        assert default is not None
        assert default.sentence == "could_exceed"


async def test_check_up_ends_where_the_fuse_leaves_no_current() -> None:
    async with place("generic") as there:
        await there.charge()
        limits = there.central_system.limits
        await there.do(limits.set_smart_limit(*KEY, SmartLimit(limit_a=16)))
        await at_step(there, "limit_8")
        await limits.set_smart_limit(*KEY, SmartLimit(limit_a=0))
        await settled(there)
        result = there.check_ups.result(KEY)
        assert result is not None
        assert (result.outcome, result.trouble) == (Outcome.FAILED, "no_current_left")
        assert there.charger.limit_a == 0


async def test_check_up_that_is_stopped_before_it_began_is_over() -> None:
    async with place("generic") as there:
        await there.charge()
        await there.check_ups.start(KEY, Form.QUICK, confirmed=True)
        assert await there.do(there.check_ups.stop(KEY))
        assert there.check_ups.running(KEY) is None
        assert not there.kept["befores"]
        assert not await there.check_ups.stop(KEY)
