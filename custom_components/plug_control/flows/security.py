"""Steps of a charge point's subentry flow for its security profile and its certificates."""

import asyncio
from typing import Any, Final

from homeassistant.config_entries import ConfigEntryState, SubentryFlowResult
from homeassistant.helpers.selector import BooleanSelector
import voluptuous as vol

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.commands.certificates import knows_security
from custom_components.plug_control.central_system.stations.credentials import enforced_profile
from custom_components.plug_control.central_system.wire import CommandError
from custom_components.plug_control.const import (
    CONF_CHARGE_POINT_ID,
    CONF_REACHED_PROFILE,
    CONF_SECURITY_PROFILE,
    DOMAIN,
)
from custom_components.plug_control.exceptions import home_assistant_error
from custom_components.plug_control.security.errors import SecurityError
from custom_components.plug_control.security.store import Root
from custom_components.plug_control.server_certificates import async_roots, own_files
from custom_components.plug_control.texts.markdown import escape_markdown

from .form import choice, made_password
from .waiting import WaitingFlow

_SEND: Final = "send_profile"
_PROFILES: Final = ["0", "1", "2", "3"]
_ASK_S: Final = 10.0
"""How long to wait for the list of certificates that the charge point has."""
_UNKNOWN: Final = "–"
_YES: Final = "✓"


class SecurityFlow(WaitingFlow):
    """Shows and changes how a charge point proves who it is, and whether its connection is encrypted."""

    _profile: int
    _raising: asyncio.Task[None] | None = None
    _security_error: tuple[str, str] = ("", "")

    async def async_step_security(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show what is known of the charge point's security, and ask for its security profile."""
        entry = self._get_entry()
        if entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="not_loaded")
        if not knows_security(self._central_system.charge_points[self._identity]):
            return self.async_abort(reason="no_security")
        try:
            roots = await async_roots(self.hass)
        except (OSError, SecurityError) as error:
            return self.async_abort(
                reason="no_certificates", description_placeholders={"error": str(error)}
            )
        if user_input is None:
            return await self._async_show_security(roots)
        self._profile = int(user_input[CONF_SECURITY_PROFILE])
        if self._profile < self._wanted:
            return self._show_lower()
        if not user_input[_SEND]:
            settings = self._central_system.settings_of(self._identity)
            return self._keep_profile(self._profile, enforced_profile(settings))
        self._raising = None
        return await self.async_step_raising()

    async def async_step_lower(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Lower the profile after the user has confirmed it; the charge point itself is not changed."""
        if user_input is None:
            return self._show_lower()
        return self._keep_profile(self._profile, min(self._profile, self._reached))

    async def async_step_raising(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Raise the profile at the charge point, which may take a minute or two."""
        if self._raising is None:
            self._raising = self.hass.async_create_task(
                self._async_raise(), f"{DOMAIN} raises a security profile", eager_start=False
            )
        if not self._raising.done():
            return self.async_show_progress(
                step_id="raising", progress_action="raising", progress_task=self._raising
            )
        step = "not_raised" if self._security_error[0] else "raised"
        return self.async_show_progress_done(next_step_id=step)

    async def async_step_raised(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Say that the charge point has accepted the profile, which counts once it has connected with it."""
        return self.async_abort(
            reason="profile_raised", description_placeholders={"profile": str(self._profile)}
        )

    async def async_step_not_raised(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show the form again, with what went wrong."""
        try:
            return await self._async_show_security(await async_roots(self.hass))
        except (OSError, SecurityError) as error:
            return self.async_abort(
                reason="no_certificates", description_placeholders={"error": str(error)}
            )

    # ---- what the steps do

    async def _async_raise(self) -> None:
        self._security_error = ("", "")
        central_system = self._central_system
        has_password = central_system.settings_of(self._identity).password is not None
        needs_password = self._profile > 0 and not has_password
        try:
            roots = [] if own_files(self._get_entry()) else await async_roots(self.hass)
            await central_system.certificates.raise_profile(
                self._identity,
                self._profile,
                password=made_password() if needs_password else None,
                roots=roots,
            )
        except CommandError as error:
            name = self._get_reconfigure_subentry().title
            self._security_error = ("not_raised", str(home_assistant_error(error, name)))
        except (OSError, SecurityError) as error:
            self._security_error = ("not_raised", str(error))

    def _keep_profile(self, wanted: int, reached: int) -> SubentryFlowResult:
        subentry = self._get_reconfigure_subentry()
        profiles = {CONF_SECURITY_PROFILE: wanted, CONF_REACHED_PROFILE: reached}
        return self.async_update_and_abort(
            self._get_entry(), subentry, data={**subentry.data, **profiles}
        )

    def _show_lower(self) -> SubentryFlowResult:
        return self.async_show_form(
            step_id="lower",
            data_schema=vol.Schema({}),
            description_placeholders={
                "profile": str(self._profile),
                "present": str(self._wanted),
            },
        )

    async def _async_show_security(self, roots: list[Root]) -> SubentryFlowResult:
        about = self._central_system.charge_points[self._identity]
        key, error = self._security_error
        self._security_error = ("", "")
        schema = vol.Schema(
            {
                vol.Required(CONF_SECURITY_PROFILE): choice(CONF_SECURITY_PROFILE, _PROFILES),
                vol.Required(_SEND): BooleanSelector(),
            }
        )
        return self.async_show_form(
            step_id="security",
            data_schema=self.add_suggested_values_to_schema(
                schema, {CONF_SECURITY_PROFILE: str(self._wanted), _SEND: about.connected}
            ),
            errors={"base": key} if key else {},
            description_placeholders={
                "connected_with": _shown(about.security_profile),
                "tls": about.tls_version or _UNKNOWN,
                "wanted": str(self._wanted),
                "counts": str(min(self._wanted, self._reached)),
                "certificate_until": _shown(
                    about.certificate_until and about.certificate_until.date()
                ),
                "roots": await self._async_roots_text(roots),
                "error": error,
            },
        )

    async def _async_roots_text(self, roots: list[Root]) -> str:
        """Return our authorities as a Markdown table: a link, the end, and whether the charge point has it."""
        has = await self._async_installed(roots)
        rows = [
            f"| [{escape_markdown(root.facts.common_name)}](/api/{DOMAIN}/authority/{root.kind}.pem)"
            f" | {root.facts.not_after.date()} | {mark} |"
            for root, mark in zip(roots, has, strict=True)
        ]
        return "\n".join(rows)

    async def _async_installed(self, roots: list[Root]) -> list[str]:
        """Return for each authority whether the charge point says that it has it."""
        certificates = self._central_system.certificates
        try:
            async with asyncio.timeout(_ASK_S):
                installed = await certificates.installed(self._identity)
        except TimeoutError, CommandError:
            return [_UNKNOWN] * len(roots)
        return [
            _YES if any(each.is_same(root.hash_data) for each in installed) else _UNKNOWN
            for root in roots
        ]

    # ---- what the steps know

    @property
    def _identity(self) -> str:
        identity: str = self._get_reconfigure_subentry().data[CONF_CHARGE_POINT_ID]
        return identity

    @property
    def _central_system(self) -> CentralSystem:
        central_system: CentralSystem = self._get_entry().runtime_data.central_system
        return central_system

    @property
    def _wanted(self) -> int:
        return self._central_system.settings_of(self._identity).security_profile

    @property
    def _reached(self) -> int:
        return self._central_system.settings_of(self._identity).reached_profile


def _shown(value: object) -> str:
    return _UNKNOWN if value is None else str(value)
