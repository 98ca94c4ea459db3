"""The demo's past: the sessions of the last weeks with what they cost, in the ledger and in the recorder's statistics."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
import json
from pathlib import Path

from custom_components.plug_control.model.money.worth import SessionDetails
from custom_components.plug_control.model.session import Session, StopReason
from scripts.lib import demo_steps
from scripts.lib.demo_home import CARPORT, CARS, GARAGE, GUEST, WALLBOXES, ResidentsCar, Wallbox
from scripts.lib.demo_steps import Card
from scripts.lib.home_assistant import HomeAssistant, Json
from scripts.lib.simulated_year import worth_of

_HOUR = timedelta(hours=1)
_VOLTAGE_V = 230


@dataclass(frozen=True, slots=True)
class Charge:
    """A past session with a constant current."""

    wallbox: Wallbox
    days_ago: int
    hour: int
    minutes: int
    current_a: int
    phases: int = 1
    card: Card | None = None
    """Another card than that of the wallbox's driver."""

    @property
    def power_w(self) -> int:
        """The power that the car drew."""
        return self.current_a * self.phases * _VOLTAGE_V

    @property
    def energy_wh(self) -> int:
        """The energy that it charged."""
        return self.power_w * self.minutes // 60

    def starts_at(self, now: datetime) -> datetime:
        """Return when it began."""
        day = (now - timedelta(days=self.days_ago)).replace(minute=0, second=0, microsecond=0)
        return day.replace(hour=self.hour) + timedelta(minutes=(self.minutes * 7) % 53)


CHARGES = (
    Charge(GARAGE, 27, 9, 214, 12),
    Charge(CARPORT, 26, 10, 95, 8, 3),
    Charge(GARAGE, 24, 8, 340, 14),
    Charge(CARPORT, 22, 11, 130, 9, 3),
    Charge(GARAGE, 21, 10, 176, 10, card=GUEST),
    Charge(GARAGE, 18, 9, 261, 13),
    Charge(CARPORT, 17, 12, 62, 16, 3),
    Charge(GARAGE, 14, 8, 305, 11),
    Charge(CARPORT, 13, 10, 148, 7, 3),
    Charge(GARAGE, 11, 11, 188, 12),
    Charge(GARAGE, 9, 13, 117, 9, card=GUEST),
    Charge(CARPORT, 7, 9, 160, 10, 3),
    Charge(GARAGE, 6, 8, 290, 15),
    Charge(GARAGE, 4, 12, 139, 8),
    Charge(CARPORT, 3, 10, 112, 8, 3, GUEST),
    Charge(GARAGE, 2, 9, 232, 13),
    Charge(CARPORT, 1, 11, 103, 11, 3),
)


async def remember(
    client: HomeAssistant, config: Path, entry_id: str, registers_wh: dict[str, float]
) -> None:
    """Write the past sessions, up to the wallboxes' present registers, into the ledger and the statistics.

    Then there are two cars, a third person's card, and a document of the month.
    """
    now = datetime.now(UTC)
    for wallbox in WALLBOXES:
        charges = [charge for charge in CHARGES if charge.wallbox is wallbox]
        register_wh = registers_wh[wallbox.charge_point_id]
        sensor = await demo_steps.connector_entity(client, wallbox.charge_point_id, "energy")
        await client.command(
            "recorder/import_statistics",
            metadata={
                "mean_type": 0,
                "has_sum": True,
                "name": None,
                "source": "recorder",
                "statistic_id": sensor,
                "unit_class": "energy",
                "unit_of_measurement": "kWh",
            },
            stats=[*statistics_before(charges, register_wh, now)],
        )
    await demo_steps.register_card(client, entry_id, GUEST)
    cars = {car.charge_point_id: (car, await car.add(client, entry_id)) for car in CARS}
    sessions = [*sessions_before(registers_wh, now)]
    details = {
        session.session_id: details_of(session, *cars[session.charge_point_id])
        for session in sessions
    }
    write_ledger(config / "plug_control_ledger", entry_id, sessions, details)
    await client.service(demo_steps.DOMAIN, "import_ledger")
    await client.service(
        demo_steps.DOMAIN,
        "export_sessions",
        start=f"{now - timedelta(days=30):%Y-%m-%d} 00:00:00",
        end=f"{now + timedelta(days=1):%Y-%m-%d} 00:00:00",
        formats=["pdf", "csv", "xlsx"],
    )


