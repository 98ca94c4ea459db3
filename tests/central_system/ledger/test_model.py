"""The ledger beside a model of what chargers did: whatever comes in whichever order, energy is there exactly once (R16 to R20)."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
import tempfile

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.central_system.ledger.ledger import Ledger, LedgerDatabase
from custom_components.plug_control.model.meter import Meter
from custom_components.plug_control.protocol.messages import StartTransaction, StopTransaction

from .conftest import NOW, start, stop, values

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLACES = (("CP-1", 1), ("CP-1", 2), ("CP-2", 1))
STUCK = "CP-2"
"""Its clock stands still at 1970, so that its starts are told apart by nothing but the register."""
WRONG_IDS = (0, -1, 987_654_321, None)

type Place = tuple[str, int]
type Sent = tuple[str, StartTransaction | StopTransaction]


@dataclass(kw_only=True)
class Charger:
    """One connector: its register, what charges, and the stops that it still has to send."""

    register_wh: float
    meter: Meter = field(default_factory=Meter)
    charged_wh: list[float] = field(default_factory=list)
    """Of each charge that is over."""
    id: int | None = None
    """Of what charges."""
    began_wh: float = 0.0
    owed: list[StopTransaction] = field(default_factory=list)


class House:
    """Chargers, all that they ever sent, and the ledger that took it."""

    def __init__(self, path: Path) -> None:
        self.now = NOW
        self.sent: list[Sent] = []
        self.ids: dict[tuple[str, StartTransaction], int] = {}
        # Registers far apart: which connector a stop without an id means can be told.
        self.chargers = {
            place: Charger(register_wh=1e7 * number) for number, place in enumerate(PLACES, start=1)
        }
        self._path = path
        self.ledger = self._ledger()

    def _ledger(self) -> Ledger:
        database = LedgerDatabase(self._path, reserve_bytes=0, full_bytes=0)
        return Ledger(database, clock=lambda: self.now)

    async def restart(self, _: Place, __: int) -> None:
        """Home Assistant is started again."""
        await self.ledger.close()
        self.ledger = self._ledger()
        await self.ledger.load()

    async def saved(self, _: Place, __: int) -> None:
        """What is known is on disk alone from here on."""
        assert await self.ledger.saved()

    async def wait(self, _: Place, number: int) -> None:
        """Time passes: a second, or until another month."""
        self.now += timedelta(seconds=(1, 60, 7200, 20 * 86_400)[number % 4])

    # ---- what chargers do

    async def begin(self, place: Place, number: int) -> None:
        """A car begins to charge."""
        charger = self.chargers[place]
        if charger.id is not None:
            return
        if charger.owed:
            self.now += timedelta(
                seconds=1
            )  # two that are replayed together are told apart by time
        message = start(
            at=self._time(place), meter_start_wh=charger.register_wh, connector_id=place[1]
        )
        charger.began_wh = charger.register_wh
        charger.id = self._send(place[0], message)

    async def draw(self, place: Place, number: int) -> None:
        """It takes some energy; of every other time the register is told, by an id that may be wrong."""
        charger = self.chargers[place]
        if charger.id is None:
            return
        self.now += timedelta(minutes=10)
        charger.register_wh += 100 * (1 + number % 9)
        if number % 2:
            self._tell_register(place, (charger.id, charger.id, *WRONG_IDS)[number % 6])

    async def end(self, place: Place, number: int) -> None:
        """It stops, and the stop is sent at once, or later, or under an id that nobody gave."""
        charger = self.chargers[place]
        if charger.id is None:
            return
        number_told: int | None = charger.id
        kind = number % 8
        if kind >= 6:
            self._tell_register(place, charger.id)
            number_told = WRONG_IDS[number % len(WRONG_IDS)]
        message = stop(number_told, at=self._time(place), meter_stop_wh=charger.register_wh)
        charger.charged_wh.append(charger.register_wh - charger.began_wh)
        charger.id = None
        if kind in {4, 5} and place[0] != STUCK:
            charger.owed.append(message)
        else:
            self._send(place[0], message)

    async def deliver(self, place: Place, number: int) -> None:
        """A stop that is owed comes, the oldest or the newest first."""
        owed = self.chargers[place].owed
        if owed:
            self._send(place[0], owed.pop(0 if number % 2 else -1))

    async def charge_offline(self, place: Place, number: int) -> None:
        """A whole charge is told when it is over, its stop first or last, which has no id then."""
        charger = self.chargers[place]
        if charger.id is not None or charger.owed or place[0] == STUCK:
            return
        self.now += timedelta(seconds=1)
        first = start(at=self.now, meter_start_wh=charger.register_wh, connector_id=place[1])
        charger.charged_wh.append(100.0 * (1 + number % 9))
        charger.register_wh += charger.charged_wh[-1]
        self.now += timedelta(hours=1)
        last_at = self.now
        self.now += timedelta(minutes=number)
        is_stop_first = bool(number % 2)
        known = 0 if is_stop_first else self._send(place[0], first)
        self._send(place[0], stop(known, at=last_at, meter_stop_wh=charger.register_wh))
        if is_stop_first:
            self._send(place[0], first)

    async def repeat(self, _: Place, number: int) -> None:
        """Something that was sent before, whenever that was, is sent again.

        Not a stop while a charge runs whose start equals that of the stopped one: start and stop are those of a replay then.
        """
        if not self.sent:
            return
        charge_point_id, message = self.sent[-1 - number % len(self.sent)]
        charging = {(place[0], each.id) for place, each in self.chargers.items()}
        if isinstance(message, StartTransaction) or (
            (charge_point_id, message.transaction_id or 0) not in charging
        ):
            self._send(charge_point_id, message)

    def _time(self, place: Place) -> datetime:
        return EPOCH if place[0] == STUCK else self.now

    def _tell_register(self, place: Place, transaction_id: int | None) -> None:
        charger = self.chargers[place]
        told = values(self.now, register_wh=charger.register_wh, power_w=3000)
        charger.meter.take([told], now=self.now)
        self.ledger.meter_values(*place, transaction_id, charger.meter)

    def _send(self, charge_point_id: str, message: StartTransaction | StopTransaction) -> int:
        self.sent.append((charge_point_id, message))
        if isinstance(message, StopTransaction):
            self.ledger.stop(charge_point_id, message)
            return 0
        number = self.ledger.start(charge_point_id, message).transaction_id
        # R18: the same start, the same id; R16: no other start has it.
        assert self.ids.setdefault((charge_point_id, message), number) == number
        assert [*self.ids.values()].count(number) == 1
        return number

    # ---- what must be so

    async def check(self, *, is_over: bool = False) -> None:
        """Nothing counts twice; once nothing runs and nothing is owed any more, everything is there."""
        sessions = await self.ledger.sessions()
        assert len({each.session_id for each in sessions}) == len(sessions)
        assert len(await self.ledger.sessions(end=self.now + timedelta(days=1))) == len(sessions)
        for place, charger in self.chargers.items():
            told = charger.charged_wh if charger.id is None else [
                *charger.charged_wh,
                charger.register_wh - charger.began_wh,
            ]  # fmt: skip
            found = [
                each.energy_wh
                for each in sessions
                if (each.charge_point_id, each.connector_id) == place
            ]
            assert sum(found) <= sum(told) + 0.01
            if is_over:
                assert sorted(filter(None, found)) == pytest.approx(sorted(filter(None, told)))
        assert not any(each.energy_wh for each in sessions if each.connector_id is None)

    async def finish(self) -> None:
        """All that charges ends, all that is owed comes, and Home Assistant is started once more."""
        for place, charger in self.chargers.items():
            while charger.owed:
                await self.deliver(place, 1)
            if charger.id is not None:
                self.now += timedelta(minutes=1)
                await self.end(place, 0)
        await self.restart(PLACES[0], 0)
        await self.check(is_over=True)
        for charge_point_id, message in [*self.sent]:
            self._send(charge_point_id, message)
        await self.check(is_over=True)


DEEDS = (
    House.begin,
    House.begin,
    House.draw,
    House.draw,
    House.end,
    House.end,
    House.deliver,
    House.charge_offline,
    House.repeat,
    House.repeat,
    House.wait,
    House.saved,
    House.restart,
)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from(DEEDS), st.sampled_from(PLACES), st.integers(0, 71)),
        min_size=10,
        max_size=40,
    )
)
def test_energy_that_was_reported_is_in_the_ledger_exactly_once(
    deeds: list[tuple[object, Place, int]],
) -> None:
    async def live() -> None:
        with tempfile.TemporaryDirectory() as directory:
            house = House(Path(directory) / "ledger.db")
            await house.ledger.load()
            try:
                for deed, place, number in deeds:
                    await deed(house, place, number)  # type: ignore[operator]
                await house.check()
                await house.finish()
            finally:
                await house.ledger.close()

    asyncio.run(live())
