"""The operator of a simulated house: commands for the house, and those of each wallbox after its identity."""

from collections.abc import Callable, Sequence
import shlex
from typing import Final

from simulator.operator import CommandError, Operator
from simulator.records import Records

from .day import HOURS
from .house import House

HELP: Final = """\
ID COMMAND…              a wallbox's own command: `ID help` lists them
sun PERCENT | sun script set a share of the clear-sky sun, or return to the script
load WATTS               add a load to the household
clock HH:MM              set the house's clock
status                   print the whole state
help, quit
Lines that begin with # are ignored."""

type Words = list[str]


class HouseOperator:
    """Carries out commands on a house and its wallboxes; writes to `records`."""

    def __init__(self, house: House, records: Records) -> None:
        """Act on `house`."""
        self._house = house
        self._records = records
        self._wallboxes = {
            wallbox.charge_point.model.serial: Operator(wallbox.charge_point)
            for wallbox in house.wallboxes
        }
        self.quit = False
        self._commands: dict[str, Callable[[Words], None]] = {
            "sun": self._sun,
            "load": self._load,
            "clock": self._clock,
            "status": self._status,
            "help": self._help,
            "quit": self._quit,
        }

    async def run(self, line: str) -> None:
        """Carry out one line. Raises CommandError where that is impossible."""
        name, _, rest = line.strip().partition(" ")
        if wallbox := self._wallboxes.get(name):
            await wallbox.run(rest)
            return
        try:
            words = shlex.split(line, comments=True)
            if words:
                self._command(words[0])(words[1:])
        except ValueError as error:
            raise CommandError(str(error)) from error

    def _command(self, name: str) -> Callable[[Words], None]:
        if name not in self._commands:
            raise CommandError(f"neither a wallbox nor a command: {name!r}; try help")
        return self._commands[name]

    def _sun(self, words: Words) -> None:
        word = _only(words, "sun PERCENT | sun script")
        self._house.whims.sun = (
            None if word == "script" else _positive(word.removesuffix("%")) / 100
        )

    def _load(self, words: Words) -> None:
        self._house.whims.load_w = _positive(_only(words, "load WATTS"))

    def _clock(self, words: Words) -> None:
        self._house.set_hour(hour_of(_only(words, "clock HH:MM")))

    def _status(self, words: Words) -> None:
        self._records.emit("house", **self._house.meters())

    def _help(self, words: Words) -> None:
        self._records.emit("help", text=HELP)

    def _quit(self, words: Words) -> None:
        self.quit = True


def hour_of(text: str) -> float:
    """Return the hour, 0 … 24, of a text like 18:30 or 18. Raises ValueError."""
    hours, _, minutes = text.partition(":")
    hour = int(hours) + int(minutes or 0) / 60
    if not 0 <= hour < HOURS:
        raise ValueError(f"no time of day: {text}")
    return hour


def _only(words: Sequence[str], usage: str) -> str:
    if len(words) != 1:
        raise CommandError(usage)
    return words[0]


def _positive(text: str) -> float:
    number = float(text)
    if not 0 <= number < float("inf"):
        raise ValueError(f"not a number from 0 on: {text}")
    return number
