"""How many rows a charger writes into the recorder's database: what nobody sees change is none."""

from collections import defaultdict
from itertools import pairwise
import random

from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.db_schema import States, StatesMeta
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.recorder import get_instance, session_scope
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.entities import sensors
from tests.entity_states import value
from tests.house import MEASURED, Charger, House, house, wallbox

MINUTES = 30
ENERGIES = ("sensor.wallbox_cp_1_energy", "sensor.wallbox_cp_1_session_energy")
REASON = "sensor.wallbox_cp_1_charging_reason"
"""Its numbers are attributes, which the card makes a sentence of."""
SURPLUS = "sensor.wallbox_cp_1_surplus"

type Rows = dict[str, list[str]]


async def rows(hass: HomeAssistant) -> Rows:
    """Return the states that each entity of the charger has in the database."""
    await async_wait_recording_done(hass)

    def read() -> Rows:
        states: defaultdict[str, list[str]] = defaultdict(list)
        with session_scope(hass=hass, read_only=True) as session:
            found = (
                session.query(StatesMeta.entity_id, States.state)
                .join(States, States.metadata_id == StatesMeta.metadata_id)
                .order_by(States.last_updated_ts)
            )
            for entity_id, state in found:
                if "wallbox" in entity_id:
                    states[entity_id].append(state)
        return dict(states)

    return await get_instance(hass).async_add_executor_job(read)


async def live(home: House) -> Rows:
    """Live for MINUTES under a sky that never rests; return the states that were written."""
    before = await rows(home.hass)
    rng = random.Random(1)
    for _ in range(MINUTES * 6):
        home.sun_w = 2_500 + rng.uniform(-400, 400)
        await home.step()
    after = await rows(home.hass)
    made = {each: states[len(before.get(each, ())) :] for each, states in after.items()}
    return {each: states for each, states in made.items() if states}


def per_hour(made: Rows) -> float:
    return sum(map(len, made.values())) * 60 / MINUTES


async def test_an_idle_charger_writes_at_most_ten_rows_an_hour(
    recorder_mock: Recorder, hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    # How fast a crowded machine answers is not what is counted
    monkeypatch.setattr(sensors, "LATENCY_STEP_MS", 60_000)
    er.async_get(hass).async_get_or_create(
        "sensor", DOMAIN, "CP-1#1_surplus", suggested_object_id=SURPLUS.removeprefix("sensor.")
    )
    async with house(hass, wallbox(), site=MEASURED) as home:
        await home.add_charger()
        await home.wish(mode=Mode.SOLAR)
        await home.run(60)
        made = await live(home)
        assert per_hour(made) <= 10
        assert 1 <= len(made[SURPLUS]) <= 3
        home.meter_works = False
        await home.run(400)
        assert value(hass, SURPLUS) == "unknown"


async def charging(home: House) -> Charger:
    charger = await home.add_charger()
    await home.wish(mode=Mode.SOLAR)
    await charger.plug_in()
    await home.run(300)
    return charger


@pytest.mark.long
async def test_a_charging_charger_writes_one_row_for_each_value_that_changed_visibly(
    recorder_mock: Recorder, hass: HomeAssistant
) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        charger = await charging(home)
        made = await live(home)
        for entity_id in ENERGIES:
            seen = [int(float(state) * 100 + 1e-6) for state in made[entity_id]]
            assert all(before != after for before, after in pairwise(seen))
            assert len(seen) < MINUTES * 6
        for entity_id, states in made.items():
            if entity_id != REASON:
                assert all(before != after for before, after in pairwise(states))
        charger.energy_wh += 7
        await charger.report()
        await charger.leave()
        await home.settle()
        for entity_id, begun_wh in zip(ENERGIES, (0, 1000), strict=True):
            exact_kwh = (charger.register_wh - begun_wh) / 1000
            assert float(value(hass, entity_id)) == exact_kwh
