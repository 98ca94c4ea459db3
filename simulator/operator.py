"""The operator of a simulated charge point: one command per line, from standard input or a script."""

from collections.abc import Awaitable, Callable
import shlex
from typing import Final

from .car import Car
from .charge_point import ChargePoint
from .clock import sleep

HELP: Final = """\
plug [N] [soc=50] [target=100] [capacity=60] [current=16] [phases=3] [delay=3] [vid=92D50A693F80]
                         connect a car (%, %, kWh, A, phases, s)
unplug [N]               disconnect it
car pause|resume|full [N]  change what the car does
tap TAG [N]              present a card to the reader
say VENDOR MESSAGE [DATA]  send a message of the vendor (DataTransfer; generic, keba)
alarm [TYPE]             report a security event, by default TamperDetectionActivated (generic, keba)
fault CODE [N]           cause a fault: GroundFailure, HighTemperature …
clear [N]                clear the fault
cut network [half-open]  cut the network; half-open: the server does not notice
restore network
power off | power on
wait SECONDS             simulated seconds
wait until STATUS [N]    OCPP's status
status                   print the whole state
help, quit
N is the connector, by default 1; lines that begin with # are ignored."""

WAIT_TIMEOUT_S: Final = 365 * 86_400.0
_SCALES: Final = {
    "soc": ("soc", 0.01),
    "target": ("target_soc", 0.01),
    "capacity": ("capacity_wh", 1000.0),
    "current": ("maximum_current_a", 1.0),
    "delay": ("delay_s", 1.0),
}

type Words = list[str]
type Command = Callable[[Words], Awaitable[None]]


class CommandError(Exception):
    """A command cannot be carried out; the message tells the operator why."""


class Operator:
    """Carries out commands on one charge point."""

    def __init__(self, charge_point: ChargePoint) -> None:
        """Act on `charge_point`."""
        self._charge_point = charge_point
        self.quit = False
        self._commands: dict[str, Command] = {
            "plug": self._plug,
            "unplug": self._unplug,
            "car": self._car,
            "tap": self._tap,
            "say": self._say,
            "alarm": self._alarm,
            "fault": self._fault,
            "clear": self._clear,
            "cut": self._cut,
            "restore": self._restore,
            "power": self._power,
            "wait": self._wait,
            "status": self._status,
            "help": self._help,
            "quit": self._quit,
        }

    async def run(self, line: str) -> None:
        """Carry out one line. Raises CommandError where that is impossible."""
        try:
            words = shlex.split(line, comments=True)
            if words:
                await self._command(words[0])(words[1:])
        except ValueError as error:
            raise CommandError(str(error)) from error

    def _command(self, name: str) -> Command:
        if name not in self._commands:
            raise CommandError(f"unknown command {name!r}; try help")
        return self._commands[name]

    # ---- people

    async def _plug(self, words: Words) -> None:
        options = [word for word in words if "=" in word]
        number = self._connector([word for word in words if "=" not in word])
        self._charge_point.plug(number, _car(options))

    async def _unplug(self, words: Words) -> None:
        self._charge_point.unplug(self._connector(words))

    async def _car(self, words: Words) -> None:
        act = _first(words, "car pause|resume|full")
        car = self._charge_point.car(self._connector(words[1:]))
        if act == "full":
            car.fill()
        elif act in {"pause", "resume"}:
            car.paused = act == "pause"
        else:
            raise CommandError("car pause|resume|full")

    async def _tap(self, words: Words) -> None:
        id_tag = _first(words, "tap TAG [N]")
        self._charge_point.tap(id_tag, self._connector(words[1:]))

    async def _say(self, words: Words) -> None:
        if len(words) not in {2, 3}:
            raise CommandError("say VENDOR MESSAGE [DATA]")
        self._charge_point.transfer_data(*words)

    async def _alarm(self, words: Words) -> None:
        self._charge_point.security_event(*words[:1])

    async def _fault(self, words: Words) -> None:
        code = _first(words, "fault CODE [N]")
        self._charge_point.fault(code, self._connector(words[1:]))

    async def _clear(self, words: Words) -> None:
        self._charge_point.clear_fault(self._connector(words))

    # ---- switches

    async def _cut(self, words: Words) -> None:
        if words not in (["network"], ["network", "half-open"]):
            raise CommandError("cut network [half-open]")
        self._charge_point.cut_network(half_open=len(words) == 2)

    async def _restore(self, words: Words) -> None:
        if words != ["network"]:
            raise CommandError("restore network")
        self._charge_point.restore_network()

    async def _power(self, words: Words) -> None:
        match words:
            case ["off"]:
                self._charge_point.power_off()
            case ["on"]:
                self._charge_point.power_on()
            case _:
                raise CommandError("power off|on")

    # ---- time and state

    async def _wait(self, words: Words) -> None:
        match words:
            case ["until", status, *rest]:
                number = self._connector(rest)
                await self._charge_point.wait_for(
                    lambda cp: cp.status_of(number) == status, WAIT_TIMEOUT_S
                )
            case [seconds]:
                await sleep(self._charge_point.clock, float(seconds))
            case _:
                raise CommandError("wait SECONDS | wait until STATUS [N]")

    async def _status(self, words: Words) -> None:
        charge_point = self._charge_point
        charge_point.records.emit(
            "state",
            connected=charge_point.connected,
            accepted=charge_point.accepted,
            powered=charge_point.powered,
            device_time=charge_point.device_time().isoformat(timespec="seconds"),
            connectors=[self._state_of(number) for number in charge_point.connectors],
        )

    def _state_of(self, number: int) -> dict[str, object]:
        connector = self._charge_point.connectors[number]
        register_wh = connector.register_wh
        return {
            "connector": number,
            "status": self._charge_point.status_of(number),
            "transaction_id": self._charge_point.transaction_id_of(number),
            "register_wh": round(register_wh, 1),
            "power_w": round(connector.power_w),
            "limit_a": connector.offered_a,
            "soc": None if connector.car is None else round(connector.car.soc, 3),
        }

    async def _help(self, words: Words) -> None:
        self._charge_point.records.emit("help", text=HELP)

    async def _quit(self, words: Words) -> None:
        self.quit = True

    def _connector(self, words: Words) -> int:
        """Return the connector that the rest of a line names, 1 where it names none. Raises CommandError."""
        match words:
            case []:
                return 1
            case [number] if number.isdecimal() and int(number) in self._charge_point.connectors:
                return int(number)
            case _:
                raise CommandError(f"no connector: {' '.join(words)}")


def _first(words: Words, usage: str) -> str:
    if not words:
        raise CommandError(usage)
    return words[0]


def _car(options: Words) -> Car:
    """Return a car from options like `soc=40`. Raises CommandError."""
    car = Car()
    for option in options:
        name, _, value = option.partition("=")
        if name == "vid":
            car.vehicle_id = value
            continue
        try:
            number = float(value.removesuffix("%"))
        except ValueError:
            raise CommandError(f"no number: {option}") from None
        if name == "phases":
            car.phases = int(number)
        elif name in _SCALES:
            attribute, scale = _SCALES[name]
            setattr(car, attribute, number * scale)
        else:
            raise CommandError(f"unknown option {name!r} of plug")
    return car
