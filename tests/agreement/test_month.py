"""One month of a house: ledger, statistics, sensors, documents and the sessions card say the same of it.

What the chargers delivered is known; everything else is compared with that, or with the ledger within the documented rounding.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
import random
from typing import Any
from zoneinfo import ZoneInfo

from freezegun import api
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.models import StatisticMeanType
from homeassistant.components.recorder.statistics import (
    async_import_statistics,
    statistics_during_period,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.recorder import get_instance
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.plug_control.const import CONF_SITE, CONF_TARIFFS, DOMAIN
from custom_components.plug_control.model.hours import hour_of
from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth
from custom_components.plug_control.model.session import Session
from simulator.scripted import ScriptedChargePoint
from tests.chargers import meter_values, report_status, sample
from tests.documents.charges import column_of, csv_rows, sheet_of, text_of
from tests.helpers import (
    ID_TAG,
    car_data,
    car_id_of,
    charge_point_data,
    coordinator_of,
    id_tag_data,
    scripted,
    set_up,
    tell_connectors,
    until,
)

from .month import (
    ANNAS_OTHER_CARD,
    BENS_CARD,
    CLEOS_CARD,
    CONNECTORS,
    JUNE,
    STRANGERS_CARD,
    Charge,
    charges,
)

BERLIN = ZoneInfo("Europe/Berlin")
MEASURED = {"grid_meter": "power", "grid_power": "sensor.grid"}
TARIFFS = {
    "fixed_prices": [
        {
            "begins": "2026-01-01",
            "price": 0.3143,
            "other_price": 0.2212,
            "other_from": "22:00:00",
            "other_until": "06:00:00",
        },
        {"begins": "2026-06-15", "price": 0.2951},
    ],
    "feed_in_prices": [{"begins": "2026-01-01", "price": 0.0811}],
}
OWNERS = {
    ID_TAG: "Anna",
    ANNAS_OTHER_CARD: "Anna",
    BENS_CARD: "Ben",
    CLEOS_CARD: "Cleo",
    STRANGERS_CARD: "…77",
}
NEAR_WH = 40
"""Where nobody looked, a quarter that somebody told of only in part is divided evenly."""
NOBODY = "Without a card"


class Month:
    """The house, and what its chargers know of what they delivered."""

    def __init__(
        self, hass: HomeAssistant, entry: MockConfigEntry, freezer: FrozenDateTimeFactory
    ) -> None:
        self.hass = hass
        self.entry = entry
        self.freezer = freezer
        self.charge_points: dict[str, ScriptedChargePoint] = {}
        self.delivered: dict[int, Charge] = {}
        """By transaction id."""
        self.person: dict[int, str] = {}

    @property
    def ledger(self) -> Any:
        """The ledger."""
        return self.entry.runtime_data.central_system.ledger

    async def connect(self) -> None:
        """Connect all charge points."""
        for name, connectors in (("CP-1", 1), ("CP-2", 2)):
            charge_point = scripted(self.entry, name)
            tell_connectors(charge_point, connectors)
            await charge_point.connect()
            await charge_point.boot()
            for connector_id in range(1, connectors + 1):
                await report_status(charge_point, "Available", connector_id)
            coordinator = coordinator_of(self.entry, name)
            await until(partial(getattr, coordinator, "available"))
            self.charge_points[name] = charge_point

    async def disconnect(self) -> None:
        """Disconnect all charge points."""
        for charge_point in self.charge_points.values():
            await charge_point.close()

    async def settle(self) -> None:
        """Wait until what sessions were worth is computed."""
        await self.hass.async_block_till_done()
        await until(lambda: not self.entry.runtime_data.worth._ended._completing)
        await self.hass.async_block_till_done()

    async def start(self, charge: Charge) -> None:
        """Let a charge begin."""
        await charge.start(self.charge_points[charge.place[0]])
        self.delivered[charge.transaction_id] = charge
        self.person[charge.transaction_id] = OWNERS[charge.id_tag]

    async def stop(self, charge: Charge) -> None:
        """Let a charge end."""
        await charge.stop(self.charge_points[charge.place[0]])
        await self.settle()

    async def act(self, action: str, **data: Any) -> Any:
        """Call an action."""
        return await self.hass.services.async_call(
            DOMAIN, action, data, blocking=True, return_response=True
        )

    async def erase(self, action: str, person: str) -> None:
        """Erase somebody's sessions, as an administrator who confirms."""
        asked = await self.act(action, person=person)
        await self.act(action, person=person, confirm=asked["confirm"])

    async def catch_up(self) -> None:
        """Let all be counted that waits."""
        await self.settle()
        for _ in range(2):
            async_fire_time_changed(self.hass, dt_util.utcnow() + timedelta(seconds=400))
            await self.settle()
            await async_wait_recording_done(self.hass)

    async def sessions(self) -> list[tuple[Session, SessionWorth, SessionDetails]]:
        """All sessions with what they are worth."""
        found = []
        for session in await self.ledger.sessions():
            details = self.ledger.details(session.session_id)
            assert details is not None
            assert details.worth is not None
            assert details.worth.is_final
            found.append((session, details.worth, details))
        return found

    async def statistics(self) -> dict[str, dict[datetime, float]]:
        """What each statistic of people counted by the hour, in Wh or thousandths of the currency."""
        rows = await get_instance(self.hass).async_add_executor_job(
            partial(
                statistics_during_period,
                self.hass,
                JUNE - timedelta(days=60),
                None,
                None,
                "hour",
                {"energy": "Wh"},
                {"change"},
            )
        )
        return {
            statistic_id: {
                dt_util.utc_from_timestamp(row["start"]): (row["change"] or 0.0)
                * (1000 if ":cost_" in statistic_id else 1)
                for row in each
            }
            for statistic_id, each in rows.items()
            if statistic_id.startswith(f"{DOMAIN}:")
        }

    async def document(self, **asked: Any) -> tuple[list[dict[str, str]], bytes, str]:
        """Return a document's lines, its workbook, and its pages' text."""
        made = await self.act(
            "export_sessions", formats=["csv", "xlsx", "pdf"], language="en", **asked
        )
        documents = self.entry.runtime_data.documents
        sheet, workbook, pages = (
            Path(documents.path(documents.async_get(each["document_id"]))).read_bytes()
            for each in made["documents"]
        )
        return csv_rows(sheet), workbook, text_of(pages)


