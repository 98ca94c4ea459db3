"""Single steps at chargers that refuse, ignore, or say nothing, and what is restored there."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any

from ocpp.v16.enums import ChargingProfilePurposeType, ChargingRateUnitType as Unit
import pytest

from custom_components.plug_control.central_system.wire import (
    CallErrorReceived,
    CallTimeoutError,
    NotPossibleError,
)
from custom_components.plug_control.check_up import (
    check_ups,
    connection_steps,
    limit_steps,
    profile_steps,
    question_steps,
    running,
)
from custom_components.plug_control.check_up.before import Before, look_at, restore
from custom_components.plug_control.check_up.findings import Finding, Form, Outcome, Result, Verdict
from custom_components.plug_control.check_up.profile_steps import KINDS
from custom_components.plug_control.check_up.running import without_names
from custom_components.plug_control.check_up.steps import Step
from custom_components.plug_control.check_up.subject import CheckUpError, Subject
from custom_components.plug_control.check_up.traits import apply_traits
from custom_components.plug_control.model.charge_point import (
    ChargePoint,
    ConfigurationKey,
    PauseHabit,
)
from custom_components.plug_control.model.connector import TrialLimit
from custom_components.plug_control.model.quantity import Phase, Quantity
from custom_components.plug_control.texts.check_up import check_up_words, sentence
from simulator.fields import BadPayloadError
from simulator.profiles import Allowed

from .virtual import ID, KEY, Place, place

REJECTED = {"status": "Rejected"}
ACCEPTED = {"status": "Accepted"}


def subject_of(there: Place) -> Subject:
    return there.check_ups._subject(KEY)


def answers(there: Place, action: str, answer: Any) -> None:
    """Let the charger answer an action like this, or with a CALLERROR where `answer` is an exception."""
    software: Any = there.charger._software

    def handle(_: Any) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    software._handlers[action] = handle


async def run(
    there: Place, step: Callable[[Subject], Awaitable[tuple[Finding, ...]]], **fields: Any
) -> dict[str, str]:
    """Return the sentences that a step finds; `fields` are set at its subject."""
    subject = subject_of(there)
    for name, value in fields.items():
        setattr(subject, name, value)
    return {each.key: each.sentence for each in await there.do(step(subject))}


async def test_questions_that_are_refused() -> None:
    async with place("generic") as there:
        await there.charge()
        answers(there, "GetConfiguration", BadPayloadError("key", "InternalError"))
        assert await run(there, question_steps.ask_configuration) == {"configuration": "refused"}
        answers(there, "TriggerMessage", REJECTED)
        assert await run(there, question_steps.ask_for_messages) == {"triggers": "no_triggers"}


@pytest.mark.parametrize(
    ("offset_s", "sentence"),
    [(None, "no_time_heard"), (2.0, "clock_right"), (-400.0, "clock_wrong")],
)
async def test_clock(offset_s: float | None, sentence: str) -> None:
    async with place("generic") as there:
        there.charge_point.clock_offset_s = offset_s
        # At once: the charger's next message would tell its true clock
        (found,) = await question_steps.look_at_clock(subject_of(there))
        assert (found.key, found.sentence) == ("clock", sentence)


async def test_register_is_compared_only_where_enough_flowed() -> None:
    async with place("generic") as there:
        await there.charge()
        subject = subject_of(there)

        async def compared() -> str:
            (finding,) = await question_steps.compare_register(subject)
            return finding.sentence

        assert await compared() == "no_register"
        now = there.clock.now()
        subject.energy.take(1, now, 5000, 0)
        subject.energy.take(1, now + timedelta(minutes=1), 5000, 83)
        assert await compared() == "too_little_energy"
        subject.energy.take(1, now + timedelta(minutes=10), 5000, 833)
        assert await compared() == "register_agrees"
        subject.energy.take(1, now + timedelta(minutes=20), 5000, 2500)
        assert await compared() == "register_differs"
        before = subject.energy.by_power_wh
        subject.energy.take(2, now + timedelta(minutes=21), 5000, 2600)  # another transaction
        subject.energy.take(2, now + timedelta(minutes=22), 9000, 2700)  # another power
        assert subject.energy.by_power_wh == before


async def test_silent_meter_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    async with place("generic") as there:
        await there.charge()
        software: Any = there.charger._software
        monkeypatch.setattr(software._outlets[1], "_sample_periodically", lambda: None)
        found = await run(there, question_steps.listen_to_meter)
        assert found == {"meter_interval": "no_meter_values", "measurands": "measurands_missing"}


async def test_connection_that_is_not_there_or_does_not_come_back() -> None:
    async with place("generic") as there:
        await there.charge()

        async def cut() -> tuple[Finding, ...]:
            work = connection_steps.lose_connection(subject_of(there))
            there.charger.network_up = False
            return await work

        assert [each.sentence for each in await there.do(cut())] == ["stays_away"]
        assert await run(there, connection_steps.lose_connection) == {"reconnect": "offline"}


async def test_stop_and_start_that_do_nothing() -> None:
    async with place("generic") as there:
        await there.charge()

        async def start(subject: Subject) -> tuple[Finding, ...]:
            return await connection_steps.start_by_remote(subject, None)

        assert await run(there, start) == {"remote_start": "charge_runs"}
        answers(there, "RemoteStopTransaction", REJECTED)
        assert await run(there, connection_steps.stop_by_remote) == {"remote_stop": "refused"}
        answers(there, "RemoteStopTransaction", ACCEPTED)
        assert await run(there, connection_steps.stop_by_remote) == {"remote_stop": "stop_ignored"}
        there.charger.unplug()
        await there.until(lambda: there.connector.transaction is None)
        there.charger.plug()
        await there.until(lambda: there.connector.is_plugged_in)
        assert await run(there, connection_steps.stop_by_remote) == {"remote_stop": "no_charge"}
        answers(there, "RemoteStartTransaction", REJECTED)
        assert await run(there, start) == {"remote_start": "refused"}
        answers(there, "RemoteStartTransaction", ACCEPTED)
        assert await run(there, start) == {"remote_start": "start_ignored"}


async def test_phases_that_cannot_be_told() -> None:
    async with place("generic") as there:
        await there.charge(phases=1)
        await there.advance(70)
        assert await run(there, limit_steps.try_phases) == {"phases": "one_phase_car"}
        for phase in Phase:
            there.connector.meter.readings.pop((Quantity.CURRENT_IMPORT_A, phase))
        assert await run(there, limit_steps.try_phases) == {"phases": "phases_not_reported"}


async def test_car_or_meter_that_shows_nothing() -> None:
    async with place("generic") as there:
        await there.charge()
        there.charger.car().paused = True
        with pytest.raises(CheckUpError, match="car_draws_nothing"):
            await run(there, limit_steps.find_baseline)
        answers(there, "TriggerMessage", REJECTED)
        there.connector.meter.readings.clear()
        software: Any = there.charger._software
        software._outlets[1]._sample_periodically = lambda: None
        with pytest.raises(CheckUpError, match="measures_nothing"):
            await run(there, limit_steps.find_baseline)


async def test_limits_that_are_refused_on_the_way() -> None:
    async with place("generic") as there:
        await there.charge()
        there.charger.cut_network()
        await there.until(lambda: not there.charge_point.connected)

        async def limit(subject: Subject) -> tuple[Finding, ...]:
            return await limit_steps.try_limit(subject, 10)

        high = {"baseline_a": 32.0}
        assert await run(there, limit, **high) == {"limit_10": "refused"}
        assert await run(there, limit_steps.go_back, **high) == {"limit_back": "refused"}
        broken = await run(there, limit_steps.try_broken_amperes, **high)
        assert broken == {"broken_amperes": "refused"}


async def test_watts_are_not_tried_where_one_phase_could_get_them_all() -> None:
    async with place("generic", maximum_current_a=16) as there:
        await there.charge()
        await there.do(there.central_system.limits.trials.set(KEY, TrialLimit(limit_a=16)))
        by_key = {each.key: each for each in KINDS}

        async def watts(subject: Subject) -> tuple[Finding, ...]:
            return await profile_steps.try_profile(subject, by_key["profile_tx_w"])

        assert await run(there, watts, baseline_a=16.0) == {"profile_tx_w": "could_exceed"}

        async def station(subject: Subject) -> tuple[Finding, ...]:
            return await profile_steps.try_profile(subject, by_key["profile_max_a"])

        low = await run(there, station, baseline_a=6.5)
        assert low == {"profile_max_a": "too_little_current"}
        there.charge_point.connector(2).transaction = there.connector.transaction
        assert await run(there, station, baseline_a=16.0) == {"profile_max_a": "other_car"}
        there.charge_point.connector(2).transaction = None


async def test_profile_that_raises_the_current_is_taken_back_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with place("generic") as there:
        await there.charge()
        limits = there.central_system.limits
        await there.do(limits.set_limit(*KEY, 16))
        await there.advance(10)
        max_a = next(each for each in KINDS if each.key == "profile_max_a")
        send = limits.trials.send_profile

        async def and_raise(*args: Any) -> None:
            await send(*args)
            software: Any = there.charger._software
            monkeypatch.setattr(
                software._smart_charging,
                "allowed",
                lambda outlet: Allowed(limit_a=32.0, phases=None),
            )

        monkeypatch.setattr(limits.trials, "send_profile", and_raise)

        async def station(subject: Subject) -> tuple[Finding, ...]:
            return await profile_steps.try_profile(subject, max_a)

        async def note(_: str) -> None:
            """Store nothing."""

        found = await run(there, station, baseline_a=16.0, note_purpose=note)
        assert found == {"profile_max_a": "exceeded"}


async def test_profile_is_taken_back_as_soon_as_less_is_allowed_than_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A TxProfile overrules the TxDefaultProfile by which the user lowers the limit; the meter tells nothing for long."""
    async with place("generic") as there:
        await there.charge()
        limits = there.central_system.limits
        there.charge_point.limit_way = "tx_default_profile_a"
        await there.do(limits.set_limit(*KEY, 16))
        await there.advance(10)
        answers(there, "TriggerMessage", {"status": "NotImplemented"})
        tx_a = next(each for each in KINDS if each.key == "profile_tx_a")
        send = limits.trials.send_profile

        sent_at: list[datetime] = []
        over_at: list[datetime] = []

        async def and_lower(*args: Any) -> None:
            await send(*args)
            sent_at.append(there.clock.now())
            there.connector.limit.wanted_a = 6.0

        async def note(_: str) -> None:
            """Store nothing."""

        async def try_it(subject: Subject) -> tuple[Finding, ...]:
            found = await profile_steps.try_profile(subject, tx_a)
            over_at.append(there.clock.now())
            return found

        monkeypatch.setattr(limits.trials, "send_profile", and_lower)
        monkeypatch.setattr(profile_steps, "_is_above", lambda *_: lambda drawn_a: True)
        found = await run(there, try_it, baseline_a=16.0, note_purpose=note)
        assert found == {"profile_tx_a": "disturbed"}
        assert over_at[0] - sent_at[0] <= timedelta(seconds=6)


