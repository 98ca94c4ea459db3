"""The house that the browser tests share: the wallbox "Garage", and "Carport" with two connectors."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Page

from scripts.lib import demo_steps
from simulator.simulated import SimulatedChargePoint

from .home import DASHBOARD, Home
from .window import open_page

GARAGE, CARPORT = "GARAGE-1", "CARPORT-1"
ANNA = demo_steps.Card(id_tag="04A1B2C3D4E580", name="Anna's card")
CARD = "custom:plug-control-card"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A Home Assistant with its charge points; each test leaves it unchanged."""

    home: Home
    entry_id: str
    garage: SimulatedChargePoint
    carport: SimulatedChargePoint

    async def show(self, page: Page, *cards: dict[str, object]) -> None:
        """Show these cards on the dashboard."""
        await self.home.lay_out(*cards)
        await open_page(page, self.home, DASHBOARD)

    async def card(
        self, charge_point_id: str, connector_id: int = 1, **options: object
    ) -> dict[str, object]:
        """Return the configuration of a connector's card."""
        device_id = await self.home.connector_device(charge_point_id, connector_id)
        return {"type": CARD, "device_id": device_id, **options}


@asynccontextmanager
async def furnished(home: Home) -> AsyncGenerator[House]:
    """Set the integration up, register a card, connect and confirm the charge points."""
    entry_id = await demo_steps.set_up_integration(
        home.client, port=home.ocpp_port, meter_interval_s=5
    )
    await demo_steps.register_card(home.client, entry_id, ANNA)
    await home.make_dashboards()
    async with (
        SimulatedChargePoint(
            home.ocpp_url, profile="generic", charge_point_id=GARAGE, connectors=1, reconnect_s=0.2
        ) as garage,
        SimulatedChargePoint(
            home.ocpp_url, profile="generic", charge_point_id=CARPORT, connectors=2, reconnect_s=0.2
        ) as carport,
    ):
        for charge_point_id, name in ((GARAGE, "Garage"), (CARPORT, "Carport")):
            await demo_steps.confirm_charge_point(home.client, entry_id, charge_point_id, name=name)
        yield House(home=home, entry_id=entry_id, garage=garage, carport=carport)
