"""How tags compare, and what a card is at a time (R19)."""

import pytest

from custom_components.plug_control.model.tag import (
    IdTag,
    TagStatus,
    card_part,
    is_vehicle,
    normalise_id_tag,
)

from .samples import NOW, after


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("04A1B2C3D4E580", "04a1b2c3d4e580"),
        (" 04A1B2 ", "04A1B2"),
        ("20:7A:C1:99", "207AC199"),
        ("20-7a-c1-99", "20:7A:C1:99"),
        ("STRASSE", "straße"),
        ("VID:92:D5:0A:69:3F:80", "vid:92d50a693f80"),
        ("EVCCID-92-d5-0a-69-3f-80", "EVCCID-92D50A693F80"),
        ("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ],
)
def test_r19_tags_that_are_the_same(one: str, other: str) -> None:
    assert normalise_id_tag(one) == normalise_id_tag(other)


@pytest.mark.parametrize(
    ("id_tag", "is_car"),
    [
        ("VID:92D50A693F80", True),
        ("vid:92:d5:0a:69:3f:80", True),
        ("EVCCID:00000092D50A693F", True),
        ("MAC:92-D5-0A-69-3F-80", True),
        ("92D50A693F80", True),
        ("123456789012", False),
        ("04A1B2C3D4E580", False),
        ("04A1B2C3", False),
        ("VID:12345", False),
        ("VIDEO:92D50A693F80", False),
        ("VID:", False),
        ("", False),
    ],
)
def test_autocharge_an_id_tag_of_a_car(id_tag: str, is_car: bool) -> None:
    assert is_vehicle(id_tag) is is_car


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("04A1B2C3D4E58012345678", "04A1B2C3D4E580123456"),
        ("HA-USER-1", "HAUSER1"),
        ("20:7A:C1:9", "207AC19"),
        ("", "0"),
    ],
)
def test_r19_tags_that_are_not_the_same_also_beyond_20_characters(one: str, other: str) -> None:
    assert normalise_id_tag(one) != normalise_id_tag(other)


@pytest.mark.parametrize(
    ("id_tag", "card"),
    [("04A1B2_12345678", "04A1B2"), ("A_B_1", "A_B"), ("04A1B2", "04A1B2"), ("_1", "_1")],
)
def test_keba_the_cards_part_of_a_tag(id_tag: str, card: str) -> None:
    assert card_part(id_tag) == card


def test_a_card_is_valid_until_it_expires_or_is_blocked() -> None:
    card = IdTag(id_tag="04A1B2", name="Anna")
    assert card.status_at(NOW) is TagStatus.ACCEPTED
    limited = IdTag(id_tag="04A1B2", name="Anna", expires_at=NOW)
    assert limited.status_at(after(-1)) is TagStatus.ACCEPTED
    assert limited.status_at(NOW) is TagStatus.EXPIRED
    blocked = IdTag(id_tag="04A1B2", name="Anna", expires_at=NOW, blocked=True)
    assert blocked.status_at(after(-1)) is TagStatus.BLOCKED
