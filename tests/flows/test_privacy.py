"""Privacy in the options: when sessions are anonymised, and one person's sessions, asked about twice."""

from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.plug_control.const import CONF_ANONYMISE_AFTER_MONTHS
from tests.filed_sessions import NOON
from tests.privacy.home import PrivateHome, private_home


@pytest.fixture
async def home(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> PrivateHome:
    freezer.move_to(NOON)
    return await private_home(hass)


class Dialog:
    """The options as an administrator goes through them."""

    def __init__(self, home: PrivateHome) -> None:
        self._home = home
        self.result: Any = None

    async def open(self, *steps: str) -> Dialog:
        """Open the options and follow the menus."""
        flows = self._home.hass.config_entries.options
        self.result = await flows.async_init(self._home.entry.entry_id)
        for step in ("privacy", *steps):
            self.result = await flows.async_configure(
                self.result["flow_id"], {"next_step_id": step}
            )
        return self

    async def submit(self, **user_input: Any) -> Any:
        """Submit the form; return the next one."""
        flows = self._home.hass.config_entries.options
        self.result = await flows.async_configure(self.result["flow_id"], user_input)
        return self.result


async def test_sessions_are_anonymised_by_themselves_only_if_it_is_chosen(
    home: PrivateHome,
) -> None:
    dialog = await Dialog(home).open("anonymise_after")
    (field,) = dialog.result["data_schema"].schema
    assert field.description == {"suggested_value": 0}
    result = await dialog.submit(**{CONF_ANONYMISE_AFTER_MONTHS: 24})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert home.entry.options[CONF_ANONYMISE_AFTER_MONTHS] == 24


@pytest.mark.parametrize("erasure", ["anonymise", "delete"])
async def test_one_persons_sessions_are_erased_after_two_questions(
    home: PrivateHome, erasure: str
) -> None:
    dialog = await Dialog(home).open("person")
    assert await dialog.submit(person="Zoe", erasure=erasure)
    assert dialog.result["errors"] == {"person": "no_sessions_of_person"}
    result = await dialog.submit(person="Anna", erasure=erasure)
    assert result["step_id"] == "first_question"
    assert result["description_placeholders"] == {
        "person": "Anna",
        "sessions": "2",
        "energy": "3.0 kWh",
        "first": "2026-03-12",
        "last": "2026-03-13",
    }
    assert (await dialog.submit(understood=False))["errors"] == {"understood": "not_understood"}
    assert (await dialog.submit(understood=True))["step_id"] == f"{erasure}_question"
    result = await dialog.submit(name_again="Ben")
    assert result["errors"] == {"name_again": "other_name"}
    (name,) = result["data_schema"].schema
    assert name.description == {"suggested_value": "Ben"}, "what was typed is not lost"
    assert await home.ids_of("Anna") == (1, 2)
    result = await dialog.submit(name_again=" anna ")
    assert (result["step_id"], result["description_placeholders"]["sessions"]) == ("erased", "2")
    options = dict(home.entry.options)
    assert (await dialog.submit())["type"] is FlowResultType.CREATE_ENTRY
    assert dict(home.entry.options) == options
    assert await home.ids_of("Anna") == ()
    assert len(await home.ledger.sessions()) == (4 if erasure == "anonymise" else 2)


async def test_a_disk_that_fails_is_told_and_can_be_tried_again(home: PrivateHome) -> None:
    dialog = await Dialog(home).open("person")
    with patch.object(home.ledger, "shown", side_effect=OSError("torn")):
        assert (await dialog.submit(person="Anna", erasure="delete"))["errors"] == {
            "base": "erase_failed"
        }
    await dialog.submit(person="Anna", erasure="delete")
    await dialog.submit(understood=True)
    with patch.object(home.ledger, "delete", side_effect=OSError("full")):
        assert (await dialog.submit(name_again="Anna"))["errors"] == {"base": "erase_failed"}
    assert (await dialog.submit(name_again="Anna"))["step_id"] == "erased"


async def test_an_entry_that_does_not_run_offers_no_persons(home: PrivateHome) -> None:
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    dialog = await Dialog(home).open()
    assert dialog.result["menu_options"] == ["anonymise_after"]