async def test_profile_that_cannot_be_cleared_is_raised_unless_it_overrules_others() -> None:
    async with place("generic") as there:
        await there.charge()
        answers(there, "ClearChargingProfile", REJECTED)
        trials = there.central_system.limits.trials
        sent = len(there.charger.received("SetChargingProfile"))
        await there.do(trials.remove_profile(KEY, ChargingProfilePurposeType.tx_profile))
        assert len(there.charger.received("SetChargingProfile")) == sent
        told = iter((REJECTED, ACCEPTED))
        software: Any = there.charger._software
        software._handlers["SetChargingProfile"] = lambda _: next(told)
        await there.do(
            trials.remove_profile(KEY, ChargingProfilePurposeType.charge_point_max_profile)
        )
        schedules: list[Any] = [
            each["csChargingProfiles"] for each in there.charger.received("SetChargingProfile")
        ]
        assert [
            (
                each["chargingSchedule"]["chargingRateUnit"],
                each["chargingSchedule"]["chargingSchedulePeriod"][0]["limit"],
            )
            for each in schedules[-2:]
        ] == [("A", 32), ("W", 22080)]


async def test_check_up_of_a_charger_that_was_removed_notes_nothing() -> None:
    async with place("generic") as there:
        there.check_ups.forget(ID)
        with pytest.raises(CheckUpError, match="removed"):
            await subject_of(there).note(ended_at=None)
        assert not there.check_ups.memory()["befores"]


