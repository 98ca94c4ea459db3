"""The energy of people in Home Assistant's long-term statistics, with a real recorder: it is what the ledger says."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.statistics import (
    async_add_external_statistics,
    list_statistic_ids,
)
from homeassistant.config_entries import ConfigSubentry, ConfigSubentryData
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from sqlalchemy.exc import SQLAlchemyError

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.model.money.worth import SessionDetails
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.statistics import (
    counting,
    ids,
    recorder,
    statistics as energy_statistics,
)
from custom_components.plug_control.statistics.mark import Mark
from custom_components.plug_control.statistics.people import CARD
from custom_components.plug_control.statistics.series import ENERGY, metadata_of
from custom_components.plug_control.statistics.statistics import EnergyStatistics
from tests.chargers import meter_values, sample, start, stop
from tests.filed_sessions import ANNA, Home, at
from tests.helpers import ID_TAG, charge_point_data, id_tag_data, scripted, set_up


@pytest.fixture(autouse=True)
async def afternoon(freezer: FrozenDateTimeFactory) -> None:
    """It is six in the evening, UTC."""
    freezer.move_to(at(6))


@pytest.fixture
async def home(recorder_mock: Recorder, hass: HomeAssistant) -> Home:
    """A config entry with the card "Anna", and a recorder that runs already."""
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    home = Home(hass, entry)
    await home.count()
    return home


# ---- what is counted


async def test_energy_of_a_session_that_was_corrected_to_somebody_is_theirs(home: Home) -> None:
    home.file(1, (0.5, 2.5), 8000)
    home.file(2, (3, 4), 1000)
    await home.count()
    home.ledger.keep_details(1, SessionDetails(person="Cleo"))
    await home.count()
    cleo = f"{DOMAIN}:energy_cleo"
    assert await home.hours() == {3: 1}
    assert await home.hours(cleo) == {0: 2, 1: 4, 2: 2}
    home.ledger.keep_details(1, SessionDetails(person="ANNA", note="hers after all"))
    await home.count()
    assert await home.totals() == {ANNA: 9, cleo: 0}
    home.ledger.keep_details(1, SessionDetails(note="nothing to count"))
    await home.count()
    assert await home.totals() == {ANNA: 9, cleo: 0}


async def test_energy_of_a_session_stands_in_its_hours(home: Home) -> None:
    home.file(1, (0.5, 2.5), 8000)
    await home.count()
    assert await home.hours() == {0: 2, 1: 4, 2: 2}


async def test_energy_of_sessions_that_were_deleted_or_made_anonymous_follows(home: Home) -> None:
    home.file(1, (0, 1), 1000)
    home.file(2, (1, 2), 2000)
    home.file(3, (2, 3), 4000)
    await home.count()
    await home.ledger.delete([2])
    await home.count()
    assert await home.hours() == {0: 1, 2: 4}
    await home.ledger.anonymise([3])
    await home.count()
    assert await home.totals() == {ANNA: 1, f"{DOMAIN}:energy_without_a_card": 4}


async def test_statistics_are_as_energy_dashboards_want_them(home: Home) -> None:
    home.file(1, (0, 1), 8000)
    await home.count()
    (found,) = await get_instance(home.hass).async_add_executor_job(
        partial(list_statistic_ids, home.hass, statistic_ids={ANNA})
    )
    assert {name: found[name] for name in ("has_sum", "name", "source", "unit_class")} == {
        "has_sum": True,
        "name": "Anna",
        "source": DOMAIN,
        "unit_class": "energy",
    }
    assert found["statistics_unit_of_measurement"] == "kWh"


async def test_readings_say_in_which_hours_energy_flowed(home: Home) -> None:
    home.file(1, (0, 4), 8000, hourly_wh=(7000.0, 7000.0, 7000.0))
    await home.count()
    assert await home.hours() == {0: 7, 3: 1}


async def test_each_person_has_a_statistic_and_who_has_no_card_too(home: Home) -> None:
    home.file(1, (0, 1), 1000)
    home.file(2, (0, 1), 2000, id_tag="BEEF01")
    home.file(3, (0, 1), 4000, id_tag=None)
    home.file(4, (0, 1), 8000, id_tag=" ")
    home.file(
        5, (0, 1), 16_000, id_tag=home.entry.runtime_data.central_system.settings.remote_id_tag
    )
    await home.count()
    assert await home.totals() == {
        ANNA: 1,
        f"{DOMAIN}:energy_01": 2,
        f"{DOMAIN}:energy_without_a_card": 12,
        f"{DOMAIN}:energy_home_assistant": 16,
    }
    assert await home.statistics.async_names() == {
        ANNA: "Anna",
        f"{DOMAIN}:energy_01": "…01",
        f"{DOMAIN}:energy_home_assistant": "Home Assistant",
        f"{DOMAIN}:energy_without_a_card": "Without a card",
    }


async def test_the_dashboard_has_no_graph_of_people_before_an_hour_of_theirs_is_recorded(
    home: Home,
) -> None:
    """A graph of a statistic without a row says nothing but "No statistics found."."""
    async_add_external_statistics(home.hass, metadata_of(ENERGY, ANNA, "Anna"), ())
    await async_wait_recording_done(home.hass)
    home.statistics._ids.by_person[f"{CARD}{ID_TAG.casefold()}"] = ANNA
    assert await home.statistics.async_names() == {ANNA: "Anna"}
    assert await _statistics_shown(home) == set()
    home.file(1, (0, 1), 1000)
    await home.count()
    assert await _statistics_shown(home) == {ANNA}


async def _statistics_shown(home: Home) -> set[str]:
    """The statistics that the dashboard's energy view draws."""
    config: Any = await home.hass.services.async_call(
        DOMAIN, "get_dashboard", {}, blocking=True, return_response=True
    )
    energy = next(view for view in config["views"] if view["path"] == "energy")
    return {
        entity["entity"]
        for section in energy["sections"]
        for card in section["cards"]
        for entity in card.get("entities", ())
    }


