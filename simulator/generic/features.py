"""The commands of the optional feature profiles at a charger that follows the standard."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from simulator.clock import Timers
from simulator.fields import (
    choice,
    integer,
    mapping,
    mappings,
    optional_integer,
    optional_mapping,
    optional_text,
    text,
)
from simulator.frames import Payload
from simulator.profiles import RateUnit
from simulator.rpc import Request
from simulator.transfers import Patience

from .commands import Parts, accepted
from .exchange import Handler

STEP_S = 5.0
DIAGNOSTICS = "DiagnosticsStatusNotification"
FIRMWARE = "FirmwareStatusNotification"
INSTALL = ("Downloaded", "Installing", "Installed")
INVALID_SIGNATURE = "aW52YWxpZA=="
"""A signature that the simulated charge point finds invalid."""
FAILED_UPDATE = ("Downloading", "DownloadFailed")


@dataclass(frozen=True, slots=True)
class Notifier:
    """The message that tells the statuses of a transfer, with the id of its request (R35)."""

    action: str
    request_id: int | None = None

    def payload(self, status: str) -> Payload:
        """Return the message's payload."""
        told: Payload = {"status": status}
        return told if self.request_id is None else {**told, "requestId": self.request_id}


def _patience(payload: Payload) -> Patience:
    """Return how often a request wants its transfer tried."""
    return Patience(
        attempts=1 + (optional_integer(payload, "retries") or 0),
        wait_s=optional_integer(payload, "retryInterval") or 0,
    )