async def test_unexpected_error_ends_the_check_up_and_restores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fail(_: Subject) -> tuple[Finding, ...]:
        raise RuntimeError("a fault of ours")

    async with place("generic") as there:
        await there.charge()
        steps = (Step(name="clock", run=fail, seconds=lambda _: 1.0),)
        monkeypatch.setattr(running, "steps_of", lambda form: steps)
        result = await there.check_up()
        assert (result.outcome, result.trouble) == (Outcome.FAILED, "unexpected")
        assert not there.kept["befores"]


async def test_charge_that_does_not_start() -> None:
    async with place("generic") as there:
        there.charger.plug()
        await there.until(lambda: there.connector.is_plugged_in)
        answers(there, "RemoteStartTransaction", REJECTED)
        result = await there.check_up()
        assert (result.outcome, result.trouble) == (Outcome.FAILED, "not_started")
        answers(there, "RemoteStartTransaction", ACCEPTED)
        result = await there.check_up()
        assert (result.outcome, result.trouble) == (Outcome.FAILED, "not_started")


async def test_charge_that_ends_in_the_middle() -> None:
    async with place("generic") as there:
        await there.charge()
        check_up = await there.check_ups.start(KEY, Form.QUICK, confirmed=True)
        with pytest.raises(CheckUpError, match="running"):
            await there.check_ups.start(KEY, Form.QUICK, confirmed=True)
        await there.until(lambda: check_up.position > 4)
        there.charger.unplug()
        await there.do(there.check_ups.wait_for(KEY))
        assert check_up.result.trouble in {"unplugged", "charge_ended"}


