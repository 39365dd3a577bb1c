"""A ZIP that is the same bytes for the same content: stored, in the order given, every entry with one date.

Written here and not by the library: what an archive keeps a hash of must not change with the version
of a library. Each entry is read when its turn comes, so a file of any length passes through a little
memory; sizes are known before, so its length is too.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

#: Version needed to unpack, and that the names are UTF-8.
VERSION, UTF8 = 20, 0x800
#: Made as on UNIX, a file for everybody to read: else some systems take the names for old letters.
MADE, FILE = 3 << 8 | VERSION, 0o100644 << 16
LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
#: What the short form of the format can say.
LARGEST = 2**32 - 2**24

Part = tuple[str, int]


def length(parts: Iterable[Part]) -> int:
    """Bytes of the whole ZIP of these (name, size)."""
    each = LOCAL.size + CENTRAL.size
    return END.size + sum(each + 2 * len(name.encode()) + size for name, size in parts)


def packed(
    parts: Iterable[Part], read: Callable[[str], bytes], *, dated: datetime
) -> Iterator[bytes]:
    """The ZIP piece by piece. Raises ValueError where a part is not as long as was said, or all is too long."""
    directory, at = bytearray(), 0
    entries = 0
    when = _dos(dated)
    for name, size in parts:
        content, raw = read(name), name.encode()
        if len(content) != size or at + size > LARGEST:
            raise ValueError(name)
        known = (UTF8, 0, *when, zlib.crc32(content), size, size)
        head = LOCAL.pack(b"PK\x03\x04", VERSION, *known, len(raw), 0) + raw
        directory += CENTRAL.pack(
            b"PK\x01\x02", MADE, VERSION, *known, len(raw), 0, 0, 0, 0, FILE, at
        )
        directory += raw
        yield head
        yield content
        at, entries = at + len(head) + size, entries + 1
    yield bytes(directory)
    yield END.pack(b"PK\x05\x06", 0, 0, entries, entries, len(directory), at, 0)


def _dos(at: datetime) -> tuple[int, int]:
    """Time and date as the format writes them, to two seconds, from 1980 on."""
    date = (max(at.year, 1980) - 1980) << 9 | at.month << 5 | at.day
    return at.hour << 11 | at.minute << 5 | at.second // 2, date
