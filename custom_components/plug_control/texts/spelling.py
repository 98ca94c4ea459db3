"""Convert OCPP's spelling to Home Assistant's: `SuspendedEVSE` to `suspended_evse`, `stackLevel` to `stack_level`."""

import re
from typing import Any

_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def snake_case(text: str) -> str:
    """Return a name in OCPP's camel case in snake case."""
    return _BORDER.sub("_", text).lower()


def snake_keys(value: Any) -> Any:
    """Return `value` with the keys of all nested mappings in snake case."""
    match value:
        case dict():
            return {snake_case(str(key)): snake_keys(each) for key, each in value.items()}
        case list():
            return [snake_keys(each) for each in value]
    return value