async def test_charger_that_does_not_clear_gets_its_maximum() -> None:
    async with place("generic") as there:
        await there.charge()
        answers(there, "ClearChargingProfile", REJECTED)
        result = await there.check_up()
        assert result.outcome is Outcome.FINISHED
        await there.advance(5)
        assert there.charger.limit_a == 32
        assert there.connector.limit.released
        assert not there.kept["befores"]


async def test_limit_of_a_configuration_key_is_written_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with place("generic") as there:
        await there.charge()
        there.charge_point.vendor, there.charge_point.limit_way = "Growatt", "configuration_key"
        there.charge_point.configuration["G_MaxCurrent"] = ConfigurationKey(
            key="G_MaxCurrent", value="25", readonly=False
        )
        before = look_at(there.central_system, KEY)
        assert before.limit_key_value == "25"
        written: list[tuple[Any, ...]] = []

        async def write(*args: Any) -> str:
            written.append(args)
            return "Accepted"

        monkeypatch.setattr(there.central_system.commands, "change_configuration", write)
        await there.do(restore(there.central_system, KEY, before))
        assert written[-1] == (ID, "G_MaxCurrent", "25")
        assert not there.connector.limit.released


async def test_restoring_leaves_a_charge_that_cannot_be_started() -> None:
    async with place("generic") as there:
        there.charger.plug()
        await there.until(lambda: there.connector.is_plugged_in)
        answers(there, "RemoteStartTransaction", REJECTED)
        before = Before(charging=True, id_tag="A", ended_at=there.clock.now())
        await there.do(restore(there.central_system, KEY, before))
        assert len(there.charger.received("RemoteStartTransaction")) == 1
        assert there.connector.transaction is None


async def test_only_a_charge_that_the_check_up_ended_lately_is_started_again() -> None:
    """Hours later another car may be plugged in, and somebody may have stopped the charge on purpose."""
    async with place("generic") as there:
        there.charger.plug()
        await there.until(lambda: there.connector.is_plugged_in)
        long_ago = there.clock.now() - timedelta(hours=2)
        for ended_at in (None, long_ago):
            before = Before(charging=True, id_tag="A", ended_at=ended_at)
            await there.do(restore(there.central_system, KEY, before))
        assert there.charger.received("RemoteStartTransaction") == []


async def test_only_the_charge_that_the_check_up_began_is_stopped() -> None:
    async with place("generic") as there:
        await there.charge()
        assert there.connector.transaction is not None
        number = there.connector.transaction.transaction_id
        for other in (None, number + 1):
            before = Before(charging=False, transaction_id=other)
            await there.do(restore(there.central_system, KEY, before))
        assert there.charger.received("RemoteStopTransaction") == []
        await there.do(
            restore(there.central_system, KEY, Before(charging=False, transaction_id=number))
        )
        assert len(there.charger.received("RemoteStopTransaction")) == 1


async def test_car_that_never_draws_steadily_has_a_baseline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with place("generic") as there:
        await there.charge()
        drawn = cycle([12.0, 24.0, 16.0])
        monkeypatch.setattr(Subject, "drawn_a", property(lambda _: next(drawn)))
        assert await run(there, limit_steps.find_baseline) == {"baseline": "baseline"}


async def test_watts_are_not_tried_where_they_replace_the_only_limit() -> None:
    """8 A on three phases in W are 24 A on one: beside a limit in A that does no harm, in its place it does."""
    async with place("generic", maximum_current_a=16) as there:
        await there.charge()
        there.charge_point.limit_way = "charge_point_max_profile_a"
        max_w = next(each for each in KINDS if each.key == "profile_max_w")

        async def station(subject: Subject) -> tuple[Finding, ...]:
            return await profile_steps.try_profile(subject, max_w)

        found = await run(there, station, baseline_a=16.0)
        assert found == {"profile_max_w": "could_exceed"}


