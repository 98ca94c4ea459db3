"""What attackers try: whoever they are, every other charge point is served as before and nothing of the ledger is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
import json
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from custom_components.plug_control.central_system.reception import gate
from custom_components.plug_control.central_system.stations import station as station_module
from custom_components.plug_control.model.charge_point import ConfigurationKey
from custom_components.plug_control.model.events import Problem, ProblemFound, ProblemGone
from custom_components.plug_control.model.meter import Quantity
from simulator.frames import Payload
from simulator.scripted import CallErrorReceived, Disconnected, ScriptedChargePoint

from .conftest import CARD, NOW, QUICK, Lab, MakeLab, meter_values, start_transaction, status

DEEP = "[" * 10_000 + "]" * 10_000
LONG = "x" * 200_000
HTML = "<script>alert(1)</script>"


@dataclass
class Victim:
    """A charge point in the middle of a charge."""

    lab: Lab
    charge_point: ScriptedChargePoint
    transaction_id: int
    register_wh: int = 2000

    async def is_served(self) -> None:
        """Its messages are answered within moments and what they say arrives."""
        self.register_wh += 100
        self.lab.clock.advance(60)
        values = meter_values(
            ("Energy.Active.Import.Register", str(self.register_wh), "Wh"),
            at=self.lab.clock.now,
            transactionId=self.transaction_id,
        )
        assert await self.charge_point.call("MeterValues", values) == {}
        meter = self.lab.connector(1, "VICTIM").meter
        assert meter.value(Quantity.ENERGY_IMPORT_WH) == self.register_wh
        transaction = self.lab.connector(1, "VICTIM").transaction
        assert transaction is not None
        assert transaction.transaction_id == self.transaction_id


@pytest.fixture
async def victim(lab: Lab) -> AsyncIterator[Victim]:
    """A charge point that is charging; at the end of the test it still is, and its session is in the ledger."""
    lab.add("VICTIM")
    charge_point = await lab.boot("VICTIM")
    await charge_point.call("StatusNotification", status("Charging"))
    started = await charge_point.call("StartTransaction", start_transaction())
    transaction_id = started["transactionId"]
    assert isinstance(transaction_id, int)
    victim = Victim(lab, charge_point, transaction_id)
    await victim.is_served()
    yield victim
    await victim.is_served()
    stop: Payload = {
        "transactionId": transaction_id,
        "meterStop": victim.register_wh,
        "timestamp": lab.clock.now.isoformat(),
    }
    assert "idTagInfo" in await charge_point.call("StopTransaction", stop)
    sessions = await lab.central_system.ledger.sessions(charge_point_id="VICTIM")
    assert [session.energy_wh for session in sessions] == [victim.register_wh - 1000]


@asynccontextmanager
async def served_meanwhile(victim: Victim) -> AsyncIterator[None]:
    """Serve the victim all the while."""
    over = asyncio.Event()

    async def go_on() -> None:
        while not over.is_set():
            await victim.is_served()
            await asyncio.sleep(0.01)

    going_on = asyncio.create_task(go_on())
    try:
        yield
        assert not going_on.done()
    finally:
        over.set()
        await going_on


ODD_FRAMES = {
    "no JSON": "}{",
    "an empty text": "",
    "no array": "{}",
    "an empty array": "[]",
    "deep nesting": DEEP,
    "deep nesting in a payload": f'[2,"1","Heartbeat",{DEEP}]',
    "a number as type": '[99,"1","x",{}]',
    "NaN": '[2,"1","MeterValues",{"connectorId":NaN}]',
    "1e999": '[2,"1","MeterValues",{"connectorId":1e999,"meterValue":[]}]',
    "a huge number": '[2,"1","MeterValues",{"connectorId":' + "9" * 5000 + "}]",
    "null payload": '[2,"1","Heartbeat",null]',
    "null everywhere": '[2,"1","StatusNotification",{"connectorId":null,"status":null}]',
    "an overlong id": json.dumps([2, LONG, "Heartbeat", {}]),
    "an overlong action": json.dumps([2, "1", LONG, {}]),
    "duplicate keys": '[2,"1","StatusNotification",{"connectorId":1,"connectorId":2,'
    '"status":"Available","status":"Charging","errorCode":"NoError"}]',
    "a huge array": '[2,"1","MeterValues",{"connectorId":1,"meterValue":['
    + ",".join(["{}"] * 50_000)
    + "]}]",
    "a lone surrogate": '[2,"1","Authorize",{"idTag":"\\ud800"}]',
    "HTML": json.dumps([2, "1", "StatusNotification", {"connectorId": 1, "status": HTML}]),
    "an overlong tag": json.dumps([2, "1", "Authorize", {"idTag": LONG}]),
}


@pytest.mark.parametrize("trusted", [True, False], ids=["configured", "stranger"])
@pytest.mark.parametrize("frame", ODD_FRAMES.values(), ids=ODD_FRAMES.keys())
async def test_odd_frames_harm_nobody(lab: Lab, victim: Victim, frame: str, trusted: bool) -> None:
    attacker = await (lab.boot("CP-1") if trusted else lab.dial("stranger"))
    for _ in range(3):
        await attacker.send_raw(frame)
    await victim.is_served()
    if trusted:
        await attacker.call("Heartbeat", message_id="after")
    assert set(lab.central_system.charge_points) == {"CP-1", "VICTIM"}


async def test_binary_frames_harm_nobody(lab: Lab, victim: Victim) -> None:
    attacker = await lab.boot("CP-1")
    await attacker.send_raw(b"\x00\xff" * 1000)
    await attacker.send_raw(b'[2,"1","Heartbeat",{}]')
    await victim.is_served()


async def test_a_vendor_of_two_megabytes_costs_a_stranger_its_socket(
    lab: Lab, victim: Victim
) -> None:
    attacker = await lab.dial("stranger")
    with pytest.raises(Disconnected):
        await attacker.boot(vendor="x" * (2 << 20))
    assert (await attacker.wait_closed())[0] == 1009
    await victim.is_served()


async def test_overlong_and_active_texts_are_kept_bounded_and_printable(
    lab: Lab, victim: Victim
) -> None:
    attacker = await lab.boot("CP-1")
    await attacker.boot(vendor=HTML + LONG, model="a\nb\x00c\u202e", firmwareVersion=LONG)
    fault = status("Faulted", errorCode=LONG, info=HTML + LONG, vendorErrorCode="\n\n=cmd|")
    await attacker.call("StatusNotification", fault)
    model, connector = lab.model("CP-1"), lab.connector(1, "CP-1")
    texts = [
        model.vendor,
        model.model,
        model.firmware_version,
        connector.error_code,
        connector.error_info,
        connector.vendor_error_code,
    ]
    for text in texts:
        assert text is not None
        assert len(text) <= 1000
        assert text.isprintable()
    assert len(json.dumps(lab.central_system.memory())) < 20_000


@pytest.mark.parametrize(
    "path", ["..%2fCP-1", "%00", "CP%0A1", "a%5cb", "..", "%ff", "x" * 500, "CP-1%23"]
)
async def test_odd_identities_are_refused(lab: Lab, victim: Victim, path: str) -> None:
    with pytest.raises(InvalidStatus) as caught:
        await lab.scripted(path).connect()
    assert caught.value.response.status_code == 404
    assert not lab.central_system.unknown


@pytest.mark.parametrize(
    "timestamp",
    [
        "1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "2222-02-22T22:22:22Z",
        "-1",
        "1e400",
        HTML,
        None,
    ],
)
async def test_bad_timestamps_corrupt_nothing(
    lab: Lab, victim: Victim, timestamp: str | None
) -> None:
    attacker = await lab.boot("CP-1")
    started = await attacker.call("StartTransaction", start_transaction(timestamp=timestamp))
    await attacker.call("StatusNotification", status("Charging", timestamp=timestamp))
    values: dict[str, Any] = {
        "connectorId": 1,
        "meterValue": [{"timestamp": timestamp, "sampledValue": [{"value": "1500"}]}],
    }
    assert await attacker.call("MeterValues", values) == {}
    stop: Payload = {
        "transactionId": started["transactionId"],
        "meterStop": 2000,
        "timestamp": timestamp,
    }
    await attacker.call("StopTransaction", stop)
    (session,) = await lab.central_system.ledger.sessions(charge_point_id="CP-1")
    assert session.energy_wh >= 0
    assert session.started_at is None or abs(session.started_at - NOW) < timedelta(days=1)
    json.dumps(lab.central_system.memory())


async def test_a_flood_of_messages_leaves_the_others_their_turn(lab: Lab, victim: Victim) -> None:
    attacker = await lab.boot("CP-1")
    async with served_meanwhile(victim):
        for number in range(2000):
            await attacker.send_raw(f'[2,"f{number}","Heartbeat",{{}}]')
        await attacker.call("Heartbeat", message_id="last")


async def test_a_flood_of_transactions_is_numbered_and_ends_nobody_elses(
    lab: Lab, victim: Victim
) -> None:
    attacker = await lab.boot("CP-1")
    ids: set[Any] = {victim.transaction_id}
    for number in range(50):
        at = (NOW + timedelta(seconds=number)).isoformat()
        started = await attacker.call("StartTransaction", start_transaction(timestamp=at))
        ids.add(started["transactionId"])
        stop: Payload = {
            "transactionId": victim.transaction_id,
            "meterStop": 998_000,
            "timestamp": at,
        }
        await attacker.call("StopTransaction", stop)
    assert len(ids) == 51
    await victim.is_served()


async def test_ping_floods_leave_the_others_their_turn(lab: Lab, victim: Victim) -> None:
    attacker = await lab.boot("CP-1")
    async with served_meanwhile(victim):
        with suppress(ConnectionClosed):
            for _ in range(500):
                await attacker.ping()


@pytest.fixture
def dense_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have refused callers not wait for their next turn: what comes in is more than could come."""
    monkeypatch.setattr(gate, "GUESSES_A_SECOND", 1000)


