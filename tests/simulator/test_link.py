"""The websocket and the calls over it, where nothing else reaches."""

import asyncio

import pytest

from simulator.clock import ManualClock
from simulator.frames import Payload
from simulator.link import Link, LinkEvents, LinkOptions
from simulator.rpc import Request, Rpc

from .central_system import CentralSystem
from .harness import until


def link_to(url: str, events: LinkEvents | None = None) -> Link:
    """A link that dials at once and again without waiting."""
    return Link(
        LinkOptions(url=url, reconnect_s=lambda failures: 0.0),
        events or LinkEvents(),
        clock=ManualClock(),
        network_up=lambda: True,
    )


async def test_a_link_without_a_connection_sends_nothing() -> None:
    link = link_to("ws://127.0.0.1:1/")
    assert not link.send("text")
    link.ping()
    link.close()
    link.drop()
    link.hang()
    assert not link.unwritten
    link.kill()
    await link.wait_ended()


async def test_a_link_tells_what_happens() -> None:
    told: list[str] = []
    events = LinkEvents(
        opened=lambda: told.append("opened"),
        closed=lambda: told.append("closed"),
        text=told.append,
        pong=lambda: told.append("pong"),
        sent=lambda text: told.append(f"sent {text}"),
    )
    async with CentralSystem() as cs:
        link = link_to(cs.url, events)
        link.start()
        await until(lambda: link.is_open)
        link.ping()
        await until(lambda: "pong" in told)
        assert link.send('[3,"1",{}]')
        link.close()
        await until(lambda: "closed" in told)
        assert told == ["opened", "pong", 'sent [3,"1",{}]', "closed"]
        assert cs.texts == ['[3,"1",{}]']
        link.kill()
        await link.wait_ended()


async def test_a_link_with_default_events_and_a_killed_one_keep_quiet() -> None:
    async with CentralSystem() as cs:
        link = link_to(cs.url)
        link.start()
        await until(lambda: link.is_open)
        await cs.wait(lambda: bool(cs.connections))
        link.ping()
        link.send('[3,"1",{}]')
        await cs.wait(lambda: bool(cs.texts))
        await cs.connection.send("hello")
        await cs.ping()
        link.kill()
        assert not link.send("late")
        await link.wait_ended()


async def test_a_handler_that_fails_costs_the_connection_and_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(text: str) -> None:
        raise RuntimeError(text)

    async with CentralSystem() as cs:
        link = link_to(cs.url, LinkEvents(text=fail))
        link.start()
        await cs.wait(lambda: len(cs.connections) == 1)
        await cs.connection.send("hello")
        await until(lambda: "could not be handled" in caplog.text)
        link.kill()
        await link.wait_ended()


class Wire:
    """A send function that remembers, and can be cut."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.up = True

    def send(self, text: str) -> bool:
        """Take a text if the wire is up."""
        if self.up:
            self.texts.append(text)
        return self.up


def rpc_over(wire: Wire, requests: list[Request]) -> tuple[Rpc, ManualClock]:
    """A Rpc whose ids are all "1"."""
    clock = ManualClock()
    rpc = Rpc(
        send=wire.send,
        clock=clock,
        timeout_s=15,
        next_id=lambda: "1",
        on_call=requests.append,
    )
    return rpc, clock


async def test_a_call_that_cannot_be_sent_fails_at_once() -> None:
    wire = Wire()
    wire.up = False
    rpc, _ = rpc_over(wire, [])
    answers: list[Payload | None] = []
    rpc.call("Heartbeat", {}, answers.append)
    assert answers == [None]


async def test_a_call_ends_by_answer_error_deadline_or_disconnection() -> None:
    rpc, clock = rpc_over(Wire(), [])
    answers: list[Payload | None] = []
    rpc.call("Heartbeat", {}, answers.append)
    rpc.receive('[3,"1",{"a":1}]')
    rpc.call("Heartbeat", {}, answers.append)
    rpc.receive('[4,"1","InternalError","",{}]')
    rpc.call("Heartbeat", {}, answers.append)
    await clock.advance(15)
    rpc.call("Heartbeat", {}, answers.append)
    rpc.disconnected()
    rpc.receive('[3,"1",{}]')
    rpc.receive("nonsense")
    assert answers == [{"a": 1}, None, None, None]
    rpc.call("Heartbeat", {}, answers.append)
    rpc.abandon()
    await clock.advance(60)
    assert len(answers) == 4


async def test_an_answer_never_goes_into_another_connection() -> None:
    wire, requests = Wire(), list[Request]()
    rpc, _ = rpc_over(wire, requests)
    rpc.receive('[2,"9","Reset",{}]')
    rpc.disconnected()
    requests[0].reply({})
    assert wire.texts == []
    await asyncio.sleep(0)
