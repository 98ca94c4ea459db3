"""A house in which Anna and Ben have charged."""

from collections.abc import Mapping
from typing import Any

from homeassistant.core import Context, HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth
from custom_components.plug_control.privacy.privacy import Privacy
from tests.filed_sessions import Home
from tests.helpers import charge_point_data, id_tag_data, set_up

BEN = "04BE4BE4"
WORTH = SessionWorth(grid_wh=1_000.0, cost=0.3, currency="EUR", is_final=True)


class PrivateHome(Home):
    """Files sessions, and erases them as people do."""

    @property
    def privacy(self) -> Privacy:
        """What erases."""
        privacy: Privacy = self.entry.runtime_data.privacy
        return privacy

    async def ids_of(self, who: str, **how: Any) -> tuple[int, ...]:
        """Return the sessions of somebody."""
        return (await self.privacy.async_find(who, **how)).session_ids

    def detail(self, session_id: int, **details: Any) -> None:
        """Correct or complete a session."""
        self.ledger.keep_details(session_id, SessionDetails(**{"worth": WORTH, **details}))

    async def call(
        self, action: str, user: MockUser | None = None, **data: Any
    ) -> Mapping[str, Any]:
        """Call an action as a user; None is an automation."""
        answer = await self.hass.services.async_call(
            DOMAIN,
            action,
            data,
            blocking=True,
            return_response=True,
            context=Context(user_id=None if user is None else user.id),
        )
        assert isinstance(answer, dict)
        return answer


async def private_home(hass: HomeAssistant) -> PrivateHome:
    """Return a house with the cards of Anna and Ben; Anna has charged twice, Ben once, and somebody without a card once."""
    entry: MockConfigEntry = await set_up(
        hass, charge_point_data(), id_tag_data(), id_tag_data(BEN, "Ben")
    )
    home = PrivateHome(hass, entry)
    home.file(1, (-48, -47), 1_000)
    home.file(2, (-24, -23), 2_000)
    home.file(3, (-22, -21), 4_000, id_tag=BEN)
    home.file(4, (-20, -19), 8_000, id_tag=None)
    for number in range(1, 5):
        home.detail(number, car_name="ID.4", note="secret")
    await hass.async_block_till_done(wait_background_tasks=True)
    return home
