"""Format numbers and choose the language in dialogs by the user's profile, or else by the browser's language."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from homeassistant.components.frontend.storage import async_user_store
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.core import HomeAssistant
from homeassistant.helpers.http import current_request

_SPACE: Final = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """The decimal and the group separator of numbers; the minus sign is a hyphen, as on Home Assistant's pages."""

    decimal: str = "."
    group: str = ","

    def exact(self, value: float | Decimal, decimals: int) -> str:
        """Return a number with exactly so many decimal places."""
        plain = f"{value:,.{decimals}f}"
        if self.decimal == "." and self.group == ",":
            return plain
        whole, _, fraction = plain.partition(".")
        return whole.replace(",", self.group) + (self.decimal + fraction if fraction else "")

    def written(self, value: float, most: int = 0, least: int = 0) -> str:
        """Return a number with at most `most` and at least `least` decimal places."""
        whole, _, fraction = f"{value:,.{most}f}".partition(".")
        fraction = fraction[:least] + fraction[least:].rstrip("0")
        if whole == "-0" and not fraction:
            whole = "0"
        return whole.replace(",", self.group) + (self.decimal + fraction if fraction else "")


POINT: Final = NumberFormat()
_COMMA: Final = NumberFormat(",", ".")
_QUOTE: Final = NumberFormat(".", "\N{RIGHT SINGLE QUOTATION MARK}")
_SPACED: Final = NumberFormat(",", _SPACE)
_OF_PROFILES: Final = {
    "comma_decimal": POINT,
    "decimal_comma": _COMMA,
    "quote_decimal": _QUOTE,
    "space_comma": _SPACED,
    "none": NumberFormat(group=""),
}
"""The formats by the profile's `number_format`; other values follow the language."""
_OF_LANGUAGES: Final = {
    language: written
    for languages, written in (
        ("ca da de el es eu gl hr id is it nl pt ro sl sr tr vi", _COMMA),
        ("bg cs et fi fr hu hy lt lv nb nn no pl ru sk sv uk", _SPACED),
        ("de-CH de-LI it-CH", _QUOTE),
    )
    for language in languages.split()
}
"""The formats by language, from Unicode's data (CLDR); other languages write 1,234.5."""


async def async_number_format(hass: HomeAssistant) -> NumberFormat:
    """Return the number format of the user who sent the present request; Home Assistant's language's if there is none."""
    profile, language = await _async_reader(hass)
    return _OF_PROFILES.get(profile.get("number_format", "")) or number_format_of(language)


async def async_reader_language(hass: HomeAssistant) -> str:
    """Return the language of the user who sent the present request; Home Assistant's if there is none."""
    return (await _async_reader(hass))[1]


async def async_language_of(hass: HomeAssistant, user_id: str | None) -> str:
    """Return the language of a user's profile; Home Assistant's if it says none, or there is no such user."""
    if user_id is None or await hass.auth.async_get_user(user_id) is None:
        return hass.config.language
    profile = (await async_user_store(hass, user_id)).data.get("language") or {}
    return profile.get("language") or hass.config.language


async def _async_reader(hass: HomeAssistant) -> tuple[dict[str, str], str]:
    """Return what the user's profile says of languages and numbers, and the language."""
    request = current_request.get()
    profile: dict[str, str] = {}
    spoken = ""
    if request is not None:
        spoken = request.headers.get("Accept-Language", "").partition(",")[0].partition(";")[0]
        if (user := request.get(KEY_HASS_USER)) is not None:
            profile = (await async_user_store(hass, user.id)).data.get("language") or {}
    return profile, profile.get("language") or spoken.strip() or hass.config.language


def number_format_of(language: str) -> NumberFormat:
    """Return how a language writes numbers ("de", "de-CH")."""
    fallback = _OF_LANGUAGES.get(language.partition("-")[0], POINT)
    return _OF_LANGUAGES.get(language, fallback)
