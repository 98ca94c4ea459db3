"""The commands of the optional feature profiles at a charger that follows the standard."""

from collections.abc import Callable
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

from .commands import Parts, accepted
from .exchange import Handler

STEP_S = 5.0
UPLOAD = ("Uploading", "Uploaded")
FAILED_UPLOAD = ("Uploading", "UploadFailed")
UPDATE = ("Downloading", "Downloaded", "Installing", "Installed")
FAILED_UPDATE = ("Downloading", "DownloadFailed")


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
        works = self._reachable(text(request.payload, "location"))
        statuses = UPLOAD if works else FAILED_UPLOAD
        self._tell("DiagnosticsStatusNotification", statuses)
        return {"fileName": f"{self._parts.hardware.model.serial}.log"}

    def _update_firmware(self, request: Request) -> Payload:
        works = self._reachable(text(request.payload, "location"))
        text(request.payload, "retrieveDate")
        reboot = self._parts.hardware.reboot if works else None
        self._tell("FirmwareStatusNotification", UPDATE if works else FAILED_UPDATE, reboot)
        return {}

    def _tell(
        self, action: str, statuses: tuple[str, ...], then: Callable[[], object] | None = None
    ) -> None:
        """Send one of `statuses` every STEP_S seconds, then call `then`."""
        if statuses:
            self._parts.exchange.call(action, {"status": statuses[0]})
            self._timers.set(action, STEP_S, partial(self._tell, action, statuses[1:], then))
        elif then is not None:
            then()

    def _reachable(self, location: str) -> bool:
        """Whether the URL has a host and a supported scheme; transfers are simulated."""
        parts = urlsplit(location)
        supported = self._parts.configuration.names("SupportedFileTransferProtocols")
        return parts.scheme.upper() in supported and bool(parts.netloc)
