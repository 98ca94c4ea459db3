"""Measure documents of a year of 50 chargers: `python -m benchmarks.documents [--sessions 20000] [--runs 3]`.

Gathers the sessions from a ledger on disk and writes each file, as in Home Assistant, and prints how long each took (medians)
and how long the event loop stood still meanwhile (the median and the longest), and how long a document takes altogether.
"""

import argparse
import asyncio
from copy import replace
from datetime import UTC, datetime, timedelta
from functools import partial
import gc
from pathlib import Path
import random
from statistics import median
import tempfile
from types import SimpleNamespace
from typing import Any, Final, cast

from homeassistant.core import HomeAssistant

from benchmarks.ledger import took
from custom_components.plug_control.central_system.ledger.ledger import (
    Ledger,
    LedgerDatabase,
    SessionFilter,
)
from custom_components.plug_control.central_system.ledger.queries.every_session import unhurried
from custom_components.plug_control.central_system.ledger.sqlite.rows import (
    details_row,
    session_row,
)
from custom_components.plug_control.central_system.ledger.sqlite.schema import (
    INSERT_DETAILS,
    INSERT_SESSION,
    transaction,
)
from custom_components.plug_control.central_system.ledger.sqlite.sqlite_file import connect
from custom_components.plug_control.documents.document import Document, rows_for
from custom_components.plug_control.documents.gather import Gathered, async_gather
from custom_components.plug_control.documents.layouts import LAYOUTS, Format
from custom_components.plug_control.documents.order import writer_of
from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth
from custom_components.plug_control.model.session import Session, StopReason
from custom_components.plug_control.texts.document_words import document_words

_BEGIN: Final = datetime(2025, 11, 1, tzinfo=UTC)
_END: Final = datetime(2026, 11, 1, tzinfo=UTC)
_CHARGERS: Final = 50
_PEOPLE: Final = 80
_LAYOUT: Final = LAYOUTS["sessions"]
_GATHERED: Final = "gathered from the ledger"
_ROWS: Final = "rows"


def _fill(path: Path, count: int) -> None:
    chance, step = random.Random(1), (_END - _BEGIN) / count
    db = connect(path)
    with transaction(db):
        for number in range(1, count + 1):
            began = _BEGIN + (number - 1) * step
            energy_wh = chance.uniform(1000, 40_000)
            session = Session(
                session_id=number,
                transaction_id=number,
                charge_point_id=f"CP-{number % _CHARGERS}",
                connector_id=1,
                id_tag=f"04A1B2C3D4{number % _PEOPLE:04d}",
                started_at=began,
                stopped_at=began + timedelta(hours=chance.uniform(1, 10)),
                meter_start_wh=1000.0 * number,
                meter_stop_wh=1000.0 * number + energy_wh,
                energy_wh=energy_wh,
                energy_estimated=number % 50 == 0,
                time_estimated=False,
                stop_reason=StopReason.LOCAL,
            )
            worth = SessionWorth(
                grid_wh=energy_wh / 3,
                solar_wh=energy_wh * 2 / 3,
                battery_wh=0.0,
                cost=energy_wh * 0.0002,
                currency="EUR",
                is_final=True,
            )
            db.execute(INSERT_SESSION, session_row(session, number))
            db.execute(INSERT_DETAILS, details_row(number, SessionDetails(worth=worth), number))
    db.close()


def _entry(ledger: Ledger) -> Any:
    """Return what documents read of a config entry, with the names of a house."""
    names = SimpleNamespace(
        cards=list,
        card=lambda *_: None,
        connector=lambda charge_point_id, *_: f"Garage {charge_point_id}",
        charge_point=lambda charge_point_id, *_: f"Garage {charge_point_id}",
        user=lambda *_: None,
    )
    central_system = SimpleNamespace(
        ledger=ledger,
        id_tag=lambda *_: None,
        settings=SimpleNamespace(remote_id_tag="HA"),
        charge_points={},
    )
    return SimpleNamespace(
        runtime_data=SimpleNamespace(names=names, central_system=central_system),
        get_subentries_of_type=lambda _: iter(()),
    )


async def main() -> None:
    """Measure gathering, and each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    loop = asyncio.get_running_loop()
    for file in Format:
        await loop.run_in_executor(None, writer_of, file)  # the import of its library
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "ledger.db"
        for is_filled in (False, True):
            ledger = Ledger(LedgerDatabase(path), clock=lambda: _END)
            await ledger.load()
            if not is_filled:
                await ledger.close()
                _fill(path, options.sessions)
        gc.freeze()
        print(f"{options.sessions} sessions, {options.runs} runs")
        runs = [await _run(ledger) for _ in range(options.runs)]
        took_ms = {step: median(run[step][0] for run in runs) for step in runs[0]}
        for step, each_ms in took_ms.items():
            still = sorted(run[step][1] for run in runs)
            told = f"{median(still):.1f} ms, at most {still[-1]:.1f} ms"
            print(f"  {step}: {each_ms:.0f} ms, loop stood still {told}")
        for file in Format:
            whole = took_ms[_GATHERED] + took_ms[_ROWS] + took_ms[file]
            print(f"  a document as {file}, altogether: {whole:.0f} ms")
        await ledger.close()


async def _run(ledger: Ledger) -> dict[str, tuple[float, float]]:
    """Make a document once; return how long each step took and how long the loop stood still, in ms."""
    loop = asyncio.get_running_loop()
    gathered: list[Gathered] = []
    made: list[Document] = []

    async def gather() -> None:
        found = await async_gather(
            cast("HomeAssistant", None), _entry(ledger), SessionFilter(), document_words("en")
        )
        gathered.append(found)

    def lay_out() -> None:
        rows = rows_for(_LAYOUT, gathered[0].charges, None, unhurried)
        made.append(
            Document(layout=_LAYOUT, language="de", start=_BEGIN, end=_END, made_at=_END, rows=rows)
        )

    steps = {
        _GATHERED: await took(gather),
        _ROWS: await took(lambda: loop.run_in_executor(None, lay_out)),
    }
    for file in Format:
        document = replace(made[0])  # without the sums that another file's writer needed
        write = partial(writer_of(file), document, unhurried)
        steps[file] = await took(partial(loop.run_in_executor, None, write))
    return steps


if __name__ == "__main__":
    asyncio.run(main())