@pytest.mark.parametrize(
    ("told", "said", "whole"),
    [
        ("broken_rounded", "", True),
        ("broken_obeyed", "", False),
        ("refused", "Rejected", True),
        ("refused", "OfflineError", None),
        ("no_answer", "", None),
        ("limit_ignored", "", None),
    ],
)
@pytest.mark.parametrize("before", [True, False])
async def test_whole_amperes_are_a_trait_only_where_that_was_seen(
    told: str, said: str, whole: bool | None, before: bool
) -> None:
    finding = Finding(
        key="broken_amperes",
        verdict=Verdict.DOES_NOT_WORK,
        sentence=told,
        values={"said": said},
    )
    now = datetime(2026, 3, 14, tzinfo=UTC)
    async with place("generic") as there:
        there.charge_point.whole_amps = before
        result = Result(form=Form.WHOLE, started_at=now, findings=(finding,))
        apply_traits(there.central_system, KEY, result)
        assert there.charge_point.whole_amps is (before if whole is None else whole)


def test_free_text_of_the_charger_is_not_kept() -> None:
    told = limit_steps.refused("clock", CallErrorReceived("Serial SN-0002", "by Anna"))
    assert told.values == {"said": "CallErrorReceived"}
    told = limit_steps.refused("clock", CallErrorReceived("NotSupported", "by Anna"))
    assert told.values == {"said": "NotSupported"}


def test_names_are_taken_out_of_the_model() -> None:
    about = ChargePoint(charge_point_id="GARAGE-1", serial_number="SN-0002")
    assert without_names("Box SN-0002 of GARAGE-1", about) == "Box … of …"
    assert without_names("box sn-0002 of Garage-1", about) == "box … of …"
    assert without_names(None, about) is None


async def test_power_alone_tells_the_current() -> None:
    """Of all phases, unless that is less than any car takes: then the car charges on one."""
    async with place("generic") as there:
        await there.charge()
        subject, readings = subject_of(there), there.connector.meter.readings
        readings.pop((Quantity.CURRENT_IMPORT_A, None))
        power = readings[Quantity.POWER_IMPORT_W, None]
        for power_w, current_a in ((11040.0, 16.0), (3680.0, 16.0), (0.0, 0.0)):
            power.value = power_w
            assert subject.drawn_a == current_a
        readings.pop((Quantity.POWER_IMPORT_W, None))
        assert subject.drawn_a is None


async def test_trial_must_be_a_limit_of_a_connector_that_is_there() -> None:
    async with place("generic") as there:
        await there.charge()
        trials = there.central_system.limits.trials
        with pytest.raises(NotPossibleError):
            await trials.set(KEY, TrialLimit(limit_a=3))
        with pytest.raises(NotPossibleError):
            await trials.set((ID, 9), TrialLimit(limit_a=6))
        there.central_system.limits._negotiation.rebooted(ID)
        await there.do(
            trials.send_profile(KEY, ChargingProfilePurposeType.tx_profile, Unit.amps, 8)
        )
        await there.advance(5)
        assert there.charger.limit_a == 8


async def test_pause_is_not_tried_where_it_is_known_to_end_the_charge() -> None:
    async with place("generic") as there:
        await there.charge()
        there.charge_point.pause_habit = PauseHabit.STOP_ONLY
        found = await run(there, limit_steps.try_pause)
        assert found == {"limit_0": "known_quirk", "pause": "known_quirk"}
        assert subject_of(there).charge_point is there.charge_point
        there.charge_point.pause_habit = PauseHabit.GOES_ON


async def test_car_that_does_not_draw_again_and_halves_that_cannot_be_seen() -> None:
    async with place("generic") as there:
        await there.charge()
        there.charger.car().paused = True
        found = await run(there, limit_steps.go_back, baseline_a=32.0)
        assert found == {"limit_back": "stays_down"}
        found = await run(there, limit_steps.try_broken_amperes, baseline_a=7.0)
        assert found == {"broken_amperes": "too_little_current"}


