"""Actions for firmware and logs: each waits for what it promises."""

from typing import Final

from homeassistant.core import ServiceCall
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from custom_components.plug_control.model.maintenance import LogKind
from custom_components.plug_control.transfers import ways
from custom_components.plug_control.transfers.firmware import Firmware, UpdateTimes
from custom_components.plug_control.transfers.servers import TransferError
from custom_components.plug_control.transfers.views import log_link

from .fields import Fields, choice, moment, text
from .targets import ServiceTarget

MAX_CERTIFICATE: Final = 5500
MAX_SIGNATURE: Final = 800
MAX_URL: Final = 512


def _url(value: object) -> str:
    """Return a URL that chargers may know; raises vol.Invalid."""
    url: str = text(MAX_URL)(value).strip()
    if not ways.is_url(url):
        raise vol.Invalid("not a URL")
    return url


UPDATE_FIRMWARE_FIELDS: Fields = {
    vol.Optional("url"): _url,
    vol.Optional("version"): text(50),
    vol.Optional("retrieve_at"): moment,
    vol.Optional("install_at"): moment,
    vol.Inclusive("signing_certificate", "signed"): text(MAX_CERTIFICATE),
    vol.Inclusive("signature", "signed"): text(MAX_SIGNATURE),
}
GET_LOG_FIELDS: Fields = {
    vol.Optional("kind", default=LogKind.DIAGNOSTICS): choice(LogKind),
    vol.Optional("start"): moment,
    vol.Optional("end"): moment,
}


async def async_update_firmware(target: ServiceTarget, service_call: ServiceCall) -> JsonObjectType:
    """Ask a charge point to install the firmware of a URL, or the one that the user named. Raises CommandError."""
    data = service_call.data
    transfers = target.coordinator.entry.runtime_data.transfers
    firmware: Firmware | None = None
    if (url := data.get("url")) is not None:
        name = ways.file_name(url)
        firmware = Firmware(
            name=name,
            version=data.get("version") or name,
            url=url,
            signing_certificate=data.get("signing_certificate"),
            signature=data.get("signature"),
        )
    times = UpdateTimes(retrieve_at=data.get("retrieve_at"), install_at=data.get("install_at"))
    await transfers.async_install(target.charge_point_id, firmware, times)
    return {"status": "Accepted"}


async def async_get_log(target: ServiceTarget, service_call: ServiceCall) -> JsonObjectType:
    """Ask a charge point for its log, wait for the file, and return where it is. Raises CommandError, TransferError."""
    data = service_call.data
    coordinator = target.coordinator
    transfers = coordinator.entry.runtime_data.transfers
    outcome = await (
        await transfers.async_ask_for_log(
            target.charge_point_id, data["kind"], data.get("start"), data.get("end")
        )
    )
    if outcome.log is None or (found := transfers.logs.file(outcome.log.log_id)) is None:
        failure = outcome.failure or "not_stored"
        raise TransferError(f"log_{failure}", charge_point=coordinator.name)
    log, path = found
    link = log_link(service_call.hass, log.log_id, for_anyone=True)
    return {"file_name": log.name, "size": log.size, "path": str(path), "download_path": link}
