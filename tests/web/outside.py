"""The outside world in a test: a resolver that says what it is told, and sockets of this process."""

import socket
from collections.abc import Mapping, Sequence
from threading import Thread

from web.client import WebClient
from web.dialing import Dialer

PUBLIC = "93.184.215.14"


class Outside:
    """Answers requests in order with these bytes; remembers who was dialled and what was asked."""

    def __init__(self, *answers: bytes, names: Mapping[str, Sequence[Sequence[str]]] | None = None) -> None:
        self.answers = list(answers)
        self.names = {name: list(found) for name, found in (names or {}).items()}
        self.dialled: list[tuple[str, int]] = []
        self.resolved: list[str] = []
        self._asked: list[socket.socket] = []
        self.now = 0.0
        self.tick = 0.0

    def clock(self) -> float:
        """A clock that goes on by `tick` each time somebody looks at it."""
        self.now += self.tick
        return self.now

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """The next answer that a name's server gives; the last one stays."""
        del port
        self.resolved.append(host)
        known = self.names.get(host, [[PUBLIC]])
        return known.pop(0) if len(known) > 1 else known[0]

    def dial(self, address: str, port: int, seconds: float) -> socket.socket:
        """One end of a pair of sockets; the other sends the next answer."""
        assert seconds > 0
        self.dialled.append((address, port))
        ours, theirs = socket.socketpair()
        self._asked.append(theirs)
        Thread(target=_send, args=(theirs, self.answers.pop(0)), daemon=True).start()
        return ours

    def requests(self) -> list[bytes]:
        """What was asked, all of it."""
        found = []
        for theirs in self._asked:
            theirs.settimeout(5)
            found.append(b"".join(iter(lambda each=theirs: _receive(each), b"")))  # type: ignore[misc]  # bound now
            theirs.close()
        return found

    def client(self) -> WebClient:
        """A client that sees no other world."""
        return WebClient(Dialer(self.resolve, self.dial), self.clock)


def _receive(theirs: socket.socket) -> bytes:
    try:
        return theirs.recv(65_536)
    except ConnectionError:
        return b""


def _send(theirs: socket.socket, answer: bytes) -> None:
    try:
        theirs.sendall(answer)
        theirs.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # the client had enough


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """An answer as a server writes it; `content_type` becomes Content-Type."""
    told = {"content_length": str(len(body))} | headers
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in told.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def moved(location: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return answer(status=status, location=location)
