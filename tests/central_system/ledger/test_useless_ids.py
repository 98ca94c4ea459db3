"""A stop whose transaction id is useless goes to the session that it can only mean, and cuts no other one short (R16, R20)."""

from dataclasses import replace

import pytest

from custom_components.plug_control.central_system.ledger.ledger import Ledger, StopKind
from custom_components.plug_control.central_system.ledger.stop_matching import meant_by
from custom_components.plug_control.model.meter import Meter
from custom_components.plug_control.model.session import StopReason

from .conftest import LedgerLab, after, start, stop, values

FOREIGN = 987_654_321
"""An id that nobody gave."""


def hear(ledger: Ledger, seconds: float, register_wh: float, connector_id: int = 1) -> None:
    """Have meter values come in for what runs."""
    meter = Meter()
    meter.take([values(after(seconds), register_wh=register_wh)], now=after(seconds))
    ledger.meter_values("CP-1", connector_id, None, meter)


@pytest.mark.parametrize("number", [None, FOREIGN])
async def test_it_ends_the_only_session_that_it_can_mean(
    ledger: Ledger, number: int | None
) -> None:
    begun = ledger.start("CP-1", start())
    hear(ledger, 1800, 5000)
    stopped = ledger.stop("CP-1", stop(number))
    assert stopped.kind is StopKind.ENDED
    assert stopped.session.transaction_id == begun.transaction_id
    assert stopped.session.energy_wh == 7000
    assert ledger.stop("CP-1", stop(number)).kind is StopKind.REPEATED


@pytest.mark.parametrize("number", [None, FOREIGN])
@pytest.mark.parametrize(
    "fields",
    [
        {"meter_stop_wh": 4000.0},  # less than was counted by then
        {"at": after(600)},  # it goes on since
        {"at": after(-60)},
        {"id_tag": "OTHER"},
    ],
)
async def test_it_cuts_no_other_session_short(
    ledger: Ledger, number: int | None, fields: dict[str, object]
) -> None:
    ledger.start("CP-1", start())
    hear(ledger, 1800, 5000)
    stopped = ledger.stop("CP-1", stop(number, **fields))  # type: ignore[arg-type]
    assert stopped.kind is StopKind.UNKNOWN
    assert ledger.open_transactions("CP-1")


@pytest.mark.parametrize(
    "fields",
    [
        {"at": None},
        {"id_tag": None},
        {"meter_stop_wh": None},
        {"meter_stop_wh": 998_000.0},  # users' complaint 3: 998 kWh in an hour
    ],
)
async def test_an_id_that_nobody_gave_needs_every_proof(
    ledger: Ledger, fields: dict[str, object]
) -> None:
    ledger.start("CP-1", start())
    stopped = ledger.stop("CP-1", stop(FOREIGN, **fields))  # type: ignore[arg-type]
    assert stopped.kind is StopKind.UNKNOWN
    assert ledger.open_transactions("CP-1")


async def test_a_stop_that_tells_nothing_at_all_ends_the_only_one(ledger: Ledger) -> None:
    ledger.start("CP-1", start())
    bare = stop(None, at=None, meter_stop_wh=None, id_tag=None)
    assert ledger.stop("CP-1", bare).kind is StopKind.ENDED


@pytest.mark.parametrize("number", [None, 0, FOREIGN])
async def test_a_register_that_no_vehicle_reaches_is_that_of_another_connector(
    lab: LedgerLab, number: int | None
) -> None:
    """Weeks after a start any register can have been reached, by the time alone."""
    lab.ledger.start("CP-1", start())
    lab.now = after(20 * 86_400)
    message = stop(number, at=lab.now, meter_stop_wh=10_000_200.0)
    assert lab.ledger.stop("CP-1", message).kind is StopKind.UNKNOWN
    assert lab.ledger.open_transactions("CP-1")


