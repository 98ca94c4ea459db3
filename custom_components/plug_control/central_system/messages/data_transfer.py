"""DataTransfer from charge points: vendors whose messages are known are told so, everything else is not known (R34)."""

from collections.abc import Mapping
from typing import Final

from ocpp.v16.enums import DataTransferStatus

from custom_components.plug_control.protocol.messages import DataTransfer

KNOWN: Final[Mapping[str, frozenset[str]]] = {
    # Says in text what StatusNotification and MeterValues say too (evcc 14733, lbbrhzn/ocpp 221).
    "ev-box": frozenset({"evbstatusnotification"}),
    # Signal levels of the control pilot, every few seconds (evcc 15874).
    "en+": frozenset({"cpchargingparameterrpt"}),
}
"""Message ids by vendor id, both in lower case: sent as a matter of routine, taken note of, nothing in them is needed."""


def answer(message: DataTransfer) -> DataTransferStatus:
    """Return the status that a charge point's own message deserves."""
    known = KNOWN.get(message.vendor_id.casefold())
    if known is None:
        return DataTransferStatus.unknown_vendor_id
    if (message.message_id or "").casefold() not in known:
        return DataTransferStatus.unknown_message_id
    return DataTransferStatus.accepted
