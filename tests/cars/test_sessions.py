"""The sessions of cars: a ledger that cannot be read changes nothing, and one without sessions has none."""

from types import SimpleNamespace
from typing import Any

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.cars.sessions import SessionsOfCars


class FakeLedger:
    """A ledger whose page tests choose; None: it cannot be read."""

    page_of: Any = None

    async def page(self, wanted: object, **how: object) -> Any:
        if self.page_of is None:
            raise OSError("disk")
        return self.page_of


def page(*rows: tuple[float, str | None]) -> SimpleNamespace:
    """Sessions by energy and end, the newest first."""
    return SimpleNamespace(
        energy_wh=sum(energy for energy, _ in rows),
        rows=[{"energy_wh": energy, "stopped_at": end} for energy, end in rows],
    )


async def test_the_last_session_and_all_energy_of_a_car(hass: HomeAssistant) -> None:
    ledger, changed = FakeLedger(), list[str]()
    entry = MockConfigEntry()
    entry.add_to_hass(hass)
    sessions = SessionsOfCars(hass, entry, ledger, lambda: ["ioniq"], changed.append)  # type: ignore[arg-type]
    await sessions.async_refresh()
    assert sessions.of("ioniq") is None
    ledger.page_of = page((500, None))
    await sessions.async_refresh()
    assert sessions.of("ioniq") is None
    ledger.page_of = page((500, None), (2000, "yesterday"), (1000, "before"))
    sessions.async_refresh_soon()
    sessions.async_refresh_soon()
    await hass.async_block_till_done(wait_background_tasks=True)
    found = sessions.of("ioniq")
    assert found is not None
    assert (found.energy_wh, found.last and found.last["stopped_at"]) == (3000, "yesterday")
    await sessions.async_refresh()
    assert changed == ["ioniq"]
    ledger.page_of = None
    await sessions.async_refresh()
    assert sessions.of("ioniq") == found
    ledger.page_of = page()
    await sessions.async_refresh()
    assert sessions.of("ioniq") is None
    assert changed == ["ioniq", "ioniq"]
