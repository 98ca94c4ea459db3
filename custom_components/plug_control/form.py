"""What the forms of config flow, subentry flows and repairs have in common: selectors, and checks of what was typed."""

from typing import Final

from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

PASSWORD_SELECTOR: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="new-password")
)
UNCHANGED: Final = "__unchanged__"
"""Stands for a stored password in a form, so that the password itself never leaves Home Assistant."""

MAX_PASSWORD_LENGTH: Final = 128


def integer(minimum: int, maximum: int, unit: str | None = None) -> vol.All[int]:
    """Return the validator of a whole number in a box."""
    config = NumberSelectorConfig(min=minimum, max=maximum, step=1, mode=NumberSelectorMode.BOX)
    if unit is not None:
        config["unit_of_measurement"] = unit
    return vol.All(NumberSelector(config), vol.Coerce(int))


def choice(translation_key: str, options: list[str]) -> SelectSelector:
    """Return a list of `options`, named by `selector.<translation_key>.options`."""
    return SelectSelector(SelectSelectorConfig(options=options, translation_key=translation_key))


def password_error(password: str | None) -> str | None:
    """Return why a password cannot be one, as the key of a form error, or None."""
    if password and (len(password) > MAX_PASSWORD_LENGTH or not password.isprintable()):
        return "invalid_password"
    return None