async def test_of_two_that_it_can_mean_it_ends_none(ledger: Ledger) -> None:
    for connector_id in (1, 2):
        ledger.start("CP-1", start(connector_id=connector_id))
    assert ledger.stop("CP-1", stop(None)).kind is StopKind.UNKNOWN
    assert len(ledger.open_transactions("CP-1")) == 2


async def test_what_is_heard_of_one_tells_them_apart(ledger: Ledger) -> None:
    for connector_id in (1, 2):
        ledger.start("CP-1", start(connector_id=connector_id))
    hear(ledger, 1800, 5000, 1)
    hear(ledger, 1800, 9000, 2)
    stopped = ledger.stop("CP-1", stop(None))
    assert (stopped.kind, stopped.session.connector_id) == (StopKind.ENDED, 1)


@pytest.mark.parametrize("number", [None, FOREIGN])
async def test_it_corrects_a_session_that_was_closed_without_its_stop(
    lab: LedgerLab, number: int | None
) -> None:
    """A boot closed it, and the next one runs already when its stop comes."""
    ledger = lab.ledger
    first = ledger.start("CP-1", start()).transaction_id
    hear(ledger, 1800, 5000)
    ledger.close_transactions("CP-1")
    lab.now = after(7300)
    second = ledger.start("CP-1", start(at=after(7200), meter_start_wh=5200.0)).transaction_id
    message = stop(number, at=after(1900), meter_stop_wh=5100.0, reason="Reboot")
    stopped = ledger.stop("CP-1", message)
    assert (stopped.kind, stopped.session.transaction_id) == (StopKind.CORRECTED, first)
    assert (stopped.session.energy_wh, stopped.session.stop_reason) == (4100, StopReason.REBOOT)
    (running,) = ledger.open_transactions("CP-1")
    assert running.transaction_id == second


@pytest.mark.parametrize(
    ("at_s", "meter_stop_wh"), [(7250.0, 5100.0), (1900.0, 9000.0), (None, 5100.0)]
)
async def test_what_cannot_be_before_the_next_start_corrects_nothing(
    lab: LedgerLab, at_s: float | None, meter_stop_wh: float
) -> None:
    ledger = lab.ledger
    ledger.start("CP-1", start())
    ledger.close_transactions("CP-1")
    lab.now = after(7300)
    ledger.start("CP-1", start(at=after(7200), meter_start_wh=5200.0, id_tag="OTHER"))
    at = None if at_s is None else after(at_s)
    stopped = ledger.stop("CP-1", stop(None, at=at, meter_stop_wh=meter_stop_wh))
    assert stopped.kind is StopKind.UNKNOWN


async def test_what_has_its_stop_is_not_meant(lab: LedgerLab) -> None:
    ledger = lab.ledger
    number = ledger.start("CP-1", start()).transaction_id
    lab.now = after(7300)
    ledger.stop("CP-1", stop(number))
    later = stop(None, at=after(7200), meter_stop_wh=9000.0)
    assert ledger.stop("CP-1", later).kind is StopKind.UNKNOWN


async def test_r20_it_never_means_another_charge_points_session(ledger: Ledger) -> None:
    ledger.start("CP-2", start())
    assert ledger.stop("CP-1", stop(None)).kind is StopKind.UNKNOWN
    assert ledger.open_transactions("CP-2")


async def test_a_start_without_a_true_time_or_register_is_meant_by_a_stop_without_id(
    ledger: Ledger,
) -> None:
    ledger.start("CP-1", start(at=None, meter_start_wh=None))
    assert ledger.stop("CP-1", stop(None)).kind is StopKind.ENDED


async def test_a_last_register_of_zero_is_a_register(lab: LedgerLab) -> None:
    """It restarted within the charge: the stop is above it, though below the register of the start."""
    ledger = lab.ledger
    ledger.start("CP-1", start(meter_start_wh=5000.0))
    (left,) = ledger.close_transactions("CP-1")
    restarted = replace(left, meter_stop_wh=0.0)
    assert meant_by(stop(None, meter_stop_wh=3000.0), (), [restarted]) == restarted