class FeatureCommands:
    """The table of handlers for local lists, reservations, smart charging and files."""

    def __init__(self, parts: Parts) -> None:
        """Act on `parts`."""
        self._parts = parts
        self._memory = parts.hardware.memory
        self._timers = Timers(parts.hardware.clock)
        self.handlers: dict[str, Handler] = {
            "CancelReservation": self._cancel_reservation,
            "ClearChargingProfile": self._clear_charging_profile,
            "GetCompositeSchedule": self._get_composite_schedule,
            "GetDiagnostics": self._get_diagnostics,
            "GetLocalListVersion": self._get_local_list_version,
            "ReserveNow": self._reserve_now,
            "SendLocalList": self._send_local_list,
            "SetChargingProfile": self._set_charging_profile,
            "UpdateFirmware": self._update_firmware,
            "GetLog": self._get_log,
            "SignedUpdateFirmware": self._signed_update_firmware,
        }

    def halt(self) -> None:
        """Stop pending work."""
        self._timers.cancel_all()

    # ---- local list

    def _get_local_list_version(self, request: Request) -> Payload:
        """Return the list version, −1 where the list is switched off (R31)."""
        enabled = self._parts.configuration.flag("LocalAuthListEnabled")
        return {"listVersion": self._memory.local_list_version if enabled else -1}

    def _send_local_list(self, request: Request) -> Payload:
        """Update the list; a differential update must be newer than the list, and entries without idTagInfo delete."""
        full = choice(request.payload, "updateType", "Full", "Differential") == "Full"
        version = integer(request.payload, "listVersion")
        name = "localAuthorizationList"
        entries = mappings(request.payload, name) if name in request.payload else []
        if len(entries) > self._parts.configuration.integer("SendLocalListMaxLength"):
            return {"status": "Failed"}
        if version <= 0 or (not full and version <= self._memory.local_list_version):
            return {"status": "VersionMismatch"}
        cards = {} if full else dict(self._memory.local_list)
        for entry in entries:
            info = optional_mapping(entry, "idTagInfo")
            if info is None:
                cards.pop(text(entry, "idTag").lower(), None)
            else:
                cards[text(entry, "idTag").lower()] = info
        if len(cards) > self._parts.configuration.integer("LocalAuthListMaxLength"):
            return {"status": "Failed"}
        self._memory.local_list.clear()
        self._memory.local_list.update(cards)
        self._memory.local_list_version = version
        return accepted()

    # ---- reservations

    def _reserve_now(self, request: Request) -> Payload:
        reservation: Payload = {
            "connectorId": integer(request.payload, "connectorId"),
            "expiryDate": text(request.payload, "expiryDate"),
            "idTag": text(request.payload, "idTag"),
            "reservationId": integer(request.payload, "reservationId"),
        }
        parent = optional_text(request.payload, "parentIdTag")
        if parent is not None:
            reservation["parentIdTag"] = parent
        outlet = self._parts.outlets.get(integer(request.payload, "connectorId"))
        if outlet is None:
            return accepted(False)
        if outlet.connector.fault is not None:
            return {"status": "Faulted"}
        if not outlet.operative:
            return {"status": "Unavailable"}
        other = outlet.reservation
        taken = other is not None and other["reservationId"] != reservation["reservationId"]
        if taken or not outlet.free or outlet.connector.plugged:
            return {"status": "Occupied"}
        self._remove_reservation(reservation["reservationId"])
        self._memory.reservations.append(reservation)
        return accepted()

    def _cancel_reservation(self, request: Request) -> Payload:
        return accepted(self._remove_reservation(integer(request.payload, "reservationId")))

    def _remove_reservation(self, reservation_id: object) -> bool:
        kept = [e for e in self._memory.reservations if e["reservationId"] != reservation_id]
        found = len(kept) < len(self._memory.reservations)
        self._memory.reservations[:] = kept
        return found

    # ---- smart charging

    def _set_charging_profile(self, request: Request) -> Payload:
        connector_id = integer(request.payload, "connectorId")
        raw = mapping(request.payload, "csChargingProfiles")
        return {"status": self._parts.smart_charging.set(connector_id, raw)}

    def _clear_charging_profile(self, request: Request) -> Payload:
        status = self._parts.smart_charging.clear(
            profile_id=optional_integer(request.payload, "id"),
            connector_id=optional_integer(request.payload, "connectorId"),
            purpose=optional_text(request.payload, "chargingProfilePurpose"),
            stack_level=optional_integer(request.payload, "stackLevel"),
        )
        return {"status": status}

    def _get_composite_schedule(self, request: Request) -> Payload:
        unit = optional_text(request.payload, "chargingRateUnit") or RateUnit.A
        return self._parts.smart_charging.composite(
            integer(request.payload, "connectorId"),
            integer(request.payload, "duration"),
            RateUnit.W if unit == RateUnit.W else RateUnit.A,
        )

    # ---- files

    def _get_diagnostics(self, request: Request) -> Payload:
        return {"fileName": self._upload(request.payload, "location", Notifier(DIAGNOSTICS))}

    def _update_firmware(self, request: Request) -> Payload:
        text(request.payload, "retrieveDate")
        self._update(
            text(request.payload, "location"), _patience(request.payload), Notifier(FIRMWARE)
        )
        return {}

    def _get_log(self, request: Request) -> Payload:
        """Upload the log of a request (security extension, N01)."""
        choice(request.payload, "logType", "DiagnosticsLog", "SecurityLog")
        notifier = Notifier("LogStatusNotification", integer(request.payload, "requestId"))
        where = {**request.payload, **mapping(request.payload, "log")}
        return {**accepted(), "filename": self._upload(where, "remoteLocation", notifier)}

    def _signed_update_firmware(self, request: Request) -> Payload:
        """Update after a check of the signature, as far as a simulation has one (security extension, L01)."""
        firmware = mapping(request.payload, "firmware")
        text(firmware, "retrieveDateTime")
        if not text(firmware, "signingCertificate").startswith("-----BEGIN CERTIFICATE-----"):
            return {"status": "InvalidCertificate"}
        notifier = Notifier(f"Signed{FIRMWARE}", integer(request.payload, "requestId"))
        signed = text(firmware, "signature") != INVALID_SIGNATURE
        self._update(text(firmware, "location"), _patience(request.payload), notifier, signed)
        return accepted()

    def _upload(self, payload: Payload, field: str, notifier: Notifier) -> str:
        """Upload the log to the URL of a field, and tell the statuses; return the file's name."""
        location = text(payload, field)
        name = f"{self._parts.hardware.model.serial}.log"
        failed = "UploadFailure" if notifier.request_id is not None else "UploadFailed"
        transfers = self._parts.hardware.transfers
        if not self._reachable(location):
            self._tell(notifier, ("Uploading", failed))
        elif transfers is None:
            self._tell(notifier, ("Uploading", "Uploaded"))
        else:
            self._say(notifier, "Uploading")
            lines = (
                f"{frame.at:.3f} {frame.direction} {frame.text}"
                for frame in self._parts.hardware.frames
            )
            transfers.upload(
                location,
                name,
                "\n".join(lines).encode(),
                lambda works: self._say(notifier, "Uploaded" if works else failed),
                _patience(payload),
            )
        return name

    def _update(
        self, location: str, patience: Patience, notifier: Notifier, signed: bool = True
    ) -> None:
        """Download a firmware, tell the statuses, and reboot with it."""
        hardware = self._parts.hardware
        installs = INSTALL if signed else ("Downloaded", "InvalidSignature")
        if not self._reachable(location):
            self._tell(notifier, FAILED_UPDATE)
        elif hardware.transfers is None:
            reboot = hardware.reboot if signed else None
            self._tell(notifier, ("Downloading", *installs), reboot)
        else:
            self._say(notifier, "Downloading")

            def downloaded(content: bytes | None) -> None:
                if content is None:
                    self._say(notifier, "DownloadFailed")
                else:
                    update = partial(hardware.update, content) if signed else None
                    self._tell(notifier, installs, update)

            hardware.transfers.download(location, downloaded, patience)

    def _tell(
        self,
        notifier: Notifier,
        statuses: tuple[str, ...],
        then: Callable[[], object] | None = None,
    ) -> None:
        """Send one of `statuses` every STEP_S seconds, then call `then`."""
        if statuses:
            self._say(notifier, statuses[0])
            later = partial(self._tell, notifier, statuses[1:], then)
            self._timers.set(notifier.action, STEP_S, later)
        elif then is not None:
            then()

    def _say(self, notifier: Notifier, status: str) -> None:
        self._parts.exchange.call(notifier.action, notifier.payload(status))

    def _reachable(self, location: str) -> bool:
        """Whether the URL has a host and a supported scheme; transfers are simulated."""
        parts = urlsplit(location)
        supported = self._parts.configuration.names("SupportedFileTransferProtocols")
        return parts.scheme.upper() in supported and bool(parts.netloc)
