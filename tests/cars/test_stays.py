"""A stay begins with the plug and ends with it; a choice lasts that long."""

from datetime import UTC, datetime, timedelta

from custom_components.plug_control.cars.recognition import OTHER_CAR, Stay
from custom_components.plug_control.cars.stays import choose, follow_stay, is_plugged_in
from custom_components.plug_control.model.connector import Connector, ConnectorStatus
from custom_components.plug_control.model.session import Session, StopReason
from custom_components.plug_control.model.transaction import Transaction

NOW = datetime(2026, 6, 1, 18, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def transaction(session_id: int = 1, id_tag: str = "CARD") -> Transaction:
    return Transaction(
        transaction_id=session_id,
        charge_point_id="CP-1",
        connector_id=1,
        id_tag=id_tag,
        started_at=NOW,
        meter_start_wh=0.0,
        start_timestamp=None,
        session_id=session_id,
    )


def ended(reason: StopReason) -> Session:
    return Session(
        transaction_id=1,
        charge_point_id="CP-1",
        connector_id=1,
        id_tag="CARD",
        started_at=NOW,
        stopped_at=NOW,
        meter_start_wh=0.0,
        meter_stop_wh=0.0,
        energy_wh=0.0,
        energy_estimated=False,
        time_estimated=False,
        stop_reason=reason,
    )


def connector(status: ConnectorStatus | None = None, **fields: object) -> Connector:
    found = Connector(connector_id=1, status=status)
    for name, value in fields.items():
        setattr(found, name, value)
    return found


def test_a_stay_lasts_from_plug_to_unplug_over_all_its_sessions() -> None:
    here = connector(ConnectorStatus.PREPARING)
    stay = follow_stay(Stay(), here, None, NOW)
    assert stay == Stay(plugged_in=True, since=NOW)
    here.transaction = transaction()
    stay = follow_stay(stay, here, None, LATER)
    assert (stay.since, stay.id_tags, stay.session_ids) == (NOW, ("CARD",), (1,))
    here.transaction = None
    here.status = ConnectorStatus.SUSPENDED_EV
    assert follow_stay(stay, here, None, LATER) == stay
    here.transaction = transaction(2, "HomeAssistant")
    stay = follow_stay(stay, here, "ANNA", LATER)
    assert (stay.id_tags, stay.session_ids) == (("ANNA", "HomeAssistant", "CARD"), (1, 2))
    here.transaction, here.status = None, ConnectorStatus.AVAILABLE
    assert follow_stay(stay, here, None, LATER) == Stay()


def test_a_status_that_says_nothing_changes_nothing() -> None:
    stay = Stay(plugged_in=True, since=NOW, chosen="zoe")
    for status in (None, ConnectorStatus.FAULTED, ConnectorStatus.UNAVAILABLE):
        assert follow_stay(stay, connector(status), None, LATER) == stay
        assert follow_stay(Stay(), connector(status), None, LATER) == Stay()


def test_who_is_there_at_the_first_look_came_at_an_unknown_time() -> None:
    here = connector(ConnectorStatus.CHARGING, transaction=transaction())
    assert follow_stay(Stay(), here, None, None).since is None


def test_a_car_that_was_unplugged_has_left_although_the_charger_is_finishing() -> None:
    here = connector(ConnectorStatus.FINISHING, last_session=ended(StopReason.EV_DISCONNECTED))
    assert is_plugged_in(here) is False
    here.last_session = ended(StopReason.LOCAL)
    assert is_plugged_in(here) is True


def test_a_choice_waits_for_the_plug_and_goes_with_the_unplug() -> None:
    stay = choose(Stay(), "zoe")
    assert follow_stay(stay, connector(ConnectorStatus.AVAILABLE), None, NOW) == stay
    here = connector(ConnectorStatus.PREPARING)
    stay = follow_stay(stay, here, None, NOW)
    assert (stay.chosen, stay.is_correction) == ("zoe", False)
    assert follow_stay(stay, connector(ConnectorStatus.AVAILABLE), None, LATER) == Stay()


def test_a_choice_after_the_card_is_a_correction_that_can_be_taken_back() -> None:
    stay = Stay(plugged_in=True, id_tags=("CARD",))
    assert choose(stay, OTHER_CAR).is_correction
    assert choose(choose(stay, OTHER_CAR), None) == stay


def test_what_a_stay_remembers_is_bounded() -> None:
    stay = Stay(plugged_in=True)
    for session_id in range(200):
        here = connector(transaction=transaction(session_id, f"CARD-{session_id}"))
        stay = follow_stay(stay, here, None, NOW)
    assert (len(stay.session_ids), stay.session_ids[-1]) == (50, 199)
    assert (len(stay.id_tags), stay.id_tags[0]) == (10, "CARD-199")
