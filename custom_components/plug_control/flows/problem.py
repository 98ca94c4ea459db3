"""What the dialogs of repair issues share."""

from typing import cast

from homeassistant.components.repairs import ConfirmRepairFlow
from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers import issue_registry as ir


class ProblemFlow(ConfirmRepairFlow):
    """A flow that fixes a problem of a charge point or a config entry."""

    @property
    def _entry(self) -> ConfigEntry:
        return self.hass.config_entries.async_get_known_entry(
            cast(str, (self.data or {})["entry_id"])
        )

    @property
    def _placeholders(self) -> dict[str, str] | None:
        issue = ir.async_get(self.hass).async_get_issue(self.handler, self.issue_id)
        return None if issue is None else issue.translation_placeholders
