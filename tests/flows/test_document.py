"""The dialogs of documents: the monthly ones, and how long documents are kept."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import SUBENTRY_DOCUMENT
from custom_components.plug_control.entry_settings import id_tags
from tests.helpers import charge_point_data, id_tag_data, set_up
from tests.subentries import suggestions

ANSWERS: dict[str, Any] = {
    "name": " Company car ",
    "layout": "company_car",
    "whose": "Anna",
    "formats": ["pdf", "csv"],
    "price_per_kwh": 0.3436,
    "language": "de",
}


async def _begin(hass: HomeAssistant, entry: MockConfigEntry, **context: Any) -> Any:
    about: Any = {"source": "user", **context}
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, SUBENTRY_DOCUMENT), context=about
    )


async def test_a_monthly_document_is_added_and_changed(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    form = await _begin(hass, entry)
    assert suggestions(form) == {
        "layout": "sessions",
        "formats": ["pdf"],
        "whose": "everybody",
        "language": "en",
    }
    configure = hass.config_entries.subentries.async_configure
    wrong = await configure(form["flow_id"], {**ANSWERS, "name": " "})
    assert wrong["errors"] == {"name": "name_missing"}
    wrong = await configure(form["flow_id"], {**ANSWERS, "formats": []})
    assert wrong["errors"] == {"formats": "format_missing"}
    done = await configure(form["flow_id"], ANSWERS)
    assert done["type"] is FlowResultType.CREATE_ENTRY
    (subentry,) = entry.get_subentries_of_type(SUBENTRY_DOCUMENT)
    stored = {key: value for key, value in ANSWERS.items() if key != "name"}
    assert (subentry.title, dict(subentry.data)) == ("Company car", stored)

    change = {"source": "reconfigure", "subentry_id": subentry.subentry_id}
    form = await _begin(hass, entry, **change)
    assert suggestions(form) == {**stored, "name": "Company car"}
    wrong = await configure(form["flow_id"], {**ANSWERS, "formats": []})
    assert wrong["errors"] == {"formats": "format_missing"}
    without_price = {key: value for key, value in ANSWERS.items() if key != "price_per_kwh"}
    done = await configure(form["flow_id"], {**without_price, "name": "Car"})
    assert done["reason"] == "reconfigure_successful"
    (subentry,) = entry.get_subentries_of_type(SUBENTRY_DOCUMENT)
    assert subentry.title == "Car"
    assert "price_per_kwh" not in subentry.data


async def test_whose_sessions_is_chosen_from_all_who_are_known_and_nobody_is_typed(
    hass: HomeAssistant,
) -> None:
    """A field in which a name can be typed shows the stored key, "everybody", to readers of any language."""
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    (card,) = (each.name for each in id_tags(entry))
    configure = hass.config_entries.subentries.async_configure
    form = await _begin(hass, entry)
    done = await configure(form["flow_id"], {**ANSWERS, "whose": card})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    (stored,) = entry.get_subentries_of_type(SUBENTRY_DOCUMENT)
    hass.config_entries.async_update_subentry(entry, stored, data={**stored.data, "whose": "Zoe"})
    await hass.async_block_till_done()
    change = {"source": "reconfigure", "subentry_id": stored.subentry_id}
    form = await _begin(hass, entry, **change)
    selector = next(each for key, each in form["data_schema"].schema.items() if key == "whose")
    assert not selector.config.get("custom_value")
    offered = [option["value"] for option in selector.config["options"]]
    assert offered == ["everybody", "each_person", card, "Zoe"]  # one chosen before stays


async def test_card_car_and_connector_are_chosen_where_there_are_some(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    (card,) = id_tags(entry)
    form = await _begin(hass, entry)
    assert "car" not in form["data_schema"].schema
    configure = hass.config_entries.subentries.async_configure
    chosen = {"id_tag": card.id_tag, "connector": "CP-1#1"}
    done = await configure(form["flow_id"], {**ANSWERS, **chosen})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    (stored,) = entry.get_subentries_of_type(SUBENTRY_DOCUMENT)
    assert {key: stored.data[key] for key in chosen} == chosen
    gone = {**stored.data, "car": "that was sold"}
    hass.config_entries.async_update_subentry(entry, stored, data=gone)
    await hass.async_block_till_done()
    change = {"source": "reconfigure", "subentry_id": stored.subentry_id}
    form = await _begin(hass, entry, **change)
    assert suggestions(form)["car"] == "that was sold"
    left = {key: value for key, value in {**ANSWERS, **chosen}.items() if key != "id_tag"}
    await configure(form["flow_id"], left)
    (stored,) = entry.get_subentries_of_type(SUBENTRY_DOCUMENT)
    assert not {"id_tag", "car"} & stored.data.keys()


async def test_the_options_say_how_long_documents_are_kept(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data())
    menu: Any = await hass.config_entries.options.async_init(entry.entry_id)
    form: Any = await hass.config_entries.options.async_configure(
        menu["flow_id"], {"next_step_id": "documents"}
    )
    assert suggestions(form) == {"document_months": 36, "document_link_days": 7}
    await hass.config_entries.options.async_configure(
        menu["flow_id"], {"document_months": 12, "document_link_days": 30}
    )
    assert entry.options == {"document_months": 12, "document_link_days": 30}
    assert entry.runtime_data.documents.link_life.days == 30
