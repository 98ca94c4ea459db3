"""The checks of `scripts/demo --check`: the ledger's row, the recorder's database, and the log."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
import json
from pathlib import Path
import re
import sqlite3
from typing import override

import aiohttp

from scripts.lib.home_assistant import HomeAssistant, Json, wait_until
from scripts.lib.house_sensors import BATTERY_HOLD, entity_id
from scripts.lib.processes import ScriptError

DOMAIN = "plug_control"
TOLERANCE_WH = 10.0
SESSION_TIMEOUT_S = 60.0
HOLD_TIMEOUT_S = 60.0
REPORT_TIMEOUT_S = 60.0
"""A back end that was off is tried again after half a minute at the latest."""
WH_PER_UNIT = {"Wh": 1.0, "kWh": 1000.0, "MWh": 1_000_000.0}

RECORD = re.compile(
    r"[\d-]{10} [\d:.]+(?:[+-]\d\d:\d\d)? (?P<level>[A-Z]+) \([^)]*\) \[(?P<logger>[^]]+)\]"
)
# The integration as a domain or a module, not a folder of that name that may contain the repository.
OURS = re.compile(r"custom_components[./]plug_control\b|(?<![/\w.-])plug_control(?![/\w-])")
SEVERE = frozenset({"WARNING", "ERROR", "CRITICAL"})
# Warns of every custom integration that Home Assistant has not tested it.
EXPECTED_LOGGERS = frozenset({"homeassistant.loader"})

LAST_STATES = """
select states.state, state_attributes.shared_attrs
from states
join states_meta using (metadata_id)
left join state_attributes using (attributes_id)
where states_meta.entity_id = ? and states.state not in ('unknown', 'unavailable')
order by states.last_updated_ts
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A recorded energy, and the delivered one."""

    where: str
    energy_wh: float
    delivered_wh: float

    @property
    def is_right(self) -> bool:
        """Whether it differs from the delivered energy by 10 Wh at most."""
        return abs(self.energy_wh - self.delivered_wh) <= TOLERANCE_WH

    @override
    def __str__(self) -> str:
        difference = self.energy_wh - self.delivered_wh
        verdict = "ok" if self.is_right else f"WRONG by {difference:+.0f} Wh"
        return f"{self.where}: {self.energy_wh:.0f} Wh ({verdict})"


async def finished_session(client: HomeAssistant, charge_point_id: str) -> Json:
    """Wait until the ledger has a finished session of the charge point, and return its row. Raises ScriptError."""

    async def session() -> Json | None:
        answer = await client.service(DOMAIN, "get_sessions", charge_point_id=charge_point_id)
        return next((row for row in answer["sessions"] if row["stopped_at"]), None)

    return await wait_until("a session in the ledger", session, timeout_s=SESSION_TIMEOUT_S)


async def battery_is_held(client: HomeAssistant) -> None:
    """Wait until the house's battery is held, and its own readings say so. Raises ScriptError."""

    async def held() -> bool:
        switch: Json = await client.state(BATTERY_HOLD)
        mode: Json = await client.state(entity_id("battery_mode"))
        return (switch["state"], mode["state"]) == ("on", "held")

    await wait_until("the hold of the home battery", held, timeout_s=HOLD_TIMEOUT_S)


async def switch_back_end(control_port: int, *, on: bool) -> None:
    """Turn the demo's back end on or off. Raises aiohttp.ClientError."""
    body = "on" if on else "off"
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{control_port}/", data=body) as answer,
    ):
        answer.raise_for_status()


async def reported_energy_wh(control_port: int, charge_point_id: str) -> float:
    """Wait until the back end has one finished session of the charge point, and return its energy in Wh. Raises ScriptError."""

    async def reported() -> list[float]:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{control_port}/") as answer,
        ):
            told = await answer.json()
        return [
            float(each["energy_wh"])
            for each in told["sessions"]
            if each["charge_point_id"] == charge_point_id
        ]

    found = await wait_until("a session at the back end", reported, timeout_s=REPORT_TIMEOUT_S)
    if len(found) != 1:
        raise ScriptError(f"the back end has {len(found)} sessions of one")
    return found[0]


def recorded_energy_wh(database: Path, entity_id: str) -> list[float]:
    """Return an energy sensor's recorded states in Wh, oldest first. Raises ScriptError where there are none."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute(LAST_STATES, (entity_id,)).fetchall()
    if not rows:
        raise ScriptError(f"the recorder has no state of {entity_id}")
    return [
        float(state) * WH_PER_UNIT[json.loads(attributes)["unit_of_measurement"]]
        for state, attributes in rows
    ]


def log_problems(log: str) -> Iterator[str]:
    """Yield log records of warnings and errors about the integration, and tracebacks without a record."""
    for record in _records(log):
        head = RECORD.match(record)
        if head is None:
            if "Traceback" in record:
                yield record
        elif _is_severe(head) and OURS.search(record):
            yield record


def _is_severe(head: re.Match[str]) -> bool:
    return head["level"] in SEVERE and head["logger"] not in EXPECTED_LOGGERS


def _records(log: str) -> Iterator[str]:
    """Yield the log's records, each with its continuation lines."""
    lines: list[str] = []
    for line in log.splitlines():
        if RECORD.match(line) and lines:
            yield "\n".join(lines)
            lines = []
        lines.append(line)
    if lines:
        yield "\n".join(lines)
