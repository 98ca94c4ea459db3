"""Read the fields of an incoming payload strictly; each function raises BadPayloadError."""

from .frames import Json, Payload

INT32 = range(-(2**31), 2**31)


class BadPayloadError(Exception):
    """A field is missing or of the wrong type; `code` is OCPP-J's error code for it."""

    def __init__(self, field: str, code: str) -> None:
        """Name the bad `field` and the error code."""
        super().__init__(field)
        self.field = field
        self.code = code


def _required(payload: Payload, name: str) -> Json:
    if name not in payload:
        raise BadPayloadError(name, "OccurenceConstraintViolation")
    return payload[name]


def _wrong_type(name: str) -> BadPayloadError:
    return BadPayloadError(name, "TypeConstraintViolation")


def integer(payload: Payload, name: str) -> int:
    """Return a whole number of at most 32 bits."""
    value = _required(payload, name)
    if not isinstance(value, int) or isinstance(value, bool) or value not in INT32:
        raise _wrong_type(name)
    return value


def number(payload: Payload, name: str) -> float:
    """Return a number."""
    value = _required(payload, name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise _wrong_type(name)
    return float(value)


def text(payload: Payload, name: str) -> str:
    """Return a text."""
    value = _required(payload, name)
    if not isinstance(value, str):
        raise _wrong_type(name)
    return value


def choice(payload: Payload, name: str, *choices: str) -> str:
    """Return a text that is one of `choices`."""
    value = text(payload, name)
    if value not in choices:
        raise BadPayloadError(name, "PropertyConstraintViolation")
    return value


def mapping(payload: Payload, name: str) -> Payload:
    """Return an object."""
    value = _required(payload, name)
    if not isinstance(value, dict):
        raise _wrong_type(name)
    return value


def mappings(payload: Payload, name: str) -> list[Payload]:
    """Return a list of objects."""
    value = _required(payload, name)
    if not isinstance(value, list):
        raise _wrong_type(name)
    found = [item for item in value if isinstance(item, dict)]
    if len(found) != len(value):
        raise _wrong_type(name)
    return found


def texts(payload: Payload, name: str) -> list[str]:
    """Return a list of texts."""
    value = _required(payload, name)
    if not isinstance(value, list):
        raise _wrong_type(name)
    found = [item for item in value if isinstance(item, str)]
    if len(found) != len(value):
        raise _wrong_type(name)
    return found


def optional_integer(payload: Payload, name: str) -> int | None:
    """Return a whole number, None where the field is missing or null."""
    return None if payload.get(name) is None else integer(payload, name)


def optional_text(payload: Payload, name: str) -> str | None:
    """Return a text, None where the field is missing or null."""
    return None if payload.get(name) is None else text(payload, name)


def optional_mapping(payload: Payload, name: str) -> Payload | None:
    """Return an object, None where the field is missing or null."""
    return None if payload.get(name) is None else mapping(payload, name)
