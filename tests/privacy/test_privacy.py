"""A person's sessions are found by every name, anonymised or deleted with all that follows, and nothing else is touched."""

from datetime import timedelta
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder.core import Recorder
from homeassistant.core import HomeAssistant
import pytest

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.diagnostics import async_get_config_entry_diagnostics
from custom_components.plug_control.model.tag import normalise_id_tag
from custom_components.plug_control.privacy.privacy import Erasure
from tests.chargers import start
from tests.filed_sessions import ANNA, NOON, at
from tests.helpers import ID_TAG, scripted
from tests.statistics.test_worth_statistics import COST, SOLAR, TWO_HOURS

from .home import BEN, PrivateHome, private_home


@pytest.fixture(autouse=True)
def noon(freezer: FrozenDateTimeFactory) -> None:
    """It is noon."""
    freezer.move_to(NOON)


@pytest.fixture
async def home(hass: HomeAssistant) -> PrivateHome:
    return await private_home(hass)


def card_of(home: PrivateHome, name: str) -> str:
    """Return the subentry of a card."""
    cards = home.entry.get_subentries_of_type("id_tag")
    return next(each.subentry_id for each in cards if each.title == name)


async def rename(home: PrivateHome, old: str, new: str) -> None:
    card = home.entry.subentries[card_of(home, old)]
    home.hass.config_entries.async_update_subentry(home.entry, card, title=new)
    await home.hass.async_block_till_done()


async def remove_card(home: PrivateHome, name: str) -> None:
    home.hass.config_entries.async_remove_subentry(home.entry, card_of(home, name))
    await home.hass.async_block_till_done()


# ---- who


async def test_a_person_is_found_by_present_and_past_names_and_by_the_number_of_a_card(
    home: PrivateHome,
) -> None:
    await rename(home, "Anna", "Anna Maria")
    for who in ("Anna", " anna maria", "ANNA", ID_TAG, ID_TAG.lower()):
        assert await home.ids_of(who) == (1, 2)
    assert await home.ids_of("Ben") == (3,)
    assert await home.ids_of("nobody") == await home.ids_of("…80") == ()
    assert await home.ids_of("Anna", until=at(-30)) == (1,)
    assert await home.privacy.async_known() == ["Anna Maria", "Ben"]


async def test_a_correction_says_whose_a_session_is_whatever_its_card(home: PrivateHome) -> None:
    home.detail(2, person="Cleo")
    assert await home.ids_of("Anna") == (1,)
    assert await home.ids_of("cleo") == (2,)
    assert "Cleo" in await home.privacy.async_known()


async def test_who_pressed_start_counts_more_than_the_card(
    hass: HomeAssistant, home: PrivateHome
) -> None:
    dora = await hass.auth.async_create_user("Dora")
    await hass.async_block_till_done()
    home.file(5, (-18, -17), 500, started_by=dora.id)
    assert await home.ids_of("Dora") == (5,)
    assert await home.ids_of("Anna") == (1, 2)
    own = await home.privacy.async_find_own(dora.id, lambda card: card == normalise_id_tag(BEN))
    assert own.session_ids == (3, 5)


async def test_what_was_found_is_described_and_running_sessions_are_left_alone(
    home: PrivateHome,
) -> None:
    async with scripted(home.entry) as charge_point:
        await charge_point.boot()
        await start(charge_point, timestamp=at(-1).isoformat())
    found = await home.privacy.async_find("Anna")
    assert (found.energy_wh, found.first, found.last, found.running) == (
        3_000,
        at(-48),
        at(-24),
        1,
    )


# ---- what becomes of them