def sessions_before(registers_wh: dict[str, float], now: datetime) -> Iterator[Session]:
    """Yield the past sessions as the ledger's, oldest first."""
    left = {
        wallbox.charge_point_id: sum(
            charge.energy_wh for charge in CHARGES if charge.wallbox is wallbox
        )
        for wallbox in WALLBOXES
    }
    for charge in CHARGES:
        identity, start = charge.wallbox.charge_point_id, charge.starts_at(now)
        meter_start_wh = registers_wh[identity] - left[identity]
        left[identity] -= charge.energy_wh
        number = int(start.timestamp())  # an id that the ledger does not assign
        yield Session(
            session_id=number,
            transaction_id=number,
            charge_point_id=identity,
            connector_id=demo_steps.CONNECTOR_ID,
            id_tag=(charge.card or charge.wallbox.card).id_tag,
            started_at=start,
            stopped_at=start + timedelta(minutes=charge.minutes),
            meter_start_wh=meter_start_wh,
            meter_stop_wh=meter_start_wh + charge.energy_wh,
            energy_wh=charge.energy_wh,
            energy_estimated=False,
            time_estimated=False,
            stop_reason=StopReason.EV_DISCONNECTED,
            peak_power_w=charge.power_w,
        )


def details_of(session: Session, car: ResidentsCar, car_id: str) -> SessionDetails:
    """Return what a past session was worth and which car it was: the driver's, not that of a guest."""
    assert session.peak_power_w is not None
    # Autumn, whatever the month: else winter's demo had little sun
    shade = (session.session_id * 7919 % 60 + 40) / 50
    is_guests = session.id_tag == GUEST.id_tag
    return SessionDetails(
        car_id=None if is_guests else car_id,
        car_name=None if is_guests else car.name,
        worth=worth_of(session, session.peak_power_w, shade=shade),
    )


def statistics_before(
    charges: Sequence[Charge], register_wh: float, now: datetime
) -> Iterator[Json]:
    """Yield the register's hourly statistics; their sum ends at 0 now, where the recorder continues."""
    hour = min(charge.starts_at(now) for charge in charges).replace(minute=0) - _HOUR
    total_wh = sum(charge.energy_wh for charge in charges)
    while hour + _HOUR <= now:
        charged_wh = sum(_charged_wh(charge, hour + _HOUR, now) for charge in charges)
        left_kwh = (total_wh - charged_wh) / 1000
        yield {
            "start": hour.isoformat(),
            "state": round(register_wh / 1000 - left_kwh, 3),
            "sum": round(-left_kwh, 3),
        }
        hour += _HOUR


def _charged_wh(charge: Charge, moment: datetime, now: datetime) -> float:
    """Return the energy that a session had charged at a moment, Wh."""
    minutes = (moment - charge.starts_at(now)) / timedelta(minutes=1)
    return charge.energy_wh * min(max(minutes / charge.minutes, 0), 1)


def write_ledger(
    directory: Path,
    entry_id: str,
    sessions: Sequence[Session],
    details: Mapping[int, SessionDetails],
) -> None:
    """Write the sessions as files for `import_ledger`: one for each month, and one for open transactions."""
    directory.mkdir(exist_ok=True)
    rows = [
        session.as_dict() | {"details": details[session.session_id].as_dict()}
        for session in sessions
    ]
    contents: dict[str, Json] = {
        f"sessions.{month}": [*in_month]
        for month, in_month in groupby(rows, key=lambda row: row["stopped_at"][:7])
    }
    for name, data in (contents | {"open": {}}).items():
        path = directory / f"{demo_steps.DOMAIN}.{entry_id}.{name}"
        path.write_text(json.dumps({"version": 1, "data": data}), encoding="utf-8")
