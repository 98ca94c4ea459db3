"""The actions ask twice, and each user may only do what is theirs."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
import pytest

from custom_components.plug_control.const import CONF_USER
from custom_components.plug_control.privacy.privacy import Erasure
from tests.filed_sessions import NOON, at
from tests.people import ADMINISTRATOR, READER, USER, add_user

from .home import PrivateHome, private_home

ERASING = ("anonymise_sessions", "delete_sessions")


@pytest.fixture(autouse=True)
def noon(freezer: FrozenDateTimeFactory) -> None:
    """It is noon."""
    freezer.move_to(NOON)


@pytest.fixture
async def home(hass: HomeAssistant) -> PrivateHome:
    return await private_home(hass)


@pytest.mark.parametrize("action", ERASING)
async def test_the_first_call_describes_and_the_second_one_does_it(
    home: PrivateHome, action: str
) -> None:
    told = await home.call(action, person="Anna")
    assert {key: told[key] for key in ("sessions", "energy_kwh", "running")} == {
        "sessions": 2,
        "energy_kwh": 3.0,
        "running": 0,
    }
    assert (told["first"], told["last"]) == (at(-48).isoformat(), at(-24).isoformat())
    assert await home.ids_of("Anna") == (1, 2)
    done = await home.call(action, person="Anna", confirm=told["confirm"])
    assert done["sessions"] == 2
    assert done["not_reached"]["backups"] is True
    assert done["not_reached"]["back_ends"] == []
    assert await home.ids_of("Anna") == ()
    with pytest.raises(ServiceValidationError) as raised:
        await home.call(action, person="Anna", confirm=told["confirm"])
    assert raised.value.translation_key == "not_confirmed"


async def test_only_what_was_described_is_erased(home: PrivateHome) -> None:
    told = await home.call("delete_sessions", person="Anna", until=at(-30).isoformat())
    assert told["sessions"] == 1
    home.file(5, (-90, -89), 500)
    await home.call(
        "delete_sessions", person="Anna", until=at(-30).isoformat(), confirm=told["confirm"]
    )
    assert await home.ids_of("Anna") == (2, 5)


async def test_what_was_corrected_to_somebody_else_since_is_not_erased(home: PrivateHome) -> None:
    told = await home.call("delete_sessions", person="Anna")
    await home.call("correct_session", session_id=2, person="Ben")
    done = await home.call("delete_sessions", person="Anna", confirm=told["confirm"])
    assert done["sessions"] == 1
    assert await home.ids_of("Ben") == (2, 3)


async def test_an_anonymous_session_cannot_be_corrected(home: PrivateHome) -> None:
    await home.privacy.async_erase(Erasure.ANONYMISE, await home.privacy.async_find("Anna"))
    shown = await home.call("get_session", session_id=1)
    assert shown["session"]["may_correct"] is False
    corrections: list[dict[str, Any]] = [{"person": "Zoë"}, {"note": "Zoë"}, {"car": "Zoë"}]
    for correction in corrections:
        with pytest.raises(ServiceValidationError) as raised:
            await home.call("correct_session", session_id=1, **correction)
        assert raised.value.translation_key == "anonymous_session"
    home.detail(1, car_name="Zoë", anonymised=True)
    details = home.ledger.details(1)
    assert details is not None
    assert (details.person, details.note, details.car_name) == (None, None, None)


@pytest.mark.parametrize(
    "other",
    [
        {"action": "anonymise_sessions"},
        {"person": "Ben"},
        {"until": at(-30).isoformat()},
        {"confirm": "00000000"},
    ],
)
async def test_a_code_is_for_its_question_alone(home: PrivateHome, other: dict[str, Any]) -> None:
    told = await home.call("delete_sessions", person="Anna")
    asked = {"action": "delete_sessions", "person": "Anna", "confirm": told["confirm"], **other}
    with pytest.raises(ServiceValidationError):
        await home.call(**asked)
    assert len(await home.ledger.sessions()) == 4


async def test_a_code_is_for_the_user_who_asked_and_for_ten_minutes(
    home: PrivateHome, freezer: FrozenDateTimeFactory
) -> None:
    administrator = await add_user(home.hass, ADMINISTRATOR)
    told = await home.call("delete_sessions", administrator, person="Anna")
    with pytest.raises(ServiceValidationError):
        await home.call("delete_sessions", person="Anna", confirm=told["confirm"])
    freezer.tick(timedelta(minutes=11))
    with pytest.raises(ServiceValidationError):
        await home.call("delete_sessions", administrator, person="Anna", confirm=told["confirm"])


async def test_nobody_there_is_no_question(home: PrivateHome) -> None:
    told = await home.call("delete_sessions", person="Zoe")
    assert told == {"sessions": 0, "energy_kwh": 0.0, "first": None, "last": None, "running": 0}


async def test_a_disk_that_fails_is_told(home: PrivateHome) -> None:
    told = await home.call("delete_sessions", person="Anna")
    with (
        patch.object(home.ledger, "delete", side_effect=OSError("full")),
        pytest.raises(HomeAssistantError, match="full"),
    ):
        await home.call("delete_sessions", person="Anna", confirm=told["confirm"])


@pytest.mark.parametrize("action", [*ERASING, "export_person"])
@pytest.mark.parametrize("kind", [USER, READER])
async def test_other_peoples_data_are_for_administrators(
    home: PrivateHome, action: str, kind: str
) -> None:
    user = await add_user(home.hass, kind)
    with pytest.raises(Unauthorized):
        await home.call(action, user, person="Anna")


# ---- export


def numbers(answer: Mapping[str, Any]) -> list[int]:
    return [each["session_id"] for each in answer["sessions"]]


async def test_everybody_may_export_their_own(home: PrivateHome) -> None:
    user = await add_user(home.hass, USER)
    assert await home.call("export_person", user) == {"sessions": [], "total_count": 0}
    card = next(
        each for each in home.entry.get_subentries_of_type("id_tag") if each.title == "Anna"
    )
    data = {**card.data, CONF_USER: user.id}
    home.hass.config_entries.async_update_subentry(home.entry, card, data=data)
    await home.hass.async_block_till_done()
    assert numbers(await home.call("export_person", user)) == [1, 2]


async def test_an_export_has_all_that_is_stored(home: PrivateHome) -> None:
    administrator = await add_user(home.hass, ADMINISTRATOR)
    answer = await home.call("export_person", administrator, person="Anna", limit=1, offset=1)
    assert (numbers(answer), answer["total_count"]) == ([2], 2)
    (told,) = answer["sessions"]
    assert (told["energy_wh"], told["details"]["note"], told["signed_values"]) == (
        2_000,
        "secret",
        [],
    )
    assert told["details"]["worth"]["cost"] == 0.3


async def test_an_automation_has_no_sessions_of_its_own(home: PrivateHome) -> None:
    with pytest.raises(ServiceValidationError) as raised:
        await home.call("export_person")
    assert raised.value.translation_key == "person_needed"
    with (
        patch.object(home.ledger, "shown", side_effect=OSError("torn")),
        pytest.raises(HomeAssistantError, match="torn"),
    ):
        await home.call("export_person", person="Anna")
