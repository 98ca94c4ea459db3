"""Read rows from a damaged SQLite file, from every page that is readable.

The file's own structure (header, inner pages, checksums of the log) is not trusted: a row counts if it can be read by
itself. Of several versions of a row the caller takes the newest. The file format: https://sqlite.org/fileformat2.html
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
import struct

from .schema import PAGE_BYTES

type Value = int | float | str | bytes | None
type Record = tuple[int, list[Value]]
"""A row's id and its columns; of an index entry, the id is its last column."""
type _Pages = Callable[[int], bytes | None]

_TABLE_LEAF = 0x0D
_INDEX_LEAF = 0x0A
_FILE_HEADER = 100
_LOG_HEADER = 32
_FRAME_HEADER = 24
_MAX_LOCAL = {_TABLE_LEAF: PAGE_BYTES - 35, _INDEX_LEAF: (PAGE_BYTES - 12) * 64 // 255 - 23}
_MIN_LOCAL = (PAGE_BYTES - 12) * 32 // 255 - 23
_MAGIC = b"SQLite format 3"
_MAX_BYTES = 2**20
"""Bytes that no row exceeds."""
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


class DamagedFile:
    """The pages of a database and of its log."""

    def __init__(self, database: Path, log: Path) -> None:
        """Read the log; raises OSError."""
        self._database = database
        self._frames = list(_frames(log.read_bytes())) if log.exists() else []
        self._logged = dict(self._frames)

    def records(self) -> Iterator[tuple[bool, Record]]:
        """Yield each row and index entry that can be read, with True for a row of a table; raises OSError."""
        with self._database.open("rb") as file:

            def stored(number: int) -> bytes | None:
                file.seek((number - 1) * PAGE_BYTES)
                page = file.read(PAGE_BYTES)
                return page if len(page) == PAGE_BYTES else None

            def latest(number: int) -> bytes | None:
                return self._logged.get(number) or stored(number)

            number = 1
            while (page := stored(number)) is not None:
                yield from _records(page, number, (stored, latest))
                number += 1
            for number, page in self._frames:
                yield from _records(page, number, (latest, stored))


def is_cut_short(database: Path, log: Path) -> bool:
    """Whether a file lacks pages that its header counts and its log does not have either; raises OSError."""
    size = database.stat().st_size
    with database.open("rb") as file:
        header = file.read(_FILE_HEADER)
    if len(header) < _FILE_HEADER:
        return log.exists() and log.stat().st_size > 0
    (pages,) = struct.unpack_from(">I", header, 28)
    missing = range(size // PAGE_BYTES + 1, pages + 1)
    if not header.startswith(_MAGIC) or not missing:
        return False
    logged = {number for number, _ in _frames(log.read_bytes())} if log.exists() else set()
    return not all(number in logged for number in missing)


def committed(database: Path, log: Path) -> bytes:
    """Return the bytes of the database with all commits of its log, which it then does not need; raises OSError."""
    image = bytearray(database.read_bytes())
    pages: dict[int, bytes] = {}
    for number, page, size in _checked_frames(log.read_bytes() if log.exists() else b""):
        pages[number] = page
        if size:  # the last page of a commit
            image.extend(bytes(max(0, size * PAGE_BYTES - len(image))))
            for each, content in pages.items():
                image[(each - 1) * PAGE_BYTES : each * PAGE_BYTES] = content
            pages.clear()
    image[18:20] = b"\1\1"
    return bytes(image)


def _checked_frames(log: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Yield number, page and size of the frames of a log's present round, up to the first wrong checksum.

    The size is that of the database in pages after a commit; 0 in a frame that does not end one.
    """
    if len(log) < _LOG_HEADER:
        return
    order = ">" if log[3] & 1 else "<"
    words = struct.Struct(f"{order}II")
    sums = _summed(log[:24], words, (0, 0))
    step = _FRAME_HEADER + PAGE_BYTES
    for place in range(_LOG_HEADER, len(log) - step + 1, step):
        number, size = struct.unpack_from(">II", log, place)
        page = log[place + _FRAME_HEADER : place + step]
        sums = _summed(page, words, _summed(log[place : place + 8], words, sums))
        if log[place + 8 : place + 16] != log[16:24]:
            return
        if struct.unpack_from(">II", log, place + 16) != sums:
            return
        yield number, page, size


def _summed(data: bytes, words: struct.Struct, sums: tuple[int, int]) -> tuple[int, int]:
    first, second = sums
    for one, other in words.iter_unpack(data):
        first = first + one + second & 0xFFFFFFFF
        second = second + other + first & 0xFFFFFFFF
    return first, second


def _frames(log: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the numbers and pages of a log, those of its present round last."""
    salt = log[16:24]
    step = _FRAME_HEADER + PAGE_BYTES
    places = range(_LOG_HEADER, len(log) - step + 1, step)
    for is_present in (False, True):
        for place in places:
            if (log[place + 8 : place + 16] == salt) is is_present:
                (number,) = struct.unpack_from(">I", log, place)
                yield number, log[place + _FRAME_HEADER : place + step]


def _records(
    page: bytes, number: int, sources: tuple[_Pages, _Pages]
) -> Iterator[tuple[bool, Record]]:
    begin = _FILE_HEADER if number == 1 else 0
    kind = page[begin]
    if kind not in _MAX_LOCAL:
        return
    (cells,) = struct.unpack_from(">H", page, begin + 3)
    for index in range(min(cells, (PAGE_BYTES - begin) // 2 - 4)):
        (place,) = struct.unpack_from(">H", page, begin + 8 + 2 * index)
        for pages in sources:
            with suppress(IndexError, ValueError, struct.error):
                yield kind == _TABLE_LEAF, _cell(page, place, kind, pages)


def _cell(page: bytes, place: int, kind: int, pages: _Pages) -> Record:
    """Return the row of a cell; raises IndexError, ValueError, struct.error where there is none."""
    length, place = _varint(page, place)
    rowid = 0
    if kind == _TABLE_LEAF:
        rowid, place = _varint(page, place)
    columns = list(_columns(_payload(page, place, kind, length, pages)))
    if kind == _INDEX_LEAF:
        last = columns[-1]
        if not isinstance(last, int):
            raise ValueError("no row's id")
        rowid = last
    return rowid, columns


def _payload(page: bytes, place: int, kind: int, length: int, pages: _Pages) -> bytes:
    """Return a cell's content, overflow pages included; raises ValueError, struct.error."""
    if length > _MAX_BYTES:
        raise ValueError("too long")
    local = length
    if length > _MAX_LOCAL[kind]:
        local = _MIN_LOCAL + (length - _MIN_LOCAL) % (PAGE_BYTES - 4)
        if local > _MAX_LOCAL[kind]:
            local = _MIN_LOCAL
    payload = bytearray(page[place : place + local])
    following = struct.unpack_from(">I", page, place + local)[0] if length > local else 0
    while following and len(payload) < length and (rest := pages(following)) is not None:
        (following,) = struct.unpack_from(">I", rest)
        payload += rest[4 : 4 + length - len(payload)]
    if len(payload) != length:
        raise ValueError("cut short")
    return bytes(payload)


def _columns(payload: bytes) -> Iterator[Value]:
    """Yield the columns of a record; raises IndexError, ValueError."""
    end, place = _varint(payload, 0)
    at = end
    while place < end:
        code, place = _varint(payload, place)
        size = _INTEGERS.get(code, 8 if code == 7 else (code - 12) // 2 if code >= 12 else 0)
        content = payload[at : at + size]
        if len(content) != size or code in {10, 11}:
            raise ValueError("cut short")
        at += size
        yield _value(code, content)


def _value(code: int, content: bytes) -> Value:
    if code in _INTEGERS:
        return int.from_bytes(content, signed=True)
    if code == 7:
        (real,) = struct.unpack(">d", content)
        return float(real)
    if code in {8, 9}:
        return code - 8
    if code >= 12:
        return content.decode() if code % 2 else content
    return None


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """Return a number of one to nine bytes, and the place after it; raises IndexError."""
    number = 0
    for _ in range(8):
        byte = data[place]
        place += 1
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, place
    return number << 8 | data[place], place + 1
