"""Real central systems as back ends: a second plug_control, which recognises repeats (R18), and the ocpp package, which does not."""

import pytest

from custom_components.plug_control.central_system.ledger.ledger import LedgerDatabase
from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.model.session import Session, StopReason
from custom_components.plug_control.relay.settings import CommandKind, Rules
from scripts.lib.houses.package_back_end import PackageBackEnd
from tests.central_system.conftest import Lab as Employer

from .conftest import Lab, start
from .lossy import LossyPath
from .scripted import ScriptedBackEnd
from .times import until

HOUSE = ScriptedBackEnd()
"""Stands for a back end whose URL a test names."""


async def sessions(employer: Employer) -> list[Session]:
    return await employer.central_system.ledger.sessions()


async def start_meters(lab: Lab) -> list[float]:
    return sorted(1000.0 * each.session_id for each in await lab.outbox.relayed_sessions())


@pytest.mark.parametrize("loss", [0.0, 0.3])
async def test_a_second_plug_control_has_each_session_once(lab: Lab, loss: float) -> None:
    async with Employer(storage=LedgerDatabase()) as employer:
        employer.add()
        async with LossyPath(employer.central_system.port, loss=loss, seed=7) as path:
            lab.add()
            lab.use(HOUSE, url=f"ws://127.0.0.1:{path.port}/")
            for _ in range(12):
                lab.charge()
            await lab.until_delivered()
            assert (path.cuts > 3) == (loss > 0)
        found = await sessions(employer)
        assert sorted(each.meter_start_wh or 0.0 for each in found) == await start_meters(lab)
        assert {each.energy_wh for each in found} == {750.0}
        assert {each.stop_reason for each in found} == {StopReason.LOCAL}


async def test_a_second_plug_control_shows_the_session_and_stops_it(lab: Lab) -> None:
    async with Employer() as employer:
        employer.add()
        employer.cards("CARD")
        lab.add().connector(1).status = ConnectorStatus.CHARGING
        rules = Rules(commands=frozenset({CommandKind.REMOTE_STOP}))
        lab.use(HOUSE, url=employer.url(""), rules=rules)
        lab.tell("StartTransaction", 1, **start(1) | {"timestamp": "2026-03-14T10:00:00Z"})
        await lab.until_delivered()
        await until(lambda: employer.connector().transaction is not None)
        await employer.until_started_up()
        await employer.central_system.user_commands.stop_charging("CP-1", 1)
        assert ("RemoteStopTransaction", "CP-1", 101) in lab.port.commands
        lab.stop(1)
        await lab.until_delivered()
        await until(lambda: employer.connector().transaction is None)


@pytest.mark.parametrize("loss", [0.0, 0.3])
async def test_the_ocpp_package_misses_none_and_finds_every_frame_valid(
    lab: Lab, loss: float
) -> None:
    async with PackageBackEnd() as back_end:
        async with LossyPath(back_end.port, loss=loss, seed=3) as path:
            lab.add().status = "Available"
            lab.use(HOUSE, url=f"ws://127.0.0.1:{path.port}/ocpp")
            for _ in range(12):
                lab.charge()
            lab.tell("StatusNotification", None, connectorId=1, status="Odd", errorCode="Odd")
            lab.tell("StatusNotification", None, connectorId=1, status="Charging", errorCode="Odd")
            await lab.until_delivered()
            assert (path.cuts > 3) == (loss > 0)
            await until(lambda: (1, "Charging") in back_end.statuses)
            await lab.relay.stop()
        got = {float(each["meter_start"]) for each in back_end.starts.values()}
        assert sorted(got) == await start_meters(lab)
        stopped = {float(back_end.starts[each]["meter_start"]) for each in back_end.stops}
        assert stopped == got
        if not loss:
            assert len(back_end.starts) == len(back_end.values) == 12
        assert {each.note for each in await lab.outbox.relayed_sessions()} == {None}