@pytest.mark.usefixtures("dense_flood")
async def test_a_flood_of_handshakes_leaves_the_others_their_turn(lab: Lab, victim: Victim) -> None:
    async with served_meanwhile(victim):
        for number in range(100):
            with suppress(InvalidStatus, ConnectionClosed, OSError):
                async with lab.scripted(f"flood-{number}"):
                    pass
    assert len(lab.central_system.unknown) <= 20


async def test_slow_handshakes_and_slow_frames_hold_nobody_up(lab: Lab, victim: Victim) -> None:
    port = lab.central_system.port
    writers = [(await asyncio.open_connection("127.0.0.1", port))[1] for _ in range(20)]
    for writer in writers:
        writer.write(b"GET /slow HTTP/1.1\r\nHost:")
    await victim.is_served()
    attacker = await lab.boot("CP-1")
    attacker._open().transport.write(b"\x81\xfe\xff\xff")  # a long frame that never comes
    await victim.is_served()
    for writer in writers:
        writer.close()


async def test_a_compression_bomb_is_not_even_negotiated(lab: Lab, victim: Victim) -> None:
    attacker = await lab.dial("CP-1", compression=True)
    assert "Sec-WebSocket-Extensions" not in attacker.response_headers
    await victim.is_served()


async def test_another_ones_identity_with_a_password_takes_nothing_over(
    lab: Lab, victim: Victim
) -> None:
    lab.add("GUARDED", password="secret")
    guarded = await lab.boot("GUARDED", password="secret")
    for password in (None, "", "wrong"):
        with pytest.raises(InvalidStatus):
            await lab.scripted("GUARDED", password=password).connect()
        with pytest.raises(InvalidStatus):
            await lab.scripted("VICTIM", password=password).connect()
    await guarded.call("Heartbeat")
    await victim.is_served()


