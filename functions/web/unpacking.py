"""Unpacks answers as they come, and stops at the first byte too many: a small packet may hold gigabytes."""

import zlib
from collections.abc import Iterable

from web.failures import WebRefused

PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""Encodings by the window that zlib wants for them. https://docs.python.org/3/library/zlib.html#zlib.decompressobj"""

FREE_BYTES = 65_536
"""What any answer may unpack to, however small it is."""


def unpack(chunks: Iterable[bytes], encoding: str, most_bytes: int, most_ratio: int) -> bytes:
    """Returns the whole body. Raises WebRefused when it is larger than `most_bytes` or than its packet allows."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return _collect(chunks, most_bytes)
    if name not in PACKED:
        raise WebRefused("encoding", sent=True)
    try:
        return _unpack(chunks, PACKED[name], most_bytes, most_ratio)
    except zlib.error as error:
        raise WebRefused("encoding", sent=True) from error


def _collect(chunks: Iterable[bytes], most_bytes: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > most_bytes:
            raise WebRefused("too_large", sent=True)
    return bytes(body)


def _unpack(chunks: Iterable[bytes], window: int, most_bytes: int, most_ratio: int) -> bytes:
    body, taken, reader, begun = bytearray(), 0, zlib.decompressobj(window), False
    for chunk in chunks:
        taken += len(chunk)
        left = chunk
        while left and not reader.eof:
            try:
                out = reader.decompress(left, most_bytes - len(body) + 1)
            except zlib.error:
                if begun or window < 0 or window != PACKED["deflate"]:
                    raise
                window, reader = -15, zlib.decompressobj(-15)  # many servers leave zlib's own frame out
                continue
            begun, left = True, reader.unconsumed_tail
            body += out
            if len(body) > most_bytes:
                raise WebRefused("too_large", sent=True)
            if len(body) > FREE_BYTES and len(body) > most_ratio * taken:
                raise WebRefused("ratio", sent=True)
        if taken > most_bytes:
            raise WebRefused("too_large", sent=True)
    if not reader.eof and taken:
        raise WebRefused("encoding", sent=True)  # it was cut
    return bytes(body)
