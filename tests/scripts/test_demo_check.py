"""What the demo's check looks at: energies in the recorder's database, and the log."""

from contextlib import closing
import json
from pathlib import Path
import sqlite3

import pytest

from scripts.lib.demo_check import Finding, log_problems, recorded_energy_wh
from scripts.lib.processes import ScriptError

SCHEMA = """
create table states_meta (metadata_id integer, entity_id text);
create table state_attributes (attributes_id integer, shared_attrs text);
create table states (
    metadata_id integer, attributes_id integer, state text, last_updated_ts real
);
insert into states_meta values (1, 'sensor.energy'), (2, 'sensor.other');
"""
OURS = "custom_components.plug_control.coordinator"
RECORD = "2026-11-22 09:15:36.689 {level} (MainThread) [{logger}] {text}"


@pytest.mark.parametrize(
    ("energy_wh", "is_right"), [(2400, True), (2410, True), (2411, False), (2389, False)]
)
def test_an_energy_is_right_to_10_wh(energy_wh: float, is_right: bool) -> None:
    finding = Finding(where="ledger", energy_wh=energy_wh, delivered_wh=2400)
    assert finding.is_right is is_right
    assert ("ok" in str(finding)) is is_right
    assert str(finding).startswith(f"ledger: {energy_wh} Wh")


def _database(path: Path, states: list[tuple[int, str, str, float]]) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)
        for index, (metadata_id, state, unit, at) in enumerate(states):
            attributes = json.dumps({"unit_of_measurement": unit})
            connection.execute("insert into state_attributes values (?, ?)", (index, attributes))
            connection.execute(
                "insert into states values (?, ?, ?, ?)", (metadata_id, index, state, at)
            )
        connection.commit()
    return path


def test_recorded_states_are_read_in_order_and_in_their_unit(tmp_path: Path) -> None:
    states = [
        (1, "2.4", "kWh", 3.0),
        (1, "unavailable", "kWh", 2.5),
        (1, "1200", "Wh", 2.0),
        (1, "unknown", "kWh", 1.0),
        (2, "7", "kWh", 4.0),
    ]
    database = _database(tmp_path / "db", states)
    assert recorded_energy_wh(database, "sensor.energy") == [1200.0, 2400.0]


def test_a_sensor_without_states_is_an_error(tmp_path: Path) -> None:
    database = _database(tmp_path / "db", [(2, "7", "kWh", 4.0)])
    with pytest.raises(ScriptError, match=r"no state of sensor\.energy"):
        recorded_energy_wh(database, "sensor.energy")


@pytest.mark.parametrize(
    ("level", "logger", "text", "is_problem"),
    [
        ("WARNING", OURS, "slow", True),
        ("ERROR", OURS, "broken", True),
        ("INFO", OURS, "connected", False),
        ("ERROR", "homeassistant.setup", "Setup failed for plug_control", True),
        ("ERROR", "haffmpeg.core", "FFmpeg fails", False),
        ("WARNING", "homeassistant.loader", "custom integration plug_control untested", False),
    ],
)
def test_what_the_log_says_of_the_integration(
    level: str, logger: str, text: str, is_problem: bool
) -> None:
    record = RECORD.format(level=level, logger=logger, text=text)
    assert list(log_problems(f"{record}\n")) == [record] * is_problem


def test_records_are_told_apart_whether_or_not_their_times_name_the_zone() -> None:
    """Home Assistant 2026.11 writes the offset, too."""
    zoned = RECORD.format(level="WARNING", logger="aiohttp", text="slow").replace(" W", "+00:00 W")
    ours = RECORD.format(level="INFO", logger=OURS, text="connected")
    assert list(log_problems(f"{zoned}\n{ours}\n")) == []


def test_a_traceback_belongs_to_its_record() -> None:
    head = RECORD.format(level="ERROR", logger="asyncio", text="Task exception")
    traceback = (
        "Traceback (most recent call last):\n  File custom_components/plug_control/sensor.py"
    )
    after = RECORD.format(level="INFO", logger="homeassistant.core", text="go on")
    assert list(log_problems(f"{head}\n{traceback}\n{after}")) == [f"{head}\n{traceback}"]


def test_a_traceback_from_a_folder_of_that_name_is_not_ours() -> None:
    head = RECORD.format(level="ERROR", logger="haffmpeg.core", text="FFmpeg fails")
    traceback = 'Traceback:\n  File "/home/me/plug_control/.venv/lib/haffmpeg/core.py", line 130'
    assert list(log_problems(f"{head}\n{traceback}")) == []


def test_a_traceback_of_nobody_is_a_problem() -> None:
    assert list(log_problems("Traceback (most recent call last):\nKeyError"))


def test_an_empty_log_is_fine() -> None:
    assert list(log_problems("")) == []
