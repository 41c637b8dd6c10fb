"""Opens connections: a name is resolved once, every address it has must be public, and only those are connected to."""

import socket
import ssl
from collections.abc import Callable, Sequence
from functools import cache
from threading import Thread

from web.addresses import is_public
from web.deadline import Countdown
from web.failures import WebFailed, WebRefused
from web.simulated import Simulated
from web.targets import Target

MOST_ADDRESSES = 3
"""How many addresses of one name are tried."""

CONNECT_S = 5.0

Resolve = Callable[[str, int], Sequence[str]]
Dial = Callable[[str, int, float], socket.socket]


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Returns the addresses of a name, each once. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[4][0]) for place in found))


def dial_address(address: str, port: int, seconds: float) -> socket.socket:
    """Returns a connection to an address, which is never a name. Raises OSError."""
    return socket.create_connection((address, port), timeout=seconds)


class Dialer:
    """Connects to hosts of the public internet, and to simulated ones where somebody tries Rapport."""

    def __init__(
        self, resolve: Resolve = resolve_host, dial: Dial = dial_address, simulated: Simulated | None = None
    ) -> None:
        self._resolve = resolve
        self._dial = dial
        self._simulated = simulated or Simulated()

    def open_connection(self, target: Target, countdown: Countdown) -> socket.socket:
        """Returns an open connection, secured where the target wants it. Raises WebRefused and WebFailed."""
        elsewhere = self._simulated.hosts.get(target.host)
        if elsewhere is not None:
            address, port, secure = elsewhere
            plain = self._connect([address], port, countdown)
        else:
            secure = target.secure
            plain = self._connect(self._find_addresses(target, countdown), target.port, countdown)
        return self._secure(plain, target.host, countdown) if secure else plain

    def _find_addresses(self, target: Target, countdown: Countdown) -> Sequence[str]:
        found = _within(countdown, lambda: self._resolve(target.host, target.port))
        if not found:
            raise WebFailed("no_address")
        if not all(map(is_public, found)):
            raise WebRefused("address")
        return found[:MOST_ADDRESSES]

    def _connect(self, addresses: Sequence[str], port: int, countdown: Countdown) -> socket.socket:
        for address in addresses:
            try:
                return self._dial(address, port, min(CONNECT_S, countdown.count_left()))
            except OSError:
                continue  # the next one
        raise WebFailed("no_connection")

    def _secure(self, plain: socket.socket, host: str, countdown: Countdown) -> socket.socket:
        try:
            plain.settimeout(min(CONNECT_S, countdown.count_left()))
            return _trust(self._simulated.roots).wrap_socket(plain, server_hostname=host)
        except (OSError, ValueError) as error:
            plain.close()
            raise WebFailed("no_secure_connection") from error
        except WebFailed:
            plain.close()
            raise


@cache
def _trust(roots: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if roots is not None:
        context.load_verify_locations(roots)
    return context


def _within(countdown: Countdown, resolve: Callable[[], Sequence[str]]) -> Sequence[str]:
    """Returns what the resolver finds within the time: whoever keeps a name server can have it wait for minutes."""
    found: list[Sequence[str]] = []

    def ask() -> None:
        try:
            found.append(resolve())
        except (OSError, UnicodeError):
            found.append(())

    thread = Thread(target=ask, daemon=True)
    thread.start()
    thread.join(countdown.count_left())
    if not found:
        raise WebFailed("no_address")
    return found[0]
