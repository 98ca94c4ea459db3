"""Who may charge: the decision about a tag, as a table (decision 5, R19)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from ocpp.v16.enums import AuthorizationStatus
import pytest

from custom_components.plug_control.central_system.messages.authorization import (
    Authorization,
    Purpose,
    authorize,
)
from custom_components.plug_control.central_system.stations.settings import (
    ChargePointSettings,
    WhoMayCharge,
)
from custom_components.plug_control.model.tag import IdTag, IdTags
from custom_components.plug_control.model.transaction import Transaction

NOW = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
OWN = "HOMEASSISTANT"

ANNA = IdTag(id_tag="04A1B2C3D4E580", name="Anna", group="family")
BEN = IdTag(id_tag="04FFFFFFFFFF80", name="Ben", group="family")
GUEST = IdTag(id_tag="GUEST", name="Guest")
LOST = IdTag(id_tag="LOST", name="Lost", blocked=True, group="family")
OLD = IdTag(id_tag="OLD", name="Old", expires_at=NOW - timedelta(days=1), group="family")
SOON = IdTag(id_tag="SOON", name="Soon", expires_at=NOW + timedelta(days=1))
TAGS = IdTags([ANNA, BEN, GUEST, LOST, OLD, SOON])

ACCEPTED = AuthorizationStatus.accepted
INVALID = AuthorizationStatus.invalid


def running(id_tag: str, charge_point_id: str = "CP-1", connector_id: int = 1) -> Transaction:
    return Transaction(
        transaction_id=1,
        charge_point_id=charge_point_id,
        connector_id=connector_id,
        id_tag=id_tag,
        started_at=NOW,
        meter_start_wh=0,
        start_timestamp=None,
    )


def decide(
    id_tag: str,
    purpose: Purpose = Purpose.AUTHORIZE,
    *,
    who: WhoMayCharge = WhoMayCharge.CARDS,
    at: datetime = NOW,
    others: tuple[Transaction, ...] = (),
    **quirks: Any,
) -> Authorization:
    return authorize(
        id_tag,
        purpose=purpose,
        charge_point=ChargePointSettings(charge_point_id="CP-1", who_may_charge=who),
        tags=TAGS,
        running=others,
        at=at,
        remote_id_tag=OWN,
        connector_id=1 if purpose is Purpose.START else None,
        **quirks,
    )


# ---- the card alone


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize(
    ("id_tag", "status", "known"),
    [
        ("04A1B2C3D4E580", ACCEPTED, True),
        (" 04a1b2c3d4e580", ACCEPTED, True),
        ("04:A1:B2:C3:D4:E5:80", ACCEPTED, True),
        ("GUEST", ACCEPTED, True),
        ("SOON", ACCEPTED, True),
        ("LOST", AuthorizationStatus.blocked, True),
        ("OLD", AuthorizationStatus.expired, True),
        ("UNKNOWN", INVALID, False),
        ("04A1B2C3D4E580123456789", INVALID, False),
        ("", INVALID, False),
        ("homeassistant", ACCEPTED, True),
    ],
)
def test_r19_a_card_is_what_is_registered_for_every_purpose(
    purpose: Purpose, id_tag: str, status: AuthorizationStatus, known: bool
) -> None:
    decision = decide(id_tag, purpose)
    assert (decision.status, decision.known) == (status, known)
    assert decision.is_accepted == (status is ACCEPTED)


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize(
    ("id_tag", "status", "known"),
    [
        ("GUEST", ACCEPTED, True),
        ("OLD", ACCEPTED, True),
        ("UNKNOWN", ACCEPTED, False),
        ("", ACCEPTED, False),
        ("LOST", AuthorizationStatus.blocked, True),
    ],
)
def test_anyone_means_anyone_but_the_blocked(
    purpose: Purpose, id_tag: str, status: AuthorizationStatus, known: bool
) -> None:
    decision = decide(id_tag, purpose, who=WhoMayCharge.ANYONE)
    assert (decision.status, decision.known) == (status, known)


def test_r17_a_queued_start_is_judged_by_its_own_time() -> None:
    assert decide("OLD", Purpose.START, at=NOW - timedelta(days=2)).is_accepted
    assert not decide("SOON", Purpose.START, at=NOW + timedelta(days=2)).is_accepted


def test_the_answer_carries_group_and_expiry() -> None:
    info = decide("SOON").id_tag_info()
    assert (info.status, info.parent_id_tag, info.expiry_date) == (
        ACCEPTED,
        None,
        "2026-03-15T10:00:00Z",
    )
    info = decide(ANNA.id_tag).id_tag_info()
    assert (info.parent_id_tag, info.expiry_date) == ("family", None)


def test_keba_the_serial_number_behind_the_card_does_not_count() -> None:
    with_serial = f"{ANNA.id_tag}_12345678"
    assert decide(with_serial).status is INVALID
    assert decide(with_serial, card_serial=True).is_accepted
    assert decide(ANNA.id_tag, card_serial=True).is_accepted
    assert decide("UNKNOWN_12345678", card_serial=True).status is INVALID
    assert TAGS.find(with_serial, card_serial=True) is ANNA


# ---- starts while the card charges elsewhere


@pytest.mark.parametrize(
    ("id_tag", "others", "status"),
    [
        (ANNA.id_tag, (running(ANNA.id_tag, "CP-2"),), AuthorizationStatus.concurrent_tx),
        (ANNA.id_tag, (running(ANNA.id_tag.lower(), "CP-2"),), AuthorizationStatus.concurrent_tx),
        (ANNA.id_tag, (running(ANNA.id_tag, "CP-1", 2),), AuthorizationStatus.concurrent_tx),
        (ANNA.id_tag, (running(f"{ANNA.id_tag}_99", "CP-2"),), AuthorizationStatus.concurrent_tx),
        (ANNA.id_tag, (running(ANNA.id_tag, "CP-1", 1),), ACCEPTED),
        (ANNA.id_tag, (running(BEN.id_tag, "CP-2"),), ACCEPTED),
        (OWN, (running(OWN, "CP-2"),), ACCEPTED),
        ("LOST", (running("LOST", "CP-2"),), AuthorizationStatus.blocked),
        ("UNKNOWN", (running("UNKNOWN", "CP-2"),), INVALID),
    ],
)
def test_r19_a_card_charges_once_at_a_time(
    id_tag: str, others: tuple[Transaction, ...], status: AuthorizationStatus
) -> None:
    assert decide(id_tag, Purpose.START, others=others).status is status


@pytest.mark.parametrize("purpose", [Purpose.AUTHORIZE, Purpose.STOP])
def test_r19_concurrent_only_at_a_start(purpose: Purpose) -> None:
    assert decide(ANNA.id_tag, purpose, others=(running(ANNA.id_tag, "CP-2"),)).is_accepted


def test_where_anyone_may_charge_a_tag_is_no_persons() -> None:
    others = (running("FREE", "CP-2"), running(ANNA.id_tag, "CP-3"))
    for id_tag in ("FREE", ANNA.id_tag):
        assert decide(id_tag, Purpose.START, who=WhoMayCharge.ANYONE, others=others).is_accepted


# ---- a charger that ends its session for whichever card is accepted (C2EU Q12 to Q14)


@pytest.mark.parametrize(
    ("id_tag", "starter", "status"),
    [
        (ANNA.id_tag, ANNA.id_tag, ACCEPTED),
        (ANNA.id_tag, BEN.id_tag, ACCEPTED),
        ("GUEST", ANNA.id_tag, INVALID),
        ("SOON", "GUEST", INVALID),
        ("UNKNOWN", ANNA.id_tag, INVALID),
        ("LOST", ANNA.id_tag, INVALID),
        ("OLD", ANNA.id_tag, INVALID),
        ("LOST", "LOST", ACCEPTED),
        ("OLD", "OLD", ACCEPTED),
        ("OFFLINE", "offline", ACCEPTED),
        ("GUEST", OWN, ACCEPTED),
        ("UNKNOWN", OWN, INVALID),
        ("LOST", OWN, INVALID),
        ("GUEST", "", ACCEPTED),
        ("UNKNOWN", "", INVALID),
        (OWN, OWN, ACCEPTED),
    ],
)
def test_c2eu_q13_a_session_is_ended_by_its_starter_its_group_or_where_nobody_began_it(
    id_tag: str, starter: str, status: AuthorizationStatus
) -> None:
    decision = decide(id_tag, others=(running(starter),), authorize_stops=True)
    assert decision.status is status
    assert decision.known == (id_tag not in {"UNKNOWN", "OFFLINE"})


def test_c2eu_q13_concerns_only_the_charge_point_that_charges() -> None:
    elsewhere = (running(ANNA.id_tag, "CP-2"),)
    assert decide("GUEST", others=elsewhere, authorize_stops=True).is_accepted
    assert decide("GUEST", authorize_stops=True).is_accepted


def test_c2eu_q13_concerns_only_what_is_presented_to_it() -> None:
    here = (running(ANNA.id_tag),)
    assert decide("GUEST", others=here).is_accepted
    assert decide("GUEST", Purpose.START, others=here, authorize_stops=True).is_accepted
    assert decide("GUEST", Purpose.STOP, others=here, authorize_stops=True).is_accepted
