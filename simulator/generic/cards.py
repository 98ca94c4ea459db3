"""Cards at a charger that follows the standard (OCPP 1.6, sections 3.5 and 4.1)."""

from collections.abc import Callable
from functools import partial

from simulator.authorization import Decision, KnownTags
from simulator.charge_point import ChargePoint
from simulator.configuration import Configuration
from simulator.fields import BadPayloadError, mapping, text
from simulator.frames import Payload

from .exchange import Exchange
from .facts import Habits
from .outlet import Authorization, Outlet

type Allowed = Callable[[str | None], object]


class Cards:
    """Decides which cards may begin and end a transaction."""

    def __init__(
        self,
        hardware: ChargePoint,
        exchange: Exchange,
        configuration: Configuration,
        habits: Habits,
        tags: KnownTags,
    ) -> None:
        """Prepare."""
        self._hardware = hardware
        self._exchange = exchange
        self._configuration = configuration
        self._habits = habits
        self._tags = tags
        self._parents: dict[str, str] = {}

    def tap(self, outlet: Outlet, card: str) -> None:
        """Handle a card: begin, cancel what has not begun, or end with the same idTag or one of its group."""
        id_tag = self._id_tag(outlet, card)
        if outlet.bill is not None:
            self._tap_to_stop(outlet, outlet.bill.id_tag, id_tag)
        elif outlet.authorization is not None and _same(outlet.authorization.id_tag, id_tag):
            outlet.deauthorize()
        elif outlet.free:
            self.decide(id_tag, partial(self._begin, outlet, id_tag))
        else:
            self._hardware.records.emit("ignored", connector=outlet.number, id_tag=id_tag)

    def decide(
        self, id_tag: str, allowed: Allowed, refused: Callable[[], object] | None = None
    ) -> None:
        """Call `allowed` with the parentIdTag, or `refused`: by local list and cache where possible, otherwise by Authorize."""
        online = self._exchange.online
        refuse = refused or partial(self._hardware.records.emit, "refused", id_tag=id_tag)
        uses_known = "LocalPreAuthorize" if online else "LocalAuthorizeOffline"
        decision = Decision.UNKNOWN
        if self._configuration.flag(uses_known):
            decision = self._tags.decide(id_tag, self._hardware.device_time())
        if decision is Decision.ACCEPTED:
            allowed(self._parents.get(id_tag.lower()))
        elif online:
            answered = partial(self._authorized, id_tag, allowed, refuse)
            self._exchange.call("Authorize", {"idTag": id_tag}, answered)
        elif decision is Decision.UNKNOWN and self._configuration.flag(
            "AllowOfflineTxForUnknownId"
        ):
            allowed(None)
        else:
            refuse()

    def _id_tag(self, outlet: Outlet, card: str) -> str:
        if not self._habits.serial_behind_card:
            return card
        return f"{card}_{serial_of(self._hardware.model.serial, outlet.number)}"

    def _begin(self, outlet: Outlet, id_tag: str, parent_id_tag: str | None) -> None:
        reservation = outlet.reservation
        is_anothers = reservation is not None and not (
            _same(str(reservation["idTag"]), id_tag)
            or (parent_id_tag is not None and reservation.get("parentIdTag") == parent_id_tag)
        )
        if is_anothers:
            self._hardware.records.emit("refused", connector=outlet.number, id_tag=id_tag)
        elif outlet.free:
            outlet.authorize(Authorization(id_tag=id_tag, parent_id_tag=parent_id_tag))

    def _tap_to_stop(self, outlet: Outlet, started_by: str, id_tag: str) -> None:
        if _same(started_by, id_tag):
            outlet.stop("Local")
            return

        def allowed(parent_id_tag: str | None) -> None:
            if parent_id_tag is not None and parent_id_tag == self._parents.get(started_by.lower()):
                outlet.stop("Local")

        self.decide(id_tag, allowed)

    def _authorized(
        self, id_tag: str, allowed: Allowed, refuse: Callable[[], object], answer: Payload | None
    ) -> None:
        try:
            info = mapping(answer or {}, "idTagInfo")
            status = text(info, "status")
        except BadPayloadError:
            refuse()
            return
        self._tags.learn(id_tag, info)
        parent = info.get("parentIdTag")
        if isinstance(parent, str):
            self._parents[id_tag.lower()] = parent
        if status == "Accepted":
            allowed(parent if isinstance(parent, str) else None)
        else:
            refuse()


def serial_of(serial: str, connector: int) -> str:
    """Return the serial number of the box with `connector`: the charge point's own for the first, then counting up."""
    if connector == 1:
        return serial
    digits = serial[len(serial.rstrip("0123456789")) :]
    if not digits:
        return f"{serial}-{connector}"
    return serial[: len(serial) - len(digits)] + str(int(digits) + connector - 1).zfill(len(digits))


def _same(one: str, other: str) -> bool:
    """Whether two idTags are equal regardless of case (R19)."""
    return one.lower() == other.lower()