async def test_no_secret_is_logged(
    lab: Lab, victim: Victim, caplog: pytest.LogCaptureFixture
) -> None:
    lab.add("GUARDED", password="hunter2secret")
    with caplog.at_level("DEBUG"):
        with pytest.raises(InvalidStatus):
            await lab.scripted("GUARDED", password="letmein123").connect()
        guarded = await lab.boot("GUARDED", password="hunter2secret")
        guarded.auto_reply("ChangeConfiguration", {"status": "Accepted"})
        guarded.auto_reply("GetDiagnostics", {"fileName": r"ftp:\/\/me:letmein@nas\/x"})
        ours = lab.central_system.connection_of("GUARDED")
        assert ours is not None
        for key in ("WifiPSK", "ApnPwd", "BackendToken", "Wifi.Passphrase", "AuthorizationKey"):
            change = {"key": key, "value": "letmein123"}
            await ours.call("ChangeConfiguration", change)
        location = {"location": "ftp://me:letmein@host/dir"}
        await ours.call("GetDiagnostics", location)
        await guarded.send_raw(
            '[2,"1","DataTransfer",{"data":"' + "x" * 1980 + 'ftp://me:letmein@h"}]'
        )
        await guarded.call("DataTransfer", {"vendorId": "ftp://me:letmein@host", "data": "psk"})
        await victim.is_served()
    kept = [text for _, _, text in ours.frames]
    assert len(kept) > 10
    assert not [text for text in kept if "letmein" in text]
    told = [r.getMessage() for r in caplog.records if "plug_control" in r.name]
    assert not [message for message in told if "hunter2" in message or "letmein" in message]


