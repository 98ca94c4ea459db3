"""Every entity has an icon, its own or its device class's, and every icon an entity."""

from custom_components.plug_control.services import QUERIES, TARGETED

from .translated import described, icons, texts

ICONS = icons()


def test_an_entity_without_a_device_class_has_an_icon() -> None:
    for platform, description in described():
        if description.device_class in {None, "enum"}:
            assert description.translation_key in ICONS["entity"][platform], description.key


def test_every_icon_belongs_to_an_entity() -> None:
    used = {(platform, description.translation_key) for platform, description in described()}
    assert {
        (platform, key) for platform, entities in ICONS["entity"].items() for key in entities
    } <= used


def test_every_state_with_an_icon_exists() -> None:
    names = texts("en")["entity"]
    for platform, entities in ICONS["entity"].items():
        for key, icon in entities.items():
            states = set(names[platform][key].get("state", {"on": "", "off": ""}))
            assert set(icon.get("state", {})) <= states, (platform, key)


def test_every_service_has_an_icon() -> None:
    assert set(ICONS["services"]) == {*TARGETED, *QUERIES}
