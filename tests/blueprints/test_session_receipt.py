"""A receipt on the phone of the person who charged."""

from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth

from .house import MINUTE, House, Json

WORTH = SessionWorth(cost=1.5, saved=0.5, currency="EUR", is_final=True)
"""What the session of 5 kWh is worth."""


def phone(name: str) -> list[Json]:
    """The actions that notify a phone."""
    data = {"title": "{{ title }}", "message": "{{ message }}", "data": {"image": "{{ picture }}"}}
    return [{"action": f"notify.{name}", "data": data}]


@pytest.fixture
def phones(hass: HomeAssistant) -> dict[str, list[Any]]:
    """The calls to two phones."""
    return {name: async_mock_service(hass, "notify", name) for name in ("anna", "ben")}


async def charge_5_kwh(house: House, **details: Any) -> None:
    """Have a whole session pass, whose worth is known at its end."""
    await house.charge()
    await house.move(90 * MINUTE, step_s=600)
    ledger = house.entry.runtime_data.central_system.ledger
    known = SessionDetails(**{"worth": WORTH, **details})
    with patch.object(ledger, "details", return_value=known):
        await house.end()
        await house.hass.async_block_till_done()
    await house.settle()


async def test_the_person_who_charged_gets_it_on_the_phone(
    house: House, phones: dict[str, list[Any]]
) -> None:
    await house.automate(
        "session_receipt",
        person_1="Ben",
        phone_1=phone("ben"),
        person_2=" anna ",
        phone_2=phone("anna"),
    )
    await charge_5_kwh(house, car_name="ID.4")
    (sent,) = phones["anna"]
    assert sent.data["title"] == "Wallbox · ID.4"
    assert sent.data["message"].replace("\N{NO-BREAK SPACE}", " ") == (
        "5.00 kWh in 1 h 30, €1.50, €0.50 saved"
    )
    assert "theme=light" in sent.data["data"]["image"]
    assert phones["ben"] == house.messages == []


async def test_everybody_else_is_told_of_the_rest(
    house: House, phones: dict[str, list[Any]]
) -> None:
    await house.automate("session_receipt", person_1="Ben", phone_1=phone("ben"))
    await charge_5_kwh(house)
    (message,) = house.messages
    assert message.replace("\N{NO-BREAK SPACE}", " ").startswith("5.00 kWh in 1 h 30")
    assert phones["ben"] == []


async def test_a_small_session_is_not_told_of(house: House) -> None:
    await house.automate("session_receipt", minimum_energy=5.01)
    await charge_5_kwh(house)
    assert house.messages == []


@pytest.mark.parametrize("is_chosen", [True, False])
async def test_only_chosen_chargers_are_told_of(house: House, is_chosen: bool) -> None:
    (coordinator,) = house.entry.runtime_data.coordinators.values()
    chosen = coordinator.device_id if is_chosen else "another"
    await house.automate("session_receipt", chargers=[chosen], dark=True)
    await charge_5_kwh(house)
    assert len(house.messages) == is_chosen