@pytest.mark.parametrize("meter_start", [1e300, 2e11, 10**40])
async def test_absurd_numbers_of_a_start_stay_out_of_ledger_and_meter(
    lab: Lab, victim: Victim, meter_start: float
) -> None:
    charge_point = await lab.boot()
    lab.cards(CARD, "OTHER")
    payload = start_transaction("OTHER", meterStart=meter_start, reservationId=10**30)
    await charge_point.call("StartTransaction", payload)
    (transaction,) = lab.central_system.ledger.open_transactions("CP-1")
    assert transaction.reservation_id is None  # a number of 100 bits could not be written
    assert transaction.meter_start_wh is None
    assert not lab.connector().meter.readings
    await victim.is_served()


async def test_a_stranger_gets_nothing_into_the_ledger_or_the_model(
    lab: Lab, victim: Victim
) -> None:
    stranger = await lab.dial("stranger")
    await stranger.boot()
    for action, payload in (
        ("StartTransaction", start_transaction()),
        ("StopTransaction", {"transactionId": victim.transaction_id, "meterStop": 1}),
        ("MeterValues", meter_values(("Voltage", "1", "V"))),
        ("Authorize", {"idTag": CARD}),
    ):
        with pytest.raises(CallErrorReceived):
            await stranger.call(action, payload)
    assert len(lab.central_system.ledger.open_transactions()) == 1
    assert "stranger" not in lab.central_system.memory()


# ---- a confirmed charge point that makes things up


def implausible(lab: Lab) -> list[str]:
    """What was told of as too much."""
    found = [e for e in lab.told(ProblemFound) if e.problem is Problem.IMPLAUSIBLE]
    return [event.detail for event in found]


