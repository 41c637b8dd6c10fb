"""Sends one request over an open connection and reads one answer, never beyond its time."""

import io
import socket
from collections.abc import Iterator, Mapping
from http.client import HTTPException, HTTPResponse
from typing import Any

from model.http import Call
from web.deadline import Countdown
from web.failures import WebFailed, WebRefused
from web.targets import Target

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
OURS = frozenset(
    {"host", "connection", "content-length", "accept-encoding", "transfer-encoding", "user-agent"}
)
"""Headers that nobody else sets."""

PIECE = 65_536
AGENT = "Rapport (+https://github.com/rapport-crm/rapport)"


def write_request(target: Target, call: Call) -> bytes:
    """Returns the bytes of a request. Raises WebRefused for a header that would begin another one."""
    if call.method not in METHODS:
        raise WebRefused("method")
    headers = {name: value for name, value in call.headers.items() if name.lower() not in OURS}
    headers |= {"Host": target.authority, "User-Agent": AGENT, "Accept-Encoding": "gzip, deflate"}
    headers["Connection"] = "close"
    if call.body or call.method not in ("GET", "HEAD", "DELETE"):
        headers["Content-Length"] = str(len(call.body))
    lines = [f"{call.method} {target.path} HTTP/1.1"]
    for name, value in headers.items():
        if not name.replace("-", "").isalnum() or not name.isascii() or not value.isprintable():
            raise WebRefused("header")
        lines.append(f"{name}: {value}")
    try:
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    except UnicodeEncodeError as error:
        raise WebRefused("header") from error
    return head + call.body


class Exchange:
    """Makes one request and reads its answer."""

    def __init__(self, connection: socket.socket, countdown: Countdown, method: str) -> None:
        self._connection = connection
        self._countdown = countdown
        self._answer = HTTPResponse(_Timed(connection, countdown), method=method)  # type: ignore[arg-type]  # it only makes a file of it

    def send(self, request: bytes) -> None:
        """Sends the request. Raises WebFailed."""
        try:
            self._connection.settimeout(self._countdown.count_left())
            self._countdown.sent = True
            self._connection.sendall(request)
        except OSError as error:
            raise WebFailed("cut", sent=True) from error

    def read_head(self) -> tuple[int, Mapping[str, str]]:
        """Returns status and headers by their names in lower case, the first of each. Raises WebFailed."""
        try:
            self._answer.begin()
        except (HTTPException, OSError, ValueError) as error:
            raise WebFailed("bad_answer", sent=True) from error
        headers: dict[str, str] = {}
        for name, value in self._answer.getheaders():
            headers.setdefault(name.lower(), value)
        return self._answer.status, headers

    def read_pieces(self) -> Iterator[bytes]:
        """Yields the body as it comes, still packed. Raises WebFailed when it is cut or too slow."""
        try:
            while piece := self._answer.read1(PIECE):
                yield piece
        except (HTTPException, OSError, ValueError) as error:
            raise WebFailed("cut", sent=True) from error
        if self._answer.length:
            raise WebFailed("cut", sent=True)


class _Timed(io.RawIOBase):
    """Receives on a connection: every read may take what is left of the whole time and no more."""

    def __init__(self, connection: socket.socket, countdown: Countdown) -> None:
        super().__init__()
        self._connection = connection
        self._countdown = countdown

    def makefile(self, *_: object) -> io.BufferedReader:
        """Returns itself as a file, as a socket does."""
        return io.BufferedReader(self, PIECE)

    def readable(self) -> bool:
        """Returns that it can be read."""
        return True

    def readinto(self, into: Any) -> int:
        """Returns how many bytes came. Raises WebFailed and OSError."""
        self._connection.settimeout(self._countdown.count_left())
        return self._connection.recv_into(into)