async def test_anonymised_sessions_keep_their_energy_and_say_nothing_of_who_charged(
    home: PrivateHome,
) -> None:
    erased = await home.privacy.async_erase(
        Erasure.ANONYMISE, await home.privacy.async_find("Anna")
    )
    assert erased.sessions == 2
    sessions = {each.session_id: each for each in await home.ledger.sessions()}
    assert {number: each.energy_wh for number, each in sessions.items()} == {
        1: 1_000,
        2: 2_000,
        3: 4_000,
        4: 8_000,
    }
    assert [sessions[number].id_tag for number in (1, 2, 3)] == [None, None, BEN]
    details = home.ledger.details(1)
    assert details.anonymised
    assert (details.car_name, details.note, details.person) == (None, None, None)
    assert details.worth.cost == 0.3
    assert home.ledger.details(3).note == "secret"
    assert await home.ids_of("Anna") == ()


async def test_deleted_sessions_are_gone(home: PrivateHome) -> None:
    erased = await home.privacy.async_erase(Erasure.DELETE, await home.privacy.async_find("Anna"))
    assert erased.sessions == 2
    assert {each.session_id for each in await home.ledger.sessions()} == {3, 4}
    assert home.ledger.details(1) is None


@pytest.mark.parametrize("how", Erasure)
async def test_a_connector_shows_and_remembers_its_last_session_as_it_is_now(
    home: PrivateHome, how: Erasure, hass_storage: dict[str, Any]
) -> None:
    def stored() -> str:
        return json.dumps(hass_storage[f"{DOMAIN}.{home.entry.entry_id}.memory"])

    coordinator = home.entry.runtime_data.coordinators["CP-1"]
    connector = coordinator.charge_point.connector(1)
    connector.last_session = home.ledger.session(2)
    await home.entry.runtime_data.store.async_save()
    assert ID_TAG in stored()
    await home.privacy.async_erase(how, await home.privacy.async_find("Anna"))
    assert connector.last_session is None or connector.last_session.id_tag is None
    assert ID_TAG not in stored()


async def test_names_go_with_the_last_session_unless_the_card_is_registered(
    home: PrivateHome,
) -> None:
    names = home.entry.runtime_data.names
    await rename(home, "Anna", "Anna Maria")
    await remove_card(home, "Ben")
    for who in ("Anna", "Ben"):
        await home.privacy.async_erase(Erasure.DELETE, await home.privacy.async_find(who))
    assert names.names_of_card(ID_TAG) == {"Anna Maria"}
    assert names.names_of_card(BEN) == frozenset()
    assert await home.privacy.async_known() == ["Anna Maria"]


async def test_the_name_of_a_user_who_is_gone_goes_with_the_last_session(
    hass: HomeAssistant, home: PrivateHome
) -> None:
    names = home.entry.runtime_data.names
    _, dora, emil = [await hass.auth.async_create_user(name) for name in ("Owner", "Dora", "Emil")]
    await hass.async_block_till_done()
    for number, user in enumerate((dora, emil), start=5):
        home.file(number, (-18, -17), 500, started_by=user.id)
    await hass.auth.async_remove_user(dora)
    await names._async_note_users()
    assert await home.ids_of("Dora") == (5,)
    await home.privacy.async_erase(Erasure.ANONYMISE, await home.privacy.async_find("Ben"))
    assert "Dora" in names.users_with_names()[dora.id]
    for who in ("Dora", "Emil"):
        await home.privacy.async_erase(Erasure.DELETE, await home.privacy.async_find(who))
    assert dora.id not in names.users_with_names()
    assert names.users_with_names()[emil.id] == {"Emil"}


async def test_a_disk_that_fails_changes_nothing_that_cannot_be_repeated(
    home: PrivateHome,
) -> None:
    found = await home.privacy.async_find("Anna")
    with (
        patch.object(home.ledger, "anonymise", side_effect=OSError("full")),
        pytest.raises(OSError, match="full"),
    ):
        await home.privacy.async_erase(Erasure.ANONYMISE, found)
    assert await home.ids_of("Anna") == (1, 2)
    assert (await home.privacy.async_erase(Erasure.ANONYMISE, found)).sessions == 2


async def test_exported_files_are_named(home: PrivateHome) -> None:
    await home.call("export_ledger")
    erased = await home.privacy.async_erase(
        Erasure.ANONYMISE, await home.privacy.async_find("Anna")
    )
    assert erased.exports
    assert all(f"{DOMAIN}_ledger" in name for name in erased.exports)


