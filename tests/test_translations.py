"""Every name, state, error and service is there in every language, and nothing else."""

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.helpers.entity import EntityDescription
import pytest

from custom_components.plug_control.central_system.wire import (
    AnswerUnreadableError,
    CallErrorReceived,
    CallTimeoutError,
    CommandError,
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
    OfflineError,
    QueueFullError,
    StillFinishingError,
)
from custom_components.plug_control.exceptions import home_assistant_error
from custom_components.plug_control.model.transaction import StopReason
from custom_components.plug_control.services import QUERIES, TARGETED

from .translated import CHARGE_POINT, CONNECTOR, LANGUAGES, PLACEHOLDER, described, services, texts

ENGLISH = texts("en")


def test_every_entity_has_a_name_and_every_name_an_entity() -> None:
    used = {(platform, description.translation_key) for platform, description in described()}
    assert used == {
        (platform, key) for platform, entities in ENGLISH["entity"].items() for key in entities
    }


@pytest.mark.parametrize(("platform", "description"), described(), ids=lambda each: str(each)[:40])
def test_a_name_gets_the_placeholders_that_it_shows(
    platform: str, description: EntityDescription
) -> None:
    name = ENGLISH["entity"][platform][description.translation_key]["name"]
    assert set(PLACEHOLDER.findall(name)) == set(description.translation_placeholders or {})


def test_every_option_of_a_sensor_or_a_select_has_its_text() -> None:
    offering = {
        (platform, description.translation_key): set(options)
        for platform, description in described()
        if (options := getattr(description, "options", None))
    }
    assert {platform for platform, _ in offering} == {"select", "sensor"}
    for (platform, key), options in offering.items():
        states = ENGLISH["entity"][platform][key]["state"]
        assert set(states) == options
        assert not {STATE_UNAVAILABLE, STATE_UNKNOWN} & set(states)


def test_every_event_type_has_its_text() -> None:
    # Not by its class: Home Assistant makes an instance of another one of a plain description
    events = [description for platform, description in described() if platform == "event"]
    assert events
    for description in events:
        attributes = ENGLISH["entity"]["event"][description.translation_key]
        states = attributes["state_attributes"]["event_type"]["state"]
        assert set(states) == set(getattr(description, "event_types", ()))


def test_every_stop_reason_that_an_event_tells_has_its_text() -> None:
    attributes = ENGLISH["entity"]["event"]["session"]["state_attributes"]
    assert set(attributes["reason"]["state"]) == {reason.value for reason in StopReason}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", [CHARGE_POINT, CONNECTOR], ids=["charge point", "connector"])
def test_names_are_unique_on_a_device(
    table: dict[str, tuple[EntityDescription, ...]], language: str
) -> None:
    entities = texts(language)["entity"]
    names = [
        entities[platform][description.translation_key]["name"].format(
            **description.translation_placeholders or {}
        )
        for platform, descriptions in table.items()
        for description in descriptions
    ]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "error",
    [
        AnswerUnreadableError("no status"),
        CallErrorReceived("InternalError", "oops"),
        CallTimeoutError(30),
        CommandError("something new"),
        CommandRejectedError("Rejected"),
        StillFinishingError("Rejected"),
        OfflineError(),
        QueueFullError(50),
        *(NotPossibleError(reason) for reason in NotPossible),
    ],
    ids=lambda error: getattr(error, "reason", type(error).__name__),
)
def test_every_way_in_which_a_command_can_fail_has_its_text(error: CommandError) -> None:
    shown = home_assistant_error(error, "Garage")
    assert shown.translation_key is not None
    message = ENGLISH["exceptions"][shown.translation_key]["message"]
    assert "charge_point" in PLACEHOLDER.findall(message)
    assert set(PLACEHOLDER.findall(message)) <= set(shown.translation_placeholders or {})


def test_every_service_is_described_with_all_its_fields() -> None:
    schemas = {name: service.fields for name, service in TARGETED.items()} | {
        name: fields for name, (fields, *_) in QUERIES.items()
    }
    assert set(services()) == set(ENGLISH["services"]) == set(schemas)
    for name, content in services().items():
        fields = {str(field) for field in schemas[name]} | {"device_id", "charge_point_id"}
        assert set(content["fields"]) == set(ENGLISH["services"][name]["fields"]) == fields


def test_every_required_field_of_a_service_is_marked() -> None:
    for name, service in TARGETED.items():
        for field in service.fields:
            required = type(field).__name__ == "Required"
            assert services()[name]["fields"][str(field)].get("required", False) is required


def test_every_option_of_a_service_has_its_text() -> None:
    for content in services().values():
        for field in content["fields"].values():
            if select := field["selector"].get("select"):
                assert set(ENGLISH["selector"][select["translation_key"]]["options"]) == set(
                    select["options"]
                )
