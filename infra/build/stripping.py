"""Takes the symbol tables out of native libraries: they serve debuggers, and are a quarter of the largest one.

Works for any processor, without its tools: the loader reads program headers only, so that everything behind the last
loaded segment, and the section headers that name it, may go.
"""

import struct
from pathlib import Path

_MAGIC, _WIDE, _LITTLE = b"\x7fELF", 2, 1
_PROGRAM_HEADERS_AT, _SECTION_HEADERS_AT, _COUNTS_AT = 32, 40, 54
_COUNTS = "<HHHHH"
_PROGRAM_HEADER = "<IIQQQQQQ"


def strip_library(path: Path) -> int:
    """Returns how many bytes it took out of a library; 0 for what is none. Writes a new file.

    The old one may be a hard link into a cache that others use, so it is never changed.
    """
    content = path.read_bytes()
    end = find_loaded_end(content)
    if end is None or end >= len(content):
        return 0
    stripped = bytearray(content[:end])
    struct.pack_into("<Q", stripped, _SECTION_HEADERS_AT, 0)
    size, number = struct.unpack_from("<HH", content, _COUNTS_AT)
    struct.pack_into(_COUNTS, stripped, _COUNTS_AT, size, number, 0, 0, 0)
    mode = path.stat().st_mode
    path.unlink()
    path.write_bytes(stripped)
    path.chmod(mode)
    return len(content) - end


def find_loaded_end(content: bytes) -> int | None:
    """Returns where the last segment that the program headers name ends; None for another format."""
    if content[:4] != _MAGIC or content[4] != _WIDE or content[5] != _LITTLE:
        return None
    start = int(struct.unpack_from("<Q", content, _PROGRAM_HEADERS_AT)[0])
    size, number = struct.unpack_from("<HH", content, _COUNTS_AT)
    ends = [start + size * number]
    for header in range(number):
        _, _, offset, _, _, in_file, _, _ = struct.unpack_from(
            _PROGRAM_HEADER, content, start + header * size
        )
        ends.append(int(offset) + int(in_file))
    return int(max(ends))
