"""A register whose memory is lost, or older than what was shown: it goes on, and the session takes nothing of that."""

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector, ConnectorStatus
from custom_components.plug_control.model.meter import Meter
from custom_components.plug_control.model.quantity import Phase, Quantity
from custom_components.plug_control.model.transaction import Transaction

from .samples import NOW, after, apply, element, metered, power, register

ENERGY_WH = Quantity.ENERGY_IMPORT_WH
TOTAL = (ENERGY_WH, None)


def remembered(meter: Meter) -> Meter:
    return Meter.from_dict(meter.as_dict())


def test_what_was_shown_stays_until_the_register_is_read_which_has_counted_on() -> None:
    meter = remembered(metered(register(155_000)))
    assert meter.shown_before(TOTAL, 155_380) == 0
    assert meter.value(ENERGY_WH) == 155_380
    apply(meter, [register(155_400)], at=after(60))
    assert meter.value(ENERGY_WH) == 155_400
    assert meter.scales == [0]


def test_a_register_that_is_lower_than_what_was_shown_goes_on_from_there() -> None:
    meter = remembered(metered(register(5_000)))
    meter.shown_before(TOTAL, 22_000)
    apply(meter, [register(5_100)], at=after(60))
    apply(meter, [register(5_200)], at=after(120))
    assert meter.value(ENERGY_WH) == 22_100


def test_a_register_that_was_read_just_now_goes_on_at_once() -> None:
    meter = metered(register(5_500), register(2_000, phase="L1"))
    assert meter.shown_before(TOTAL, 22_000) == 16_500
    assert meter.shown_before((ENERGY_WH, Phase.L1), 2_500) == 500
    apply(meter, [register(5_600), register(2_100, phase="L1")], at=after(60))
    assert meter.value(ENERGY_WH) == 22_100
    assert meter.value(ENERGY_WH, Phase.L1) == 2_600


def test_energy_without_a_register_goes_on_from_what_was_shown() -> None:
    meter = Meter()
    for minute in range(0, 61, 10):
        apply(meter, [power(6_000)], at=after(60 * minute))
    again = remembered(meter)
    assert again.shown_before(TOTAL, 7_000) > 0
    assert again.value(ENERGY_WH) == 7_000


def test_what_is_known_better_or_not_at_all_stays() -> None:
    meter = metered(register(5_500))
    assert meter.shown_before(TOTAL, 5_000) == 0
    assert meter.shown_before((ENERGY_WH, Phase.L2), 9_000) == 0
    assert meter.shown_before((Quantity.ENERGY_EXPORT_WH, None), 9_000) == 0
    assert meter.value(ENERGY_WH) == 5_500


def test_the_running_session_takes_nothing_of_what_was_shown_before() -> None:
    connector = Connector(connector_id=1, meter=metered(register(5_500)))
    connector.shown_before(TOTAL, 6_000)
    transaction = Transaction(
        transaction_id=1,
        charge_point_id="CP-1",
        connector_id=1,
        id_tag="",
        started_at=NOW,
        meter_start_wh=5_500,
        start_timestamp=None,
    )
    connector.transaction = transaction
    connector.shown_before(TOTAL, 6_100)
    assert transaction.lifetime_start_wh is None
    transaction.lifetime_start_wh = 6_100
    connector.shown_before((ENERGY_WH, Phase.L1), 9_000)
    connector.shown_before(TOTAL, 22_000)
    assert transaction.lifetime_start_wh == 22_000


def test_a_charge_point_shows_its_own_registers_and_faults() -> None:
    charge_point = ChargePoint(charge_point_id="CP-1", meter=metered(register(5_500)))
    charge_point.shown_before(TOTAL, 22_000)
    assert charge_point.meter.value(ENERGY_WH) == 22_000
    seen = [charge_point.has_problem]
    for status, error_code in (
        ("Available", "NoError"),
        (ConnectorStatus.FAULTED.value, "NoError"),
        ("Available", "GroundFailure"),
    ):
        charge_point.status, charge_point.error_code = status, error_code
        seen.append(charge_point.has_problem)
    assert seen == [False, False, True, True]


def test_registers_alone_are_kept_of_a_meter() -> None:
    meter = metered(register(5_500), power(7))
    assert Meter.from_dict(meter.energies()).readings.keys() == {TOTAL}
    assert Meter().register_scale is None
    assert metered(power(3_600)).flowing_since() == NOW
    meter.transaction_ended(None, at=after(60))
    assert meter.flowing_since() is None
    assert Meter().transaction_ended(None, at=NOW) == set()


def test_something_may_flow_again_in_the_very_second_in_which_nothing_did() -> None:
    meter = Meter()
    meter.idle(at=NOW)
    apply(meter, [power(7)], at=NOW)
    assert meter.value(Quantity.POWER_IMPORT_W) == 0
    meter.may_flow()
    apply(meter, [power(7)], at=NOW)
    assert meter.value(Quantity.POWER_IMPORT_W) == 7


def test_a_register_of_a_time_that_was_forgotten_is_none_until_it_is_read() -> None:
    stored = metered(register(5_500)).as_dict()
    stored["counters"][ENERGY_WH]["register"]["at"] = None
    meter = Meter.from_dict(stored)
    assert meter.register is None
    assert meter.value(ENERGY_WH) == 5_500


def test_r14_a_clock_may_go_back_where_only_a_register_is_sent() -> None:
    meter = Meter()
    meter.take([element(NOW, register(1_000, phase="L1"))], now=NOW)
    for n in (1, 2, 3):
        behind = element(after(60 * n - 3_600), register(1_000 + 10 * n, phase="L1"))
        meter.take([behind], now=after(60 * n))
    assert meter.value(ENERGY_WH) == 1_030
