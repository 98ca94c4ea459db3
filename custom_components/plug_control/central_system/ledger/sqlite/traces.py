"""What is left of removed rows in the ledger's file.

SQLite overwrites what it deletes (`secure_delete`). But where it lays a page out anew, copies of rows that moved stay in the
page's unused part, and outlive the rows. `wipe` overwrites these parts in place, which no reader and no kill can notice:
they mean nothing. The log keeps old pages until it is truncated.
"""

from enum import Enum, auto
import os
import struct

from .schema import PAGE_BYTES

PAGES_AT_ONCE = 256
_HEADER_BYTES = {0x02: 12, 0x05: 12, 0x0A: 8, 0x0D: 8}
"""Of the kinds of pages that have rows or entries of indexes; the first byte of any other page is 0."""
_FILE_HEADER = 100
_LAYOUT = struct.Struct(">HHH")
_ZERO = bytes(PAGE_BYTES)


class Scrub(Enum):
    """How far the removal of what is left has got."""

    DONE = auto()
    GOES_ON = auto()
    WAITS = auto()
    """Somebody reads an older state."""


def unused_part(page: bytes, *, is_first: bool) -> tuple[int, int]:
    """Return where the unused part of a page begins and ends, between its list of rows and the rows."""
    begin = _FILE_HEADER if is_first else 0
    header = _HEADER_BYTES.get(page[begin])
    if header is None:
        return 0, 0
    _, rows, end = _LAYOUT.unpack_from(page, begin + 1)
    first = begin + header + 2 * rows
    return (first, end) if first <= end <= PAGE_BYTES else (0, 0)


def wipe(file: int, first: int) -> tuple[int, bool]:
    """Overwrite the unused parts of some pages from this one on (0 is the first) of an open file.

    The log must have nothing that the file has not, and nobody may write. Returns how many pages there were, and whether
    one had something in its unused part; raises OSError.
    """
    pages = os.pread(file, PAGES_AT_ONCE * PAGE_BYTES, first * PAGE_BYTES)
    count = len(pages) // PAGE_BYTES
    found = False
    for number in range(count):
        page = pages[number * PAGE_BYTES : (number + 1) * PAGE_BYTES]
        begin, end = unused_part(page, is_first=first + number == 0)
        if page[begin:end] != _ZERO[begin:end]:
            os.pwrite(file, _ZERO[begin:end], (first + number) * PAGE_BYTES + begin)
            found = True
    return count, found
