"""Reads a file that lies in the bucket as if it were here: a piece at a time, from wherever it is asked for."""

import io
from typing import Protocol

BUFFER = 1_000_000


class Ranges(Protocol):
    """Does what the reading side of `aws.objects` does."""

    def get_range(self, key: str, start: int, end: int) -> bytes:
        """Raises Unavailable."""
        ...


class RemoteFile(io.RawIOBase):
    """Reads an object of `size` bytes. Nothing of it is kept here but the buffer in front of it."""

    def __init__(self, objects: Ranges, key: str, size: int) -> None:
        self._objects, self._key, self._size, self._at = objects, key, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError("before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]  # any buffer, of bytes here
        end = min(self._size, self._at + len(buffer))
        if end <= self._at:
            return 0
        found = self._objects.get_range(self._key, self._at, end)
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)


def open_remote(objects: Ranges, key: str, size: int) -> io.BufferedReader:
    """Returns an object as a file that is read from the bucket as far as it is needed."""
    return io.BufferedReader(RemoteFile(objects, key, size), BUFFER)