async def test_charger_that_ignores_halves_and_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    async with place("generic") as there:
        await there.charge()
        software: Any = there.charger._software
        full = Allowed(limit_a=32.0, phases=None)
        monkeypatch.setattr(software._smart_charging, "allowed", lambda outlet: full)
        found = await run(there, limit_steps.try_broken_amperes, baseline_a=32.0)
        assert found == {"broken_amperes": "limit_ignored"}
        found = await run(there, limit_steps.try_pause, baseline_a=32.0, patience_s=5.0)
        assert found == {"limit_0": "limit_ignored", "pause": "limit_ignored_before"}
        found = await run(there, limit_steps.try_phases)
        assert found == {"phases": "phases_ignored"}


async def test_phases_are_refused_offline() -> None:
    async with place("generic") as there:
        await there.charge()
        await there.advance(70)
        there.charger.cut_network()
        await there.until(lambda: not there.charge_point.connected)
        assert await run(there, limit_steps.try_phases) == {"phases": "refused"}


async def test_profile_that_cannot_be_taken_back_ends_the_check_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def nothing(_: Subject) -> tuple[Finding, ...]:
        return ()

    async def fail(_: Subject) -> None:
        raise CallTimeoutError(30)

    async with place("generic") as there:
        await there.charge()
        steps = (Step(name="profile_tx_w", run=nothing, seconds=lambda _: 1.0, undo=fail),)
        monkeypatch.setattr(running, "steps_of", lambda form: steps)
        result = await there.check_up()
        assert (result.outcome, result.trouble) == (Outcome.FAILED, "not_taken_back")


async def test_step_that_needs_a_charge_waits_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    async def end(subject: Subject) -> tuple[Finding, ...]:
        there.charger.unplug()
        await subject.until(lambda: subject.connector.transaction is None, 60)
        return ()

    async with place("generic") as there:
        await there.charge()
        steps = (
            Step(name="baseline", run=end, seconds=lambda _: 1.0),
            Step(name="limit_16", run=end, seconds=lambda _: 1.0),
        )
        monkeypatch.setattr(running, "steps_of", lambda form: steps)
        result = await there.check_up()
        assert (result.outcome, result.trouble) == (Outcome.FAILED, "charge_ended")


async def test_everything_stops_in_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A charger that answers nothing does not hold up Home Assistant's end."""
    async with place("generic") as there:
        await there.charge()
        monkeypatch.setattr(check_ups, "_STOP_S", 0.05)
        await there.check_ups.start(KEY, Form.QUICK, confirmed=True)
        answers(there, "ClearChargingProfile", None)
        answers(there, "SetChargingProfile", None)
        there.connector.limit.applied_a = 32.0
        there.central_system.charge_points[ID].limit_way = "tx_default_profile_a"
        await there.check_ups.stop_all()
        assert there.check_ups.running(KEY) is None
        assert there.kept["befores"]
        result = there.check_ups.result(KEY)
        assert result is not None
        assert result.outcome is Outcome.INTERRUPTED


async def test_removed_charger_has_no_check_up() -> None:
    async with place("generic") as there:
        await there.charge()
        subject = subject_of(there)
        await there.check_ups.start(KEY, Form.QUICK, confirmed=True)
        await there.do(there.central_system.remove_charge_point(ID))
        with pytest.raises(CheckUpError, match="removed"):
            subject.charge_point  # noqa: B018
        await there.do(there.check_ups.wait_for(KEY))
        result = there.check_ups.result(KEY)
        assert result is not None
        assert result.trouble == "removed"
        there.check_ups.look_round()
        there.check_ups.forget(ID)
        assert there.check_ups.latest(ID) is None


def test_silence_is_said() -> None:
    assert limit_steps.refused("clock", CallTimeoutError(30)).sentence == "no_answer"


def test_words_for_what_is_missing() -> None:
    """A value that a later version added, or an earlier one lacked, is a dash; lists are written out."""
    finding = Finding(key="limit_10", verdict=Verdict.WORKS, sentence="limit_obeyed")
    words = check_up_words("de")
    assert "–" in sentence(finding, words)
    listed = Finding(
        key="triggers",
        verdict=Verdict.WORKS,
        sentence="triggers",
        values={"can": ("Heartbeat", "MeterValues"), "cannot": ()},
    )
    assert sentence(listed, words) == "Sie sendet: Heartbeat, MeterValues. Sie sendet nicht: –."
    said = Finding(key="clock", verdict=Verdict.WORKS, sentence="refused", values={"said": "<b>"})
    assert "<b>" not in sentence(said, words)
    halves = Finding(
        key="broken_amperes",
        verdict=Verdict.WORKS,
        sentence="broken_obeyed",
        values={"drawn_a": 7.5},
    )
    assert "7,5 A" in sentence(halves, words)
