"""Reading and understanding a charger's configuration."""

import asyncio
from collections.abc import AsyncIterator
import contextlib
import gc
from typing import Any
import weakref

from ocpp.v16.enums import ConfigurationKey as Key
import pytest

from custom_components.plug_control.central_system.stations.configuration import (
    find_key,
    integer_of,
    items_of,
    known_connectors,
    read_configuration,
    same_value,
    value_of,
)
from custom_components.plug_control.model.charge_point import ChargePoint, ConfigurationKey
from custom_components.plug_control.model.events import ChargePointChanged
from custom_components.plug_control.protocol.errors import (
    CallErrorReceived,
    CallTimeoutError,
    CommandRejectedError,
)
from simulator.scripted import ScriptedChargePoint
from tests.central_system.small_host import ID, SmallHost, configuration_answer


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


async def answer_configuration(
    charger: ScriptedChargePoint, *, most: int | None, poison: str | None = None, **values: str
) -> None:
    """Answer GetConfiguration for single keys only, at most `most` at a time, and never for the key `poison`."""
    reply = configuration_answer(**values)
    while True:
        incoming = await charger.expect("GetConfiguration", timeout=60)
        asked = incoming.payload.get("key")
        if (
            not isinstance(asked, list)
            or (most is not None and len(asked) > most)
            or poison in asked
        ):
            await incoming.refuse("OccurenceConstraintViolation", "too many")
        else:
            await incoming.reply(reply(incoming.payload))