@pytest.mark.parametrize(
    ("boot", "configuration", "most"),
    [
        ({}, {}, 64),
        ({}, {"NumberOfConnectors": "6"}, 6),
        ({}, {"NumberOfConnectors": "1"}, 4),
        ({}, {"NumberOfConnectors": "1000000"}, 64),
        ({"vendor": "XC", "model": "C2EU"}, {"NumberOfConnectors": "9"}, 1),
    ],
)
async def test_connectors_that_it_cannot_have_are_not_made_and_told(
    lab: Lab, victim: Victim, boot: Payload, configuration: dict[str, str], most: int
) -> None:
    attacker = await lab.boot(boot=boot)
    await lab.until_started_up()
    lab.model().configuration = {
        key: ConfigurationKey(key, value, True) for key, value in configuration.items()
    }
    for number in range(1, 200):
        await attacker.call("StatusNotification", status("Available", connectorId=number))
    assert set(lab.model().connectors) == set(range(1, most + 1))
    assert implausible(lab) == [f"connector {most + 1}"]


@pytest.mark.parametrize(("transaction_id", "id_tag"), [(None, "MINE"), (77, "REFUSED")])
async def test_r15_sessions_that_it_cannot_have_had_are_refused_and_told(
    victim: Victim,
    lab: Lab,
    monkeypatch: pytest.MonkeyPatch,
    transaction_id: int | None,
    id_tag: str,
) -> None:
    """It may tell them again later; what really runs is stopped, and what was refused but went on, too."""
    monkeypatch.setattr(station_module, "NEW_SESSIONS_AT_ONCE", 10)
    lab.add("MAD")
    lab.cards(CARD, "MINE")
    attacker = await lab.boot("MAD")
    refused = 0
    for number in range(30):
        at = (lab.clock.now - timedelta(hours=number)).isoformat()
        named = None if transaction_id is None else transaction_id + number
        stop: Payload = {"meterStop": 1000 * number, "timestamp": at, "transactionId": named}
        try:
            await attacker.call("StopTransaction", stop)
        except CallErrorReceived:
            refused += 1
    assert refused == 20
    assert implausible(lab) == ["charging sessions"]
    with pytest.raises(CallErrorReceived, match="InternalError"):
        await attacker.call("StartTransaction", start_transaction())
    sessions = await lab.central_system.ledger.sessions(charge_point_id="MAD")
    assert len(sessions) == 10

    lab.clock.advance(60)
    began_at = lab.clock.now.isoformat()
    began = start_transaction(meterStart=77, idTag=id_tag, timestamp=began_at)
    started = await attacker.call("StartTransaction", began)
    transaction = lab.central_system.ledger.open_transaction("MAD")
    assert (transaction is None) is (id_tag == "REFUSED")
    for number in range(20):
        invented: Payload = {"meterStop": 1, "transactionId": 5_000_000 + number}
        with suppress(CallErrorReceived):
            await attacker.call("StopTransaction", invented)
    with pytest.raises(CallErrorReceived, match="InternalError"):
        await attacker.call("StartTransaction", start_transaction(meterStart=88, connectorId=2))
    again = await attacker.call("StopTransaction", {**started, "meterStop": 99})
    assert "idTagInfo" in again


async def test_r15_sessions_that_it_invents_are_bounded_while_one_of_its_own_runs(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(station_module, "NEW_SESSIONS_AT_ONCE", 5)
    lab.add("MAD")
    attacker = await lab.boot("MAD")
    await attacker.call("StartTransaction", start_transaction())
    refused = 0
    for number in range(10):
        try:
            await attacker.call("StopTransaction", {"meterStop": 1, "transactionId": 77 + number})
        except CallErrorReceived:
            refused += 1
    assert refused == 6
    assert lab.connector(identity="MAD").transaction is not None


async def test_it_is_plausible_again_when_nothing_of_the_kind_comes(make_lab: MakeLab) -> None:
    lab = await make_lab(timing=replace(QUICK, implausible_gone_s=0.05, tick_s=0.05))
    lab.add()
    attacker = await lab.boot()
    await attacker.call("StatusNotification", status("Available", connectorId=99))
    assert implausible(lab) == ["connector 99"]
    await lab.until(lambda: Problem.IMPLAUSIBLE in {e.problem for e in lab.told(ProblemGone)})
