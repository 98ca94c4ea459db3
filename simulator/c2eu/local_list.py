"""The C2EU's local authorization list, which uses the spelling of OCPP 1.5 (C2EU Q25)."""

from simulator.configuration import Configuration
from simulator.fields import choice, integer, mapping, mappings, text
from simulator.frames import Payload
from simulator.memory import Memory

SPELLING_OF_1_5 = "localAuthorisationList"


def send_local_list(memory: Memory, payload: Payload) -> Payload:
    """Return the answer to SendLocalList. Raises BadPayloadError, which means silence, for an entry without idTagInfo.

    It reads only the 1.5 spelling: the 1.6 key alone clears the whole list, and the answer is Accepted. The version must
    exceed the stored one, for Full too, and is stored before the entries are read.
    """
    update = choice(payload, "updateType", "Full", "Differential")
    version = integer(payload, "listVersion")
    if version <= memory.local_list_version:
        return {"status": "VersionMismatch"}
    memory.local_list_version = version
    if SPELLING_OF_1_5 not in payload:
        memory.local_list.clear()
        return {"status": "Accepted"}
    entries = {
        text(entry, "idTag").lower(): mapping(entry, "idTagInfo")
        for entry in mappings(payload, SPELLING_OF_1_5)
    }
    if update == "Full":
        memory.local_list.clear()
    memory.local_list.update(entries)
    return {"status": "Accepted"}


def local_list_version(memory: Memory, configuration: Configuration) -> int:
    """Return the list version: −1 without LocalPreAuthorize, 0 for an empty list."""
    if not configuration.flag("LocalPreAuthorize"):
        return -1
    return memory.local_list_version if memory.local_list else 0