async def test_records_of_deleted_entries_are_named(home: PrivateHome) -> None:
    kept = Path(home.hass.config.path(f"{DOMAIN}.01DELETED.db"))
    kept.write_bytes(b"")
    erased = await home.privacy.async_erase(
        Erasure.ANONYMISE, await home.privacy.async_find("Anna")
    )
    assert str(kept) in erased.exports


async def test_documents_with_one_of_the_sessions_are_deleted_and_others_stay(
    home: PrivateHome,
) -> None:
    day: dict[str, Any] = {
        "start": at(-100).isoformat(),
        "end": at(0).isoformat(),
        "formats": ["csv"],
    }
    for person in ("Anna", "Ben"):
        await home.call("export_sessions", person=person, **day)
    made = (await home.call("get_documents"))["documents"]
    assert len(made) == 2
    erased = await home.privacy.async_erase(Erasure.DELETE, await home.privacy.async_find("Anna"))
    (left,) = (await home.call("get_documents"))["documents"]
    assert {*erased.documents} == {each["name"] for each in made} - {left["name"]}


async def test_documents_that_name_a_person_go_though_they_have_no_session(
    home: PrivateHome,
) -> None:
    for person in ("Anna", "anna", "Ann"):
        await home.call("export_sessions", person=person, month="2001-01", formats=["csv"])
    await home.privacy.async_erase(
        Erasure.DELETE, await home.privacy.async_find("Anna", until=at(-30))
    )
    assert len((await home.call("get_documents"))["documents"]) == 3
    await home.privacy.async_erase(Erasure.DELETE, await home.privacy.async_find("Anna"))
    (left,) = (await home.call("get_documents"))["documents"]
    assert left["subject"] == "Ann"


async def test_a_document_that_was_made_while_sessions_were_erased_goes_too(
    home: PrivateHome,
) -> None:
    found = await home.privacy.async_find("Anna")
    anonymise = home.ledger.anonymise

    async def slow(session_ids: Any) -> int:
        times: dict[str, Any] = {"start": at(-100).isoformat(), "end": at(0).isoformat()}
        await home.call("export_sessions", formats=["csv"], **times)
        count: int = await anonymise(session_ids)
        return count

    with patch.object(home.ledger, "anonymise", slow):
        erased = await home.privacy.async_erase(Erasure.ANONYMISE, found)
    assert len(erased.documents) == 1
    assert (await home.call("get_documents"))["documents"] == []


# ---- statistics


@pytest.mark.parametrize("how", Erasure)
async def test_statistics_follow(
    recorder_mock: Recorder, hass: HomeAssistant, how: Erasure
) -> None:
    home = await private_home(hass)
    home.detail(1, worth=TWO_HOURS)
    await home.count()
    ben, nobody = f"{DOMAIN}:energy_ben", f"{DOMAIN}:energy_without_a_card"
    told = await home.totals()
    assert {each: told[each] for each in (ANNA, ben, nobody)} == {ANNA: 3, ben: 4, nobody: 8}
    assert {COST, SOLAR} <= told.keys()
    await home.privacy.async_erase(how, await home.privacy.async_find("Anna"))
    await home.count()
    told = await home.totals()
    left = 11 if how is Erasure.ANONYMISE else 8
    assert {each: told[each] for each in (ben, nobody)} == {ben: 4, nobody: left}
    assert not {ANNA, COST, SOLAR} & await home.ids()
    assert not [key for key in home.statistics._ids.by_person if normalise_id_tag(ID_TAG) in key]
    await home.count(timedelta(hours=1).total_seconds())
    assert ANNA not in await home.totals()


async def test_diagnostics_say_nothing_of_people(home: PrivateHome) -> None:
    home.detail(1, car_name="Corrado", person="Annabel", note="at night")
    told = json.dumps(await async_get_config_entry_diagnostics(home.hass, home.entry))
    assert "energy_wh" in told
    assert not [each for each in ("Corrado", "Annabel", "at night", ID_TAG) if each in told]
