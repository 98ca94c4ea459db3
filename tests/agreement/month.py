"""A month of a house with several chargers, people and cars, told to the central system as real chargers do."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from simulator.scripted import ScriptedChargePoint
from tests.helpers import ID_TAG

JUNE = datetime(2026, 5, 31, 22, tzinfo=UTC)
"""When June begins in Berlin."""
ANNAS_OTHER_CARD = "04A1B2C3D4E581"
BENS_CARD = "04BE4BE4"
CLEOS_CARD = "04C1E0C1E0"
STRANGERS_CARD = "0BADCAFE77"
CONNECTORS = (("CP-1", 1), ("CP-2", 1), ("CP-2", 2))


@dataclass(slots=True, kw_only=True)
class Charge:
    """A charge as the charger knows it."""

    place: tuple[str, int]
    id_tag: str
    began: datetime
    ended: datetime
    meter_start: int
    energy_wh: int
    told: list[tuple[datetime, int]] = field(default_factory=list)
    """What its register read in between, in Wh since the start."""
    transaction_id: int = 0

    @property
    def meter_stop(self) -> int:
        """The register at its end."""
        return self.meter_start + self.energy_wh

    def register_at(self, at: datetime) -> int:
        """The register at a time within the charge."""
        points = [(self.began, 0), *self.told, (self.ended, self.energy_wh)]
        for (begin, begin_wh), (end, end_wh) in pairwise(points):
            if begin <= at < end:
                came_wh = begin_wh + (end_wh - begin_wh) * ((at - begin) / (end - begin))
                return self.meter_start + round(came_wh)
        return self.meter_stop

    async def start(self, charge_point: ScriptedChargePoint) -> None:
        """Tell its start."""
        answer = await charge_point.call(
            "StartTransaction",
            {
                "connectorId": self.place[1],
                "idTag": self.id_tag,
                "meterStart": self.meter_start,
                "timestamp": self.began.isoformat(),
            },
        )
        transaction_id = answer["transactionId"]
        assert isinstance(transaction_id, int)
        self.transaction_id = transaction_id

    async def stop(self, charge_point: ScriptedChargePoint) -> None:
        """Tell its end, with what was measured in between."""
        stop: dict[str, Any] = {
            "transactionId": self.transaction_id,
            "meterStop": self.meter_stop,
            "timestamp": self.ended.isoformat(),
            "reason": "EVDisconnected",
        }
        if self.told:
            stop["transactionData"] = [
                {
                    "timestamp": at.isoformat(),
                    "sampledValue": [{"value": str(self.meter_start + wh), "unit": "Wh"}],
                }
                for at, wh in self.told
            ]
        await charge_point.call("StopTransaction", stop)


def charges(seed: int, *, a_connector: int) -> list[Charge]:
    """Return charges from the last evening of May to the 28th of June, in the order in which they ended."""
    random = Random(seed)
    cards = (ID_TAG, ANNAS_OTHER_CARD, BENS_CARD, CLEOS_CARD, STRANGERS_CARD)
    found: list[Charge] = []
    for place in CONNECTORS:
        register = random.randrange(1_000_000)
        step = timedelta(days=28) / a_connector
        for number in range(a_connector):
            # The first one goes on over the month's end.
            began = JUNE - timedelta(hours=1, minutes=random.randrange(50)) + number * step
            began += timedelta(minutes=random.randrange(60)) if number else timedelta()
            hours = random.uniform(1.2, 6) if number else 4.0
            ended = began + timedelta(seconds=round(hours * 3600))
            energy_wh = round(hours * random.choice((1400, 2300, 3700, 7000)))
            charge = Charge(
                place=place,
                id_tag=random.choice(cards),
                began=began,
                ended=ended,
                meter_start=register,
                energy_wh=energy_wh,
            )
            if random.random() < 0.5:
                charge.told = [*_told(charge, random)]
            found.append(charge)
            register = charge.meter_stop
    return sorted(found, key=lambda each: each.ended)


def _told(charge: Charge, random: Random) -> Iterator[tuple[datetime, int]]:
    """Yield readings of each half an hour; the car takes now more, now less."""
    at, wh = charge.began, 0
    while at < charge.ended:
        yield at, wh
        at += timedelta(minutes=30)
        fair = (
            (charge.energy_wh - wh)
            * timedelta(minutes=30)
            / max(charge.ended - at + timedelta(minutes=30), timedelta(minutes=30))
        )
        wh = min(wh + round(fair * random.uniform(0.6, 1.4)), charge.energy_wh)
