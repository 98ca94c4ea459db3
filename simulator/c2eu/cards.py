"""Cards at the C2EU's reader (C2EU Q12, Q13, Q14, Q28)."""

from functools import partial

from simulator.authorization import Decision, KnownTags
from simulator.charge_point import ChargePoint
from simulator.clock import Timers
from simulator.configuration import Configuration
from simulator.fields import BadPayloadError, mapping, text
from simulator.frames import Payload

from .facts import CARD_ANSWER_S, STOP_TAP_S
from .port import Phase, Port, Reason
from .reservation import Reservations
from .talk import Talk


class Cards:
    """Handles taps: one begins a session when idle, and ends it while charging.

    A tap at any other time does nothing (assumed: only these two are known).
    """

    def __init__(
        self,
        hardware: ChargePoint,
        *,
        talk: Talk,
        port: Port,
        configuration: Configuration,
        tags: KnownTags,
        reservations: Reservations,
    ) -> None:
        """Prepare."""
        self._hardware = hardware
        self._talk = talk
        self._port = port
        self._configuration = configuration
        self._tags = tags
        self._reservations = reservations
        self._network_timers = Timers(hardware.network_clock)

    def halt(self) -> None:
        """Stop waiting for answers."""
        self._network_timers.cancel_all()

    def tap(self, id_tag: str) -> None:
        """Handle a card at the reader."""
        if self._port.phase is Phase.IDLE and self._can_start():
            self._start_tap(id_tag)
        elif self._port.phase is Phase.CHARGING:
            self._stop_tap(id_tag)
        else:
            self._hardware.records.emit("ignored", id_tag=id_tag, phase=self._port.phase)

    def _can_start(self) -> bool:
        return self._port.operative and self._hardware.connectors[1].fault is None

    # ---- taps

    def _start_tap(self, id_tag: str) -> None:
        match self._decide(id_tag):
            case Decision.ACCEPTED:
                self._port.begin(id_tag, remote=False)
            case Decision.REFUSED:
                self._hardware.records.emit("refused", id_tag=id_tag)
            case _:
                # C2EU Q14: a card that is not accepted only causes this time-out, which blocks the port meanwhile
                self._port.phase = Phase.AUTHORIZING
                self._network_timers.set("card", CARD_ANSWER_S, self._give_up)
                self._authorize(id_tag)

    def _stop_tap(self, id_tag: str) -> None:
        """Stop for any accepted card; the C2EU compares neither idTag nor parent with the session's (C2EU Q13)."""
        match self._decide(id_tag):
            case Decision.ACCEPTED:
                self._stop()
            case Decision.UNKNOWN:
                self._authorize(id_tag)
            case _:
                self._hardware.records.emit("refused", id_tag=id_tag)

    def _decide(self, id_tag: str) -> Decision:
        """Return the local decision: with LocalPreAuthorize online, LocalAuthorizeOffline offline (C2EU Q12, Q28)."""
        online = self._talk.online
        uses_known = "LocalPreAuthorize" if online else "LocalAuthorizeOffline"
        decision = Decision.UNKNOWN
        if self._configuration.flag(uses_known):
            decision = self._tags.decide(id_tag, self._hardware.device_time())
        if decision is Decision.UNKNOWN and not online:
            allowed = self._configuration.flag("AllowOfflineTxForUnknownId")
            return Decision.ACCEPTED if allowed else Decision.REFUSED
        return decision

    # ---- answers

    def _authorize(self, id_tag: str) -> None:
        self._talk.send("Authorize", {"idTag": id_tag}, partial(self._authorized, id_tag))

    def _authorized(self, id_tag: str, answer: Payload | None) -> None:
        if self._reservations.hijack(answer):
            return
        try:
            info = mapping(answer or {}, "idTagInfo")
            status = text(info, "status")
        except BadPayloadError:
            return
        self._tags.learn(id_tag, info)
        if status != "Accepted":
            return
        if self._port.phase is Phase.AUTHORIZING:
            self._network_timers.cancel("card")
            self._port.begin(id_tag, remote=False)
        elif self._port.phase is Phase.CHARGING:
            self._stop()

    def _give_up(self) -> None:
        self._port.phase = Phase.IDLE

    def _stop(self) -> None:
        """End the charge; the status goes to Preparing without Finishing (C2EU Q31)."""
        self._port.stop(Reason.LOCAL, then=Phase.IDLE, after_s=STOP_TAP_S)
