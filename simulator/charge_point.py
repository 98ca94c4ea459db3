"""A simulated charge point: its hardware, the actions of people, and the software that runs while it has power."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2b
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Final, Self

from .car import Car
from .clock import Clock, ManualClock, RunningClock, Timers
from .connector import Connector
from .frames import Call, Direction, Frame, Payload, parse_frame
from .link import without_user
from .memory import Bill, Memory
from .records import Record, Records
from .software import Model, Software
from .transfers import Transfers

KEPT_FRAMES: Final = 10_000
POWERED_OFF: Final = "PoweredOff"
REBOOT_S: Final = 20.0
TIMEOUT_S: Final = 30.0
MAXIMUM_CLOCK_ERROR: Final = timedelta(days=36_525)


class ChargePoint:
    """Connectors, meter, clock and memory of one charge point, and the actions of people and tests on it.

    Actions are synchronous and take effect at once; the software reacts as time passes.
    """

    def __init__(
        self,
        url: str,
        *,
        model: Model,
        software: Callable[[ChargePoint], Software],
        password: str | None = None,
        clock: Clock | None = None,
        network_clock: Clock | None = None,
        reconnect_s: float | None = None,
        seed: int | None = None,
        state_file: Path | None = None,
        transfers: Transfers | None = None,
    ) -> None:
        """Prepare; nothing happens before `power_on`. Raises StateFileError.

        `clock` is the simulated time, `network_clock` the time of deadlines and reconnects (see `clock.py`);
        `reconnect_s` replaces the profile's wait before a reconnect, in real seconds.
        """
        self.url = url
        self.model = model
        self.password = password
        self.clock = clock or RunningClock()
        self.network_clock = network_clock or RunningClock()
        self.reconnect_s = reconnect_s
        self.transfers = transfers
        """Moves files; None: transfers are simulated, and their success depends on the URL alone."""
        self.random = Random(seed)
        self.records = Records()
        self.frames: deque[Frame] = deque(maxlen=KEPT_FRAMES)
        self.network_up = True
        self.clock_error = timedelta(0)
        self.powered_on_at = 0.0
        self._state_file = state_file
        self.memory = Memory() if state_file is None else Memory.load(state_file)
        self.connectors = {n: self._connector(n) for n in range(1, model.connectors + 1)}
        self._make_software = software
        self._software: Software | None = None
        self._halted: list[asyncio.Task[None]] = []
        self._timers = Timers(self.clock)
        self._waiting: list[asyncio.Future[None]] = []
        self.records.add_sink(lambda record: self._notify())
        for each in (self.clock, self.network_clock):
            if isinstance(each, ManualClock):
                each.watch(lambda: self._software and self._software.pending)

    def _connector(self, number: int) -> Connector:
        return Connector(
            number,
            clock=self.clock,
            random=self.random,
            phases=self.model.phases,
            maximum_current_a=self.model.maximum_current_a,
            register_wh=self.memory.registers_wh.get(str(number), self.model.register_wh),
        )

    # ---- life

    async def __aenter__(self) -> Self:
        """Switch it on."""
        self.power_on()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Switch it off and end every task."""
        await self.stop()

    async def stop(self) -> None:
        """Switch it off, save the state file and wait until every task has ended."""
        self.power_off()
        self._timers.cancel_all()
        for task in self._halted:
            await task
        if self.transfers is not None:
            await self.transfers.stop()

    @property
    def powered(self) -> bool:
        """Whether the charge point has power and its software runs."""
        return self._software is not None

    def power_on(self) -> None:
        """Give it power; does nothing where it has power."""
        if self._software is None:
            self.powered_on_at = self.clock.monotonic()
            self.records.emit("power", on=True)
            self._software = software = self._make_software(self)
            software.start()
            self._timers.every("tick", self.clock.tick_s, partial(self._tick, software))

    def power_off(self) -> None:
        """Cut its power: it loses all that is not in flash, and its connection breaks; does nothing without power."""
        if self._software is not None:
            software, self._software = self._software, None
            self._timers.cancel("tick")
            software.link.kill()
            software.halt()
            self._halted.append(asyncio.create_task(software.link.wait_ended()))
            for connector in self.connectors.values():
                connector.withdraw()
            self.save()
            self.records.emit("power", on=False)

    def update(self, content: bytes) -> None:
        """Install a firmware, whose version is told by its content, and reboot with it."""
        version = (
            f"{self.model.firmware.partition('+')[0]}+{blake2b(content, digest_size=3).hexdigest()}"
        )
        self.model = replace(self.model, firmware=version)
        self.reboot()

    def reboot(self, after_s: float = REBOOT_S) -> None:
        """Switch it off now and on again after `after_s`."""
        self.power_off()
        self._timers.set("reboot", after_s, self.power_on)

    def save(self) -> None:
        """Store the registers in memory, and memory in the state file if there is one. Raises OSError."""
        for connector in self.connectors.values():
            self.memory.registers_wh[str(connector.number)] = connector.register_wh
        if self._state_file is not None:
            self.memory.save(self._state_file)

    # ---- actions of people

    def plug(self, connector: int = 1, car: Car | None = None) -> Car:
        """Connect `car`, by default one at 50 % of 60 kWh, and return it. Raises ValueError where one is connected."""
        car = car or Car()
        self.connectors[connector].plug(car)
        self.records.emit("plugged", connector=connector, soc=round(car.soc, 3))
        return car

    def unplug(self, connector: int = 1) -> Car:
        """Disconnect and return the car. Raises ValueError where none is connected."""
        car = self.connectors[connector].unplug()
        self.records.emit("unplugged", connector=connector, soc=round(car.soc, 3))
        return car

    def car(self, connector: int = 1) -> Car:
        """Return the connected car. Raises ValueError where none is connected."""
        outlet = self.connectors[connector]
        outlet.integrate()
        if outlet.car is None:
            raise ValueError(f"connector {connector} has no car")
        return outlet.car

    def tap(self, id_tag: str, connector: int = 1) -> None:
        """Present a card to the reader; only recorded without power."""
        self.records.emit("tapped", connector=connector, id_tag=id_tag)
        if self._software is not None:
            self._software.tap(self.connectors[connector], id_tag)

    def transfer_data(self, vendor: str, message: str, data: str = "") -> None:
        """Have the software send a message of its vendor, if it knows such messages."""
        if self._software is not None:
            self._software.transfer_data(vendor, message, data)

    def security_event(self, kind: str = "TamperDetectionActivated") -> None:
        """Let a security event happen, which the software reports if it knows how; by default somebody opens the housing."""
        self.records.emit("security_event", type=kind)
        if self._software is not None:
            self._software.security_event(kind)

    def fault(self, code: str = "GroundFailure", connector: int = 1) -> None:
        """Cause a fault. Raises ValueError for a `code` that this model cannot have."""
        if self._software is not None:
            self._software.check_fault(code)
        self._set_fault(code, connector)

    def clear_fault(self, connector: int = 1) -> None:
        """Clear the fault."""
        self._set_fault(None, connector)

    def _set_fault(self, code: str | None, connector: int) -> None:
        outlet = self.connectors[connector]
        outlet.integrate()
        outlet.fault = code
        self.records.emit("fault", connector=connector, code=code)

    def cut_network(self, *, half_open: bool = False) -> None:
        """Cut the network: the connection breaks, or with `half_open` stays open without traffic."""
        self.network_up = False
        if self._software is not None:
            link = self._software.link
            (link.hang if half_open else link.drop)()
        self.records.emit("network", up=False)

    def restore_network(self) -> None:
        """Restore the network."""
        self.network_up = True
        self.records.emit("network", up=True)

    # ---- state

    @property
    def connected(self) -> bool:
        """Whether the websocket is open."""
        return self._software is not None and self._software.link.is_open

    @property
    def accepted(self) -> bool:
        """Whether the central system accepted its BootNotification and it is connected."""
        return self._software is not None and self._software.accepted

    @property
    def status(self) -> str:
        """The status of connector 1."""
        return self.status_of(1)

    def status_of(self, connector: int) -> str:
        """Return the OCPP status of `connector`, or POWERED_OFF."""
        if self._software is None:
            return POWERED_OFF
        return self._software.status(self.connectors[connector])

    @property
    def transaction_id(self) -> int | None:
        """The id of the transaction on connector 1, None without one or before it is known."""
        return self.transaction_id_of(1)

    def transaction_id_of(self, connector: int) -> int | None:
        """Return the id of the transaction on `connector`, None without one or before it is known."""
        if self._software is None:
            return None
        return self._software.transaction_id(self.connectors[connector])

    @property
    def meter_wh(self) -> float:
        """The exact register of connector 1 in Wh."""
        return self.connectors[1].register_wh

    @property
    def limit_a(self) -> float:
        """The current that connector 1 offers to the car, per phase."""
        return self.connectors[1].offered_a

    @property
    def power_w(self) -> float:
        """The power through connector 1."""
        return self.connectors[1].power_w

    @property
    def sessions(self) -> list[Record]:
        """The records of the sessions that ended, oldest first."""
        return self.records.of("session")

    def sent(self, action: str) -> list[Payload]:
        """Return the payloads of the CALLs of `action` that it sent."""
        return self._calls(Direction.SENT, action)

    def received(self, action: str) -> list[Payload]:
        """Return the payloads of the CALLs of `action` that it received."""
        return self._calls(Direction.RECEIVED, action)

    async def wait_for(
        self, predicate: Callable[[Self], object], timeout: float = TIMEOUT_S
    ) -> None:
        """Wait until `predicate` holds for this charge point; checks it after every record, frame and tick.

        Raises TimeoutError after `timeout` real seconds.
        """
        async with asyncio.timeout(timeout):
            while not predicate(self):
                changed = asyncio.get_running_loop().create_future()
                self._waiting.append(changed)
                await changed

    # ---- for the software

    def device_time(self) -> datetime:
        """Return the device's wall clock, which is right until a central system sets it wrong."""
        return self.clock.now() + self.clock_error

    def schedule_time(self) -> datetime:
        """Return the wall clock for charging schedules: in real time, whatever the speed of the simulated clock.

        A central system renews its schedules by its own clock, and would always be late if this one were faster.
        """
        return self.clock.reference() + self.clock_error

    def set_device_time(self, when: datetime) -> timedelta:
        """Set the wall clock to the central system's time; return by how much it moved.

        At a speed other than real time the clocks drift apart by design, so this stores the error that `when` reveals.
        """
        error = when - self.clock.reference()
        error = max(-MAXIMUM_CLOCK_ERROR, min(error, MAXIMUM_CLOCK_ERROR))
        moved = error - self.clock_error
        self.clock_error = error
        return moved

    def record_connected(self) -> None:
        """Record that the websocket is open."""
        url = without_user(self.url)
        self.records.emit("connected", charge_point_id=self.model.serial, url=url)

    def record_session(self, bill: Bill) -> None:
        """Record that the session of `bill` has ended, with the energy that was really delivered (`energy_wh`)."""
        delivered_wh = self.connectors[bill.connector_id].register_wh - bill.register_start_wh
        self.records.emit(
            "session",
            connector=bill.connector_id,
            transaction_id=bill.transaction_id,
            id_tag=bill.id_tag,
            energy_wh=round(delivered_wh, 1),
            meter_start_wh=bill.meter_start,
            meter_stop_wh=bill.meter_stop,
            started=bill.started,
            stopped=bill.stopped,
            reason=bill.reason,
        )

    def log_frame(self, direction: Direction, text: str) -> None:
        """Add a frame to `frames`."""
        self.frames.append(Frame(direction=direction, text=text, at=self.clock.monotonic()))
        self._notify()

    # ---- inside

    def _tick(self, software: Software) -> None:
        for connector in self.connectors.values():
            connector.integrate()
        software.tick()
        self._notify()

    def _notify(self) -> None:
        waiting, self._waiting = self._waiting, []
        for changed in waiting:
            if not changed.done():
                changed.set_result(None)

    def _calls(self, direction: Direction, action: str) -> list[Payload]:
        frames: Sequence[Frame] = [frame for frame in self.frames if frame.direction is direction]
        messages = [parse_frame(frame.text) for frame in frames]
        return [
            message.payload
            for message in messages
            if isinstance(message, Call) and message.action == action
        ]
