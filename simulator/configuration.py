"""Configuration keys: their defaults, their access, and their changed values."""

from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A configuration key; a `value` of None means known but unset."""

    name: str
    value: str | None
    read_only: bool = False


def read_only(**values: str | None) -> Iterator[Key]:
    """Return keys that ChangeConfiguration refuses."""
    return (Key(name=name, value=value, read_only=True) for name, value in values.items())


def writable(**values: str | None) -> Iterator[Key]:
    """Return keys that ChangeConfiguration can set."""
    return (Key(name=name, value=value) for name, value in values.items())


class Configuration:
    """The keys of one charge point; stores changes in `changed`, which outlives restarts."""

    def __init__(self, keys: Iterable[Key], changed: MutableMapping[str, str]) -> None:
        """Use `keys`, with the values of `changed` in place of their own."""
        self._keys = {key.name: key for key in keys}
        self._changed = changed

    def __contains__(self, name: str) -> bool:
        return name in self._keys

    def is_read_only(self, name: str) -> bool:
        """Whether ChangeConfiguration must refuse `name`. Raises KeyError where it is unknown."""
        return self._keys[name].read_only

    def get(self, name: str) -> str | None:
        """Return the value of `name`, None where it is unset or unknown."""
        key = self._keys.get(name)
        return self._changed.get(name, key.value) if key else None

    def set(self, name: str, value: str) -> None:
        """Set the value of the known key `name`, read-only or not."""
        self._changed[name] = value

    def integer(self, name: str) -> int:
        """Return the value as a whole number, 0 where it is not one."""
        try:
            return int(self.get(name) or 0)
        except ValueError:
            return 0

    def flag(self, name: str) -> bool:
        """Whether the value is `true`, regardless of case."""
        return (self.get(name) or "").strip().lower() == "true"

    def names(self, name: str) -> list[str]:
        """Return the items of a comma-separated list."""
        return [item.strip() for item in (self.get(name) or "").split(",") if item.strip()]

    def items(self) -> Iterator[Key]:
        """Yield every key that has a value, with the present value."""
        for key in self._keys.values():
            value = self.get(key.name)
            if value is not None:
                yield Key(name=key.name, value=value, read_only=key.read_only)
