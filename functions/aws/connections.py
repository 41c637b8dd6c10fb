"""Connections that are kept between calls, over TLS or plain."""

import select
import ssl
from collections import deque
from collections.abc import Iterator
from functools import cache, partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from aws.places import trusted

MOST_HEADERS = 100
LONGEST_LINE = 65_536


class Connection:
    """Holds one open connection. It reads answers whose length is told, as these services send them."""

    def __init__(self, host: str, *, secure: bool, connect_s: float, read_s: float) -> None:
        if secure:
            http: HTTPConnection = HTTPSConnection(host, timeout=connect_s, context=_trust())
        else:
            http = HTTPConnection(host, timeout=connect_s)
        http.connect()
        http.sock.settimeout(read_s)
        self._http, self._read_s = http, read_s
        self._answers = http.sock.makefile("rb")
        self.open = True

    def exchange(self, request: bytes) -> tuple[int, bytes]:
        """Returns status and body of the answer. Raises OSError or HTTPException."""
        self._http.sock.sendall(request)
        version, _, rest = self._line().partition(b" ")
        headers = dict(self._headers())
        length = headers.get(b"content-length", b"")
        if version != b"HTTP/1.1" or not length.isdigit() or b"transfer-encoding" in headers:
            raise HTTPException("not a plain answer")
        body = self._answers.read(int(length))
        if len(body) != int(length):
            raise HTTPException("the answer is cut")
        self.open = headers.get(b"connection", b"").lower() != b"close"
        return int(rest[:3]), body

    def _headers(self) -> Iterator[tuple[bytes, bytes]]:
        for _ in range(MOST_HEADERS):
            name, colon, value = self._line().partition(b":")
            if not colon:
                return
            yield name.lower(), value.strip()
        raise HTTPException("too many headers")

    def _line(self) -> bytes:
        line = self._answers.readline(LONGEST_LINE)
        if not line.endswith(b"\n"):
            raise HTTPException("the answer is cut")
        return line.rstrip()

    def left_alone(self) -> bool:
        """Tells whether nothing came since the last answer: the other side hangs up while a function is frozen."""
        sock = self._http.sock
        if not select.select([sock], [], [], 0)[0]:
            return True
        sock.settimeout(0)
        try:
            sock.recv(1)
        except ssl.SSLWantReadError:
            return True  # a ticket of TLS, which comes behind the handshake and is no answer
        except OSError:
            return False
        finally:
            sock.settimeout(self._read_s)
        return False

    def close(self) -> None:
        """Ends the connection."""
        self._answers.close()
        self._http.close()


class Connections:
    """Holds open connections to one address, the last used first."""

    def __init__(self, url: str, connect_s: float, read_s: float) -> None:
        parts = urlsplit(url)
        self.host = parts.netloc
        self._open = partial(
            Connection, parts.netloc, secure=parts.scheme == "https", connect_s=connect_s, read_s=read_s
        )
        self._idle: deque[Connection] = deque(maxlen=10)

    def take(self) -> Connection:
        """Returns one that is still open. Raises OSError."""
        while self._idle:
            connection = self._idle.pop()
            if connection.left_alone():
                return connection
            connection.close()
        return self._open()

    def give_back(self, connection: Connection) -> None:
        """Keeps it for the next call, unless the other side closes it."""
        if connection.open:
            self._idle.append(connection)
        else:
            connection.close()


@cache
def _trust() -> ssl.SSLContext:
    """Returns the authorities that botocore trusts."""
    return ssl.create_default_context(cafile=trusted())