async def test_foreign_numbers_make_valid_bounded_statistics(home: Home) -> None:
    for number, id_tag in enumerate(
        ("__--__", "<b>\x00\n" + "x" * 300, "Ünï_·__7", "ünï__7", "💡")
    ):
        home.file(number, (0, 1), 1000, id_tag=id_tag)
    await home.count()
    names = await home.statistics.async_names()
    assert len(names) == 5
    assert all(len(each) < 80 for each in (*names, *names.values()))
    assert all(each.isprintable() for each in names.values())


async def test_too_many_unknown_cards_are_counted_together(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ids, "MAX_PEOPLE", 3)
    for number in range(9):
        home.file(number, (0, 1), 1000, id_tag=f"A{number}")
    home.file(10, (0, 1), 1000)
    await home.count()
    totals = await home.totals()
    assert totals == {
        ANNA: 1,
        f"{DOMAIN}:energy_0": 1,
        f"{DOMAIN}:energy_1": 1,
        f"{DOMAIN}:energy_other_cards": 7,
    }


async def test_statistics_agree_with_the_ledger_over_any_whole_days(home: Home) -> None:
    for number in range(40):
        home.file(number, (-24 * number - 3, -24 * number - 0.3), 1234 + 77 * number)
    await home.count()
    by_day = (await home.rows("day"))[ANNA]
    for first, last in ((0, 39), (5, 20), (17, 17)):
        start, end = at(-24 * last - 4), at(-24 * first)
        sessions = await home.ledger.sessions(start=start, end=end)
        days = {
            session.started_at.astimezone(dt_util.get_default_time_zone()).date()
            for session in sessions
        }
        shown = sum(
            row["change"] or 0.0
            for row in by_day
            if dt_util.as_local(dt_util.utc_from_timestamp(row["start"])).date() in days
        )
        assert shown == pytest.approx(sum(session.energy_wh for session in sessions) / 1000)


# ---- what changes


async def test_a_late_correction_is_followed(home: Home) -> None:
    home.file(1, (-50, -48), 6000, provisional=True)
    home.file(2, (0, 1), 3000)
    await home.count()
    home.file(1, (-50, -49), 10_000)
    await home.count()
    assert await home.hours() == {-50: 10, 0: 3}
    assert await home.totals() == {ANNA: 13}


async def test_a_session_before_all_others_shifts_them(home: Home) -> None:
    home.file(2, (3, 4), 3000)
    await home.count()
    home.file(1, (-30, -29), 1000)
    await home.count()
    assert await home.hours() == {-30: 1, 3: 3}
    assert await home.totals() == {ANNA: 4}