class TestReading:
    """read_configuration."""

    async def test_all_at_once(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        charger.auto_reply("GetConfiguration", configuration_answer(("B",), A="1", B=""))
        assert await host.commands.read_configuration(ID) == {
            "A": ConfigurationKey("A", "1", readonly=False),
            "B": ConfigurationKey("B", "", readonly=True),
        }
        assert charger.received("GetConfiguration") == [{}]  # C2EU section 4: no null
        assert host.events == [ChargePointChanged(charge_point_id=ID)]

    @pytest.mark.parametrize(("told", "size"), [("7", 7), ("0", 10), ("?", 10)])
    async def test_r30_in_chunks_of_what_the_charger_can_tell(
        self, host: SmallHost, told: str, size: int
    ) -> None:
        charger = await host.dial_in()
        answering = asyncio.create_task(
            answer_configuration(
                charger, most=size, GetConfigurationMaxKeys=told, HeartbeatInterval="300"
            )
        )
        configuration = await host.commands.read_configuration(ID)
        answering.cancel()
        assert configuration["HeartbeatInterval"].value == "300"
        asked = [each["key"] for each in charger.received("GetConfiguration")[2:]]
        sizes = [len(keys) for keys in asked if isinstance(keys, list)]
        assert max(sizes) == size
        assert sum(sizes) == len(Key)

    async def test_key_that_spoils_a_request_costs_itself_only(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        told = {str(key): "1" for key in Key} | {"GetConfigurationMaxKeys": "50"}
        answering = asyncio.create_task(
            answer_configuration(charger, most=None, poison="BlinkRepeat", **told)
        )
        configuration = await host.commands.read_configuration(ID)
        answering.cancel()
        assert set(told) - set(configuration) == {"BlinkRepeat"}

    async def test_empty_answer_is_asked_about_in_chunks(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        reply = configuration_answer(HeartbeatInterval="300")
        charger.auto_reply(
            "GetConfiguration", lambda payload: reply(payload) if "key" in payload else {}
        )
        configuration = await host.commands.read_configuration(ID)
        assert set(configuration) == {"HeartbeatInterval"}

    @pytest.mark.parametrize("first", ["refused", "empty"])
    async def test_charger_that_tells_nothing(self, host: SmallHost, first: str) -> None:
        charger = await host.dial_in()
        work = asyncio.create_task(host.commands.read_configuration(ID))
        incoming = await charger.expect("GetConfiguration")
        if first == "refused":
            await incoming.refuse("NotSupported")
        else:
            await incoming.reply({})
        await (await charger.expect("GetConfiguration")).refuse("InternalError")
        with pytest.raises(CallErrorReceived) as caught:
            await work
        assert caught.value.code == ("NotSupported" if first == "refused" else "InternalError")
        assert caught.value.action == "GetConfiguration"

    async def test_answer_that_never_comes_is_not_asked_about_again(self) -> None:
        async with SmallHost(call_timeout_s=0.05) as host:
            charger = await host.dial_in()
            with pytest.raises(CallTimeoutError):
                await host.commands.read_configuration(ID)
            assert len(charger.received("GetConfiguration")) == 1

    @pytest.mark.parametrize(
        "key",
        [
            "AuthorizationKey",
            "WifiPSK",
            "ApnPwd",
            "apnPassword",
            "WebSocketToken",
            "wifi_key",
            "SimPin",
        ],
    )
    async def test_secret_is_not_kept(self, host: SmallHost, key: str) -> None:
        """W A01, also of makers' own keys."""
        charger = await host.dial_in()
        charger.auto_reply("GetConfiguration", configuration_answer(**{key: "0102"}))
        charger.auto_reply("ChangeConfiguration", {"status": "Accepted"})
        await host.commands.read_configuration(ID)
        assert host.charge_point.configuration[key].value is None
        await host.commands.change_configuration(ID, key, "0304")
        assert host.charge_point.configuration[key].value is None

    @pytest.mark.parametrize("password", ["pw", "p@ss/w"])
    async def test_password_of_a_url_is_not_kept(self, host: SmallHost, password: str) -> None:
        charger = await host.dial_in()
        url = f"ftp://user:{password}@nas.lan/logs"
        charger.auto_reply("GetConfiguration", configuration_answer(UploadUrl=url))
        await host.commands.read_configuration(ID)
        assert host.charge_point.configuration["UploadUrl"].value == "ftp://(hidden)@nas.lan/logs"


class TestChanging:
    """change_configuration."""

    async def test_only_what_differs_is_written(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        charger.auto_reply(
            "GetConfiguration",
            configuration_answer(Flag="TRUE", List="A, B", heartbeatinterval="60"),
        )
        charger.auto_reply("ChangeConfiguration", {"status": "RebootRequired"})
        await host.commands.read_configuration(ID)
        change = host.commands.change_configuration
        assert await change(ID, "Flag", "true") is None
        assert await change(ID, "List", "B,A") is None
        assert await change(ID, "HeartbeatInterval", "300") == "RebootRequired"
        assert await change(ID, "HeartbeatInterval", "300") is None
        assert charger.received("ChangeConfiguration") == [
            {"key": "heartbeatinterval", "value": "300"}
        ]

    async def test_unknown_key_is_written(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        charger.auto_reply("ChangeConfiguration", {"status": "Accepted"})
        assert await host.commands.change_configuration(ID, "Vendor.Key", "1") == "Accepted"
        assert host.charge_point.configuration["Vendor.Key"].value == "1"

    async def test_refused_value_is_not_kept(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        charger.auto_reply("ChangeConfiguration", {"status": "Rejected"})
        with pytest.raises(CommandRejectedError):
            await host.commands.change_configuration(ID, "K", "1")
        assert not host.charge_point.configuration


def keys(**values: str | None) -> dict[str, ConfigurationKey]:
    return {key: ConfigurationKey(key, value, readonly=False) for key, value in values.items()}


class TestUnderstanding:
    """Values as chargers write them."""

    def test_keys_have_no_case(self) -> None:
        configuration = keys(ConnectionTimeout="60", Unset=None)
        assert value_of(configuration, "ConnectionTimeOut") == "60"
        assert value_of(configuration, "Unset") is None
        assert find_key(configuration, "Unknown") is None

    def test_lists(self) -> None:
        configuration = keys(L="'Voltage', Current.Import ,,")
        assert items_of(configuration, "L") == ("Voltage", "Current.Import")
        assert items_of(configuration, "M") == ()

    @pytest.mark.parametrize(("value", "number"), [("7", 7), ("7.0", 7), ("x", None), (None, None)])
    def test_integers(self, value: str | None, number: int | None) -> None:
        assert integer_of(keys(K=value), "K") == number

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [("true", "True", True), ("A,B", "b, a", True), ("", "", True), ("60", "", False)],
    )
    def test_same_values(self, one: str, other: str, same: bool) -> None:
        assert same_value(one, other) is same

    @pytest.mark.parametrize(
        ("told", "heard", "connectors"),
        [
            (None, (), (1,)),
            ("2", (), (1, 2)),
            ("2", (3,), (1, 2, 3)),
            ("0", (), (1,)),
            ("-5", (), (1,)),
            ("999999999", (), tuple(range(1, 101))),
        ],
    )
    def test_known_connectors(
        self, told: str | None, heard: tuple[int, ...], connectors: tuple[int, ...]
    ) -> None:
        charge_point = ChargePoint(charge_point_id=ID, configuration=keys(NumberOfConnectors=told))
        for connector_id in heard:
            charge_point.connector(connector_id)
        assert known_connectors(charge_point) == connectors


async def test_a_refused_reading_leaves_nothing_that_waits_for_the_garbage_collection() -> None:
    refusals: list[weakref.ref[CallErrorReceived]] = []

    async def refuse(_: object) -> Any:
        error = CallErrorReceived("NotSupported", "")
        refusals.append(weakref.ref(error))
        try:
            raise error
        finally:
            del error

    gc.disable()
    try:
        with contextlib.suppress(CallErrorReceived):
            await read_configuration(refuse)
        assert [refusal() for refusal in refusals] == [None, None]
    finally:
        gc.enable()