def suns_and_loads() -> list[float]:
    """The grid's mean power of each hour from three days before June on: at noon it is the sun's, at night the house's."""
    random_ = random.Random(7)
    return [
        800.0 + 4000 * random_.random() - (9000 * random_.random() if 6 <= hour % 24 <= 18 else 0)
        for hour in range(34 * 24)
    ]


@pytest.fixture
async def month(
    recorder_mock: Recorder, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> AsyncGenerator[Month]:
    """The house after its month."""
    freezer.move_to(JUNE + timedelta(days=9))
    await hass.config.async_set_time_zone("Europe/Berlin")
    await hass.config.async_update(currency="EUR")
    await async_setup_component(hass, "http", {})
    begin = JUNE - timedelta(days=3)
    async_import_statistics(
        hass,
        {
            "has_sum": False,
            "mean_type": StatisticMeanType.ARITHMETIC,
            "name": None,
            "source": "recorder",
            "statistic_id": "sensor.grid",
            "unit_class": "power",
            "unit_of_measurement": "W",
        },
        [
            {"start": begin + timedelta(hours=hour), "mean": mean, "min": mean, "max": mean}
            for hour, mean in enumerate(suns_and_loads())
        ],
    )
    entry = await set_up(
        hass,
        charge_point_data("CP-1", "Garage"),
        charge_point_data("CP-2", "Carport"),
        id_tag_data(ID_TAG, "Anna"),
        id_tag_data(ANNAS_OTHER_CARD, "Anna"),
        id_tag_data(BENS_CARD, "Ben"),
        id_tag_data(CLEOS_CARD, "Cleo"),
        car_data("Zoe"),
        options={CONF_SITE: MEASURED, CONF_TARIFFS: TARIFFS},
    )
    found = Month(hass, entry, freezer)
    loop: Any = asyncio.get_running_loop()
    loop.time = api.real_monotonic  # what waits for the disk goes on waiting
    try:
        await found.connect()
        await _tell_all(found, charges(11, a_connector=9))
        await _correct(found)
        await found.catch_up()
        yield found
    finally:
        await found.disconnect()
        del loop.time


async def _tell_all(month: Month, every: list[Charge]) -> None:
    """Tell charges as they come: replays of two chargers, a night without Home Assistant, and a stop that comes late."""
    first = [each for each in every if each.ended < JUNE + timedelta(days=9)]
    away = next(each for each in every if each.began > JUNE + timedelta(days=10))
    late = next(each for each in every if each.began > JUNE + timedelta(days=15))
    rest = [each for each in every if each not in first]
    for charge in reversed(_by_place(first)):
        await month.start(charge)
        await month.stop(charge)
    for charge in rest:
        if charge is away:
            await _while_home_assistant_is_away(month, charge)
        elif charge is late:
            await _with_a_late_stop(month, charge)
        else:
            month.freezer.move_to(max(charge.ended + timedelta(hours=7), dt_util.utcnow()))
            await month.start(charge)
            await month.stop(charge)
    month.freezer.move_to(JUNE + timedelta(days=29, hours=12))


def _by_place(charges: Iterable[Charge]) -> list[Charge]:
    """Return charges with those of one connector behind each other: each charger replays its own."""
    return sorted(charges, key=lambda each: (each.place, each.began))[::-1]


async def _while_home_assistant_is_away(month: Month, charge: Charge) -> None:
    month.freezer.move_to(max(charge.began, dt_util.utcnow()))
    await month.start(charge)
    await month.disconnect()
    await month.hass.config_entries.async_unload(month.entry.entry_id)
    month.freezer.move_to(max(charge.ended + timedelta(hours=5), dt_util.utcnow()))
    await month.hass.config_entries.async_setup(month.entry.entry_id)
    await month.settle()
    await month.connect()
    await month.stop(charge)


async def _with_a_late_stop(month: Month, charge: Charge) -> None:
    """The charger was taken for gone: what it had told counts until its stop comes."""
    month.freezer.move_to(max(charge.began, dt_util.utcnow()))
    await month.start(charge)
    middle = charge.began + (charge.ended - charge.began) / 2
    month.freezer.move_to(max(middle, dt_util.utcnow()))
    register = sample(str(charge.register_at(middle)), "Energy.Active.Import.Register", "Wh")
    await meter_values(
        month.charge_points[charge.place[0]],
        (register,),
        charge.place[1],
        timestamp=middle.isoformat(),
    )
    month.ledger.close_transactions(*charge.place)
    await month.catch_up()
    month.freezer.move_to(max(charge.ended + timedelta(hours=2), dt_util.utcnow()))
    await month.stop(charge)


async def _correct(month: Month) -> None:
    """Correct whose and which car's sessions were, anonymise Ben, and delete those of the stranger."""
    ids = sorted(month.delivered)
    zoe = car_id_of(month.entry, "Zoe")
    for number, transaction_id in enumerate(ids):
        if number % 5 == 0:
            person = ("ANNA", "ben", "Guest")[number // 5 % 3]
            await month.act("correct_session", session_id=transaction_id, person=person)
            month.person[transaction_id] = {"ANNA": "Anna", "ben": "Ben"}.get(person, person)
        if number % 4 == 0:
            await month.act("correct_session", session_id=transaction_id, car=zoe)
    await month.catch_up()
    await month.erase("anonymise_sessions", "Ben")
    await month.erase("delete_sessions", STRANGERS_CARD)
    for transaction_id, person in [*month.person.items()]:
        if person == "Ben":
            month.person[transaction_id] = NOBODY
        elif person == "…77":
            del month.person[transaction_id], month.delivered[transaction_id]


def summed(pairs: Iterable[tuple[Any, float]]) -> dict[Any, float]:
    """Return the sum of each key's values."""
    found: defaultdict[Any, float] = defaultdict(float)
    for key, value in pairs:
        found[key] += value
    return dict(found)


def close(expected: Mapping[Any, float], within: float) -> Any:
    """Compare with numbers that differ by at most `within`."""
    return pytest.approx(expected, abs=within)


def is_june(session: Session) -> bool:
    """Whether a session began in June."""
    assert session.started_at is not None
    return session.started_at >= JUNE


async def test_all_that_says_what_a_month_was_says_the_same(month: Month) -> None:
    sessions = await month.sessions()
    await _is_what_was_delivered(month, sessions)
    await _is_in_the_totals_of_the_card(month, sessions)
    await _is_in_the_statistics(month, sessions)
    _is_in_the_sensors(month, sessions)
    await _is_in_the_documents(month, sessions)


type Sessions = list[tuple[Session, SessionWorth, SessionDetails]]


async def _is_what_was_delivered(month: Month, sessions: Sessions) -> None:
    """Each charge is there once with its energy, and its quarters add up to it."""
    assert len(sessions) > 15
    energies = {session.transaction_id: session.energy_wh for session, _, _ in sessions}
    assert energies == {key: each.energy_wh for key, each in month.delivered.items()}
    for session, worth, _ in sessions:
        assert sum(slot.energy_wh for slot in worth.slots) == pytest.approx(
            session.energy_wh, abs=0.06
        )
        assert worth.cost is not None
        assert worth.solar_wh is not None
        assert worth.grid_wh is not None
        assert worth.grid_wh + worth.solar_wh == pytest.approx(session.energy_wh, abs=2)
    assert {None, "Guest"} < {details.person for _, _, details in sessions}
    assert any(details.anonymised for _, _, details in sessions)
    assert any(not is_june(session) for session, _, _ in sessions)


async def _is_in_the_totals_of_the_card(month: Month, sessions: Sessions) -> None:
    keys: dict[str, Callable[[Session, SessionDetails], str | None]] = {
        "person": lambda session, details: month.person[session.transaction_id or 0],
        "car": lambda session, details: details.car_id,
        "connector": lambda session, details: f"{session.charge_point_id}#{session.connector_id}",
        "none": lambda session, details: None,
    }
    figures: dict[str, Callable[[Session, SessionWorth], float]] = {
        "energy_wh": lambda session, worth: session.energy_wh,
        "cost": lambda session, worth: worth.cost or 0,
        "solar_wh": lambda session, worth: worth.solar_wh or 0,
        "sessions": lambda session, worth: 1,
    }
    for by, key_of in keys.items():
        answer = await month.act("get_session_totals", by=by, period="month")
        for name, value in figures.items():
            expected = summed(
                (
                    ("2026-06-01" if is_june(session) else "2026-05-01", key_of(session, details)),
                    value(session, worth),
                )
                for session, worth, details in sessions
            )
            found = summed(
                (
                    (
                        row["period"][:10],
                        row["key"] or NOBODY if by == "person" else row["key"],
                    ),
                    row[name],
                )
                for row in answer["totals"]
            )
            assert found == close(expected, 1e-6), (by, name)


def _id_of(kind: str, person: str) -> str:
    slug = {"…77": "77", NOBODY: "without_a_card"}.get(person, person.casefold())
    return f"{DOMAIN}:{kind}_{slug}"


async def _is_in_the_statistics(month: Month, sessions: Sessions) -> None:
    """Of each person, in sum and by hour; those who were erased have nothing."""
    statistics = await month.statistics()
    for kind, field in (("energy", "energy_wh"), ("solar", "solar_wh")):
        by_hour = summed(
            (
                (month.person[session.transaction_id or 0], hour_of(slot.start)),
                getattr(slot, field),
            )
            for session, worth, _ in sessions
            for slot in worth.slots
        )
        for person in {*month.person.values()}:
            found = statistics[_id_of(kind, person)]
            expected = {hour: wh for (who, hour), wh in by_hour.items() if who == person}
            assert sum(found.values()) == pytest.approx(sum(expected.values()), abs=1)
            hours = found.keys() | expected.keys()
            assert {hour: found.get(hour, 0) for hour in hours} == close(
                {hour: expected.get(hour, 0) for hour in hours}, NEAR_WH
            ), (kind, person)
            assert min(found.values()) >= 0
    costs = summed(
        (month.person[session.transaction_id or 0], worth.cost or 0)
        for session, worth, _ in sessions
    )
    found = {
        person: sum(statistics[_id_of("cost_eur", person)].values()) / 1000 for person in costs
    }
    assert found == close(costs, 1e-4)
    for kind in ("energy", "cost_eur", "solar"):
        for person in ("Ben", "…77"):
            assert sum(statistics.get(_id_of(kind, person), {}).values()) == pytest.approx(0)


def _is_in_the_sensors(month: Month, sessions: Sessions) -> None:
    """Of each connector and each person with a card, of this month and the last one."""
    keeper = month.entry.runtime_data.month_totals
    names = {person.key: person.name for person in keeper.people().values()}
    for group, key_of, keys in (
        (
            "connector",
            lambda session: (session.charge_point_id, session.connector_id),
            {place: place for place in CONNECTORS},
        ),
        ("person", lambda session: month.person[session.transaction_id or 0], names),
    ):
        for key, name in keys.items():
            for months_ago in (0, 1):
                mine = [
                    (session, worth)
                    for session, worth, _ in sessions
                    if key_of(session) == name and is_june(session) is (months_ago == 0)
                ]
                totals = keeper.of(group, key, months_ago)
                assert totals is not None
                assert totals.sessions == len(mine)
                assert totals.energy_wh == pytest.approx(
                    sum(session.energy_wh for session, _ in mine)
                )
                assert totals.cost or pytest.approx(sum(worth.cost for _, worth in mine)) == 0
    registry = er.async_get(month.hass)
    for key, name in names.items():
        entity_id = registry.async_get_entity_id(
            "sensor", DOMAIN, f"{month.entry.entry_id}_{key}_month_energy"
        )
        june = sum(
            session.energy_wh
            for session, _, _ in sessions
            if is_june(session) and month.person[session.transaction_id or 0] == name
        )
        if june:
            assert entity_id is not None
            state = month.hass.states.get(entity_id)
            assert state is not None
            assert float(state.state) == pytest.approx(june / 1000, abs=0.0006)


async def _is_in_the_documents(month: Month, sessions: Sessions) -> None:
    """Of the month and of each person: rows are rounded once, and their sums are the same in all files."""
    june = [(session, worth) for session, worth, _ in sessions if is_june(session)]
    for person in (None, *sorted({*month.person.values()})):
        mine = [
            (session, worth)
            for session, worth in june
            if person in {None, month.person[session.transaction_id or 0]}
        ]
        asked = {"month": "2026-06"} | ({} if person is None else {"person": person})
        rows, workbook, text = await month.document(**asked)
        *lines, total = rows
        assert len(lines) == len(mine), person
        energy_kwh = sum(session.energy_wh for session, _ in mine) / 1000
        cost = sum(worth.cost or 0 for _, worth in mine)
        assert float(total["energy_kwh"]) == pytest.approx(energy_kwh, abs=0.0005 * len(mine))
        assert float(total["cost"]) == pytest.approx(cost, abs=0.005 * len(mine) + 1e-9)
        assert sum(round(float(row["cost"]) * 100) for row in lines) == round(
            float(total["cost"]) * 100
        )
        for heading, name in (("Energy kWh", "energy_kwh"), ("Cost", "cost")):
            cells = column_of(sheet_of(workbook), heading)
            assert [cell and cell[0] for cell in cells] == [
                pytest.approx(float(row[name])) for row in rows
            ]
        assert f"{float(total['energy_kwh']):,.3f} kWh" in text
        assert f"€{float(total['cost']):,.2f}" in text