async def test_only_what_changed_is_written(home: Home) -> None:
    for number in range(5):
        home.file(number, (number - 5, number - 4.5), 1000)
    await home.count()
    with patch.object(
        recorder,
        "async_add_external_statistics",
        side_effect=async_add_external_statistics,
    ) as write:
        home.file(4, (-1, -0.5), 1000)
        await home.count()
        home.statistics.async_people_changed()
        await home.count()
        assert not write.called
        home.file(5, (0, 1), 1000)
        await home.count()
    ((_, _, rows), _) = write.call_args
    assert [row["start"] for row in rows] == [at(0)]
    assert await home.totals() == {ANNA: 6}


async def test_a_running_session_is_counted_each_hour(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    transaction = Transaction(
        transaction_id=7,
        session_id=7,
        charge_point_id="CP-1",
        connector_id=1,
        id_tag=ID_TAG,
        started_at=at(5.5),
        meter_start_wh=0.0,
        start_timestamp=at(5.5).isoformat(),
    )
    home.ledger._records.begin(transaction)
    transaction.observe_register(3000, 3000, at=at(6))
    transaction.mark_hours()
    freezer.move_to(at(6) + timedelta(seconds=energy_statistics.SECOND_OF_HOUR))
    async_fire_time_changed(home.hass, dt_util.utcnow())
    await home.hass.async_block_till_done()
    await home.count()
    assert await home.hours() == {5: 3}
    home.file(7, (5.5, 8), 9000, hourly_wh=(3000.0, 3000.0))
    home.ledger._records.open.clear()
    await home.count()
    assert await home.hours() == {5: 3, 7: 6}


async def test_without_running_sessions_an_hour_costs_nothing(home: Home) -> None:
    with patch.object(home.ledger, "fold_counted") as read:
        async_fire_time_changed(
            home.hass, at(7) + timedelta(seconds=energy_statistics.SECOND_OF_HOUR)
        )
        await home.count()
    read.assert_not_called()


@pytest.mark.parametrize("error", [OSError("worn out"), SQLAlchemyError("worn out")])
async def test_what_cannot_be_read_is_read_again(
    home: Home, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    with patch.object(home.ledger, "fold_counted", side_effect=error):
        home.file(1, (0, 1), 1000)
        await home.count()
    assert "worn out" in caplog.text
    assert await home.totals() == {}
    await home.count(energy_statistics.RETRY_S)
    assert await home.totals() == {ANNA: 1}


async def test_a_charge_over_the_wire_stands_in_the_statistics(home: Home) -> None:
    """Without its stop it is an estimate, which a stop that comes late corrects (R17)."""
    async with scripted(home.entry) as charge_point:
        await charge_point.boot()
        first = await start(charge_point, meter_start=1000, timestamp=at(1).isoformat())
        register = sample("3000", "Energy.Active.Import.Register", "Wh")
        await meter_values(charge_point, (register,), timestamp=at(1.5).isoformat())
        await start(charge_point, meter_start=9000, timestamp=at(4).isoformat())
        await home.count()
        assert await home.hours() == {1: 2}
        await stop(charge_point, first, meter_stop=8000, timestamp=at(2.5).isoformat())
        await home.count()
        assert await home.totals() == {ANNA: 7}


# ---- names


def _card(home: Home, name: str, new_name: str | None) -> None:
    """Give a card another name, or remove it."""
    subentries = home.entry.subentries.values()
    (subentry,) = (each for each in subentries if each.title == name)
    manager = home.hass.config_entries
    if new_name is None:
        manager.async_remove_subentry(home.entry, subentry.subentry_id)
    else:
        manager.async_update_subentry(home.entry, subentry, title=new_name)


def add_subentry(home: Home, data: ConfigSubentryData) -> None:
    """Add what a flow would."""
    subentry = ConfigSubentry(
        data=MappingProxyType(data["data"]),
        subentry_type=data["subentry_type"],
        title=data["title"],
        unique_id=data["unique_id"],
    )
    home.hass.config_entries.async_add_subentry(home.entry, subentry)


async def test_a_statistic_outlasts_the_name_of_its_card(home: Home) -> None:
    home.file(1, (0, 1), 1000)
    await home.count()
    _card(home, "Anna", "Anne")
    await home.count()
    assert await home.statistics.async_names() == {ANNA: "Anne"}
    home.file(2, (2, 3), 2000)
    await home.count()
    assert await home.hours() == {0: 1, 2: 2}


async def counts(home: Home) -> list[datetime]:
    """Have what waits be done; returns from when on hours are counted then."""
    counted: list[datetime] = []
    count = EnergyStatistics._async_count

    async def watch(self: EnergyStatistics, since: datetime) -> None:
        counted.append(since)
        await count(self, since)

    with patch.object(EnergyStatistics, "_async_count", watch):
        await home.count()
    return counted


async def test_another_name_alone_counts_nothing_anew(home: Home) -> None:
    home.file(1, (0, 1), 1000)
    home.file(2, (2, 3), 2000, id_tag="BEEF01")
    await home.count()
    _card(home, "Anna", "Anne")
    assert await counts(home) == []
    assert await home.statistics.async_names() == {ANNA: "Anne", f"{DOMAIN}:energy_01": "…01"}
    assert await counted_from(home) == []
    assert await home.totals() == {ANNA: 1, f"{DOMAIN}:energy_01": 2}


async def test_a_card_that_is_registered_later_keeps_its_statistic_and_counts_nothing_anew(
    home: Home,
) -> None:
    home.file(1, (0, 1), 1000, id_tag="beef01")
    await home.count()
    add_subentry(home, id_tag_data("BEEF01", "Ben"))
    assert await counts(home) == []
    assert await home.statistics.async_names() == {f"{DOMAIN}:energy_01": "Ben"}


async def test_a_users_card_takes_over_what_the_user_started_from_here(home: Home) -> None:
    own = home.entry.runtime_data.central_system.settings.remote_id_tag
    home.file(1, (0, 1), 1000, id_tag=own, started_by="user-1")
    await home.count()
    assert await home.totals() == {f"{DOMAIN}:energy_home_assistant": 1}
    add_subentry(home, id_tag_data("BEEF01", "Ben", user="user-1"))
    assert len(await counts(home)) == 1
    assert await home.totals() == {f"{DOMAIN}:energy_ben": 1}
    _card(home, "Ben", "Anna")
    assert len(await counts(home)) == 1
    assert await home.totals() == {ANNA: 1}


async def test_however_few_sessions_are_counted_at_once_sums_go_on(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sessions lie over each other, and over the ends of what is counted at once."""
    monkeypatch.setattr(counting, "SESSIONS_AT_ONCE", 2)
    for number in range(9):
        id_tag = "BEEF01" if number % 3 else ID_TAG
        home.file(number, (-40 + 5 * number, -33 + 5 * number), 7000, id_tag=id_tag)
    await home.count()
    ben = f"{DOMAIN}:energy_01"
    assert await home.totals() == {ANNA: 21, ben: 42}
    hours = {
        hour: pytest.approx(1.0) for begin in (-40, -25, -10) for hour in range(begin, begin + 7)
    }
    assert await home.hours() == hours
    # A correction in the middle moves all that follows; nothing of it is in what is counted next
    home.file(3, (-25, -18), 14_000)
    await home.count()
    assert await home.totals() == {ANNA: 28, ben: 42}
    sums = [row["sum"] or 0.0 for row in (await home.rows())[ben]]
    assert sums == sorted(sums)
    home.statistics._mark = None
    assert len(await counted_from(home)) == 1
    assert await home.totals() == {ANNA: 28, ben: 42}


async def test_a_removed_card_keeps_its_name(home: Home) -> None:
    home.file(1, (0, 1), 1000)
    await home.count()
    _card(home, "Anna", None)
    await home.count()
    assert await home.statistics.async_names() == {ANNA: "Anna"}


async def test_cards_of_one_name_are_one_person(
    recorder_mock: Recorder, hass: HomeAssistant
) -> None:
    entry = await set_up(hass, charge_point_data(), id_tag_data(), id_tag_data("BEEF", "anna"))
    home = Home(hass, entry)
    home.file(1, (0, 1), 1000)
    home.file(2, (2, 3), 2000, id_tag="BEEF")
    await home.count()
    assert await home.hours() == {0: 1, 2: 2}
    _card(home, "anna", "Ben")
    await home.count()
    assert await home.totals() == {ANNA: 1, f"{DOMAIN}:energy_ben": 2}
    _card(home, "Ben", "Anna")
    await home.count()
    assert await home.totals() == {ANNA: 3}


# ---- life


async def test_a_restart_writes_nothing_new_and_keeps_the_statistics(home: Home) -> None:
    home.file(1, (0, 1), 1000)
    await home.count()
    before = await home.rows()
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.count()
    assert await home.rows() == before
    assert await home.ids() == {ANNA}


async def counted_from(home: Home) -> list[float]:
    """Start again; return from when on is counted then, in hours after noon."""
    await home.statistics._store.async_save()
    counted: list[float] = []
    count = EnergyStatistics._async_count

    async def watch(self: EnergyStatistics, since: datetime) -> None:
        counted.append((since - at(0)).total_seconds() / 3600)
        await count(self, since)

    with patch.object(EnergyStatistics, "_async_count", watch):
        assert await home.hass.config_entries.async_reload(home.entry.entry_id)
        await home.count()
    return counted


async def test_a_start_counts_what_changed_since_and_nothing_where_nothing_did(home: Home) -> None:
    home.file(1, (0, 1), 1000)
    await home.count()
    assert await counted_from(home) == []
    home.file(2, (3, 4), 2000)
    assert await counted_from(home) == [3 - 24]
    assert await home.totals() == {ANNA: 3}
    assert await counted_from(home) == []


async def test_a_running_session_is_counted_at_each_start(home: Home) -> None:
    home.file(1, (0, 1), 1000)
    home.ledger._records.begin(
        Transaction(
            transaction_id=2,
            session_id=2,
            charge_point_id="CP-1",
            connector_id=1,
            id_tag=ID_TAG,
            started_at=at(2),
            meter_start_wh=0.0,
            start_timestamp=None,
        )
    )
    await home.count()
    assert await counted_from(home) == [2]


@pytest.mark.parametrize(
    "what",
    [
        "recorder",
        *(pytest.param(each, marks=pytest.mark.long) for each in ("ledger", "card", "mark")),
    ],
)
async def test_everything_is_counted_where_something_is_not_what_it_was(
    home: Home, what: str
) -> None:
    home.file(1, (0, 1), 1000)
    await home.count()
    statistics = home.statistics
    match what, statistics._mark:
        case "recorder", _:
            get_instance(home.hass).async_clear_statistics([ANNA])
            await async_wait_recording_done(home.hass)
        case "ledger", Mark() as mark:
            statistics._mark = replace(mark, revision=10**6)
        case "card", Mark() as mark:
            statistics._mark = replace(mark, cards="")
        case "mark", _:
            statistics._mark = None
    (since,) = await counted_from(home)
    assert since < -24 * 365 * 50
    assert await home.totals() == {ANNA: 1}


async def test_what_was_lost_is_written_again_at_the_next_start(home: Home) -> None:
    home.file(1, (0, 1), 1000)
    await home.count()
    get_instance(home.hass).async_clear_statistics([ANNA])
    await async_wait_recording_done(home.hass)
    assert await home.totals() == {}
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.count()
    assert await home.totals() == {ANNA: 1}


async def test_two_entries_do_not_share_statistics(home: Home) -> None:
    other = Home(home.hass, await set_up(home.hass, charge_point_data("CP-2"), id_tag_data()))
    home.file(1, (0, 1), 1000)
    await home.count()
    other.file(1, (0, 1), 2000, charge_point_id="CP-2")
    await other.count()
    assert await home.totals() == {ANNA: 1, f"{ANNA}_2": 2}


async def test_a_removed_entry_takes_its_statistics_with_it(home: Home) -> None:
    home.file(1, (0, 1), 1000)
    await home.count()
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    await home.hass.async_block_till_done()
    await async_wait_recording_done(home.hass)
    assert await home.ids() == set()


async def test_a_write_that_waits_ends_with_the_entry(home: Home) -> None:
    home.file(1, (0, 1), 1000)
    statistics = home.statistics
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    statistics.async_people_changed()
    await home.count()
    assert await home.ids() == set()


async def test_home_assistant_does_not_wait_at_its_end_for_what_is_being_counted(
    home: Home,
) -> None:
    home.file(1, (0, 1), 1000)
    begun = asyncio.Event()

    async def fold(*_: object, **__: object) -> None:
        begun.set()
        await asyncio.Event().wait()

    with patch.object(home.ledger, "fold_counted", fold):
        async_fire_time_changed(home.hass, dt_util.utcnow() + timedelta(seconds=10))
        await begun.wait()
        home.hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
        async with asyncio.timeout(60):
            await home.hass.async_block_till_done()
    assert await home.ids() == set()


async def test_without_a_recorder_there_are_none(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    home = Home(hass, entry)
    home.file(1, (0, 1), 1000)
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=10))
    await hass.async_block_till_done()
    assert await home.statistics.async_names() == {}
    await hass.config_entries.async_remove(entry.entry_id)
