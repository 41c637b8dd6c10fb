"""Asks somebody outside: the only way from here to anything but AWS (docs/decisions/0036-one-fetcher.md).

A request is never repeated, and an address is never resolved twice. Whoever asks says what may come back.
"""

import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace

from model.http import Call
from web.deadline import Countdown, Monotonic
from web.dialing import Dialer
from web.documents import is_xml, refuse_entities
from web.exchange import Exchange, write_request
from web.failures import WebRefused
from web.simulated import Simulated
from web.targets import Target, follow, read_target
from web.unpacking import unpack

REDIRECTS = frozenset({301, 302, 303, 307, 308})
READING = frozenset({"GET", "HEAD"})
PLAIN_HEADERS = frozenset({"accept", "accept-language", "if-none-match", "if-modified-since"})
"""Headers that go along to another site."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Sets what one request may cost. `types` are content types or their beginnings (`text/`); None takes any."""

    seconds: float = 10.0
    most_bytes: int = 5_000_000
    most_ratio: int = 100
    redirects: int = 3
    types: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """Holds what came: header names are in lower case, the body is unpacked, `url` is where it was found in the end."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


class WebClient:
    """Makes requests within limits."""

    def __init__(self, dialer: Dialer | None = None, clock: Monotonic = time.monotonic) -> None:
        self._dialer = dialer or Dialer()
        self._clock = clock

    def ask(self, call: Call, limits: Limits | None = None) -> WebAnswer:
        """Returns the answer, whatever its status. Raises WebRefused, and WebFailed when no whole answer came.

        Redirects are followed where nothing is changed by asking (GET, HEAD), and each is looked at like the first
        address; those of other requests are an answer.
        """
        limits = limits or Limits()
        countdown = Countdown(self._clock, limits.seconds)
        target = read_target(call.url)
        for _ in range(limits.redirects + 1):
            answer = self._ask_once(target, call, limits, countdown)
            location = answer.headers.get("location")
            if answer.status not in REDIRECTS or call.method not in READING or location is None:
                return answer
            before, target = target, follow(target, location)
            if before.origin != target.origin:
                call = replace(call, headers=_keep_plain(call.headers))
        raise WebRefused("too_many_redirects", sent=True)

    def _ask_once(self, target: Target, call: Call, limits: Limits, countdown: Countdown) -> WebAnswer:
        request = write_request(target, call)
        with closing(self._dialer.open_connection(target, countdown)) as connection:
            exchange = Exchange(connection, countdown, call.method)
            exchange.send(request)
            status, headers = exchange.read_head()
            if status in REDIRECTS and call.method in READING:
                return WebAnswer(status, headers, b"", target.url)
            _check_head(status, headers, limits)
            encoding = "" if call.method == "HEAD" else headers.get("content-encoding", "")
            body = unpack(exchange.read_pieces(), encoding, limits.most_bytes, limits.most_ratio)
        if is_xml(headers.get("content-type", "")):
            refuse_entities(body)
        return WebAnswer(status, headers, body, target.url)


def make_client(simulated: str | None) -> WebClient:
    """Returns the client; `simulated` is the setting of that name, which only a local stack has."""
    return WebClient(Dialer(simulated=Simulated.from_text(simulated)))


def _keep_plain(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() in PLAIN_HEADERS}


def _check_head(status: int, headers: Mapping[str, str], limits: Limits) -> None:
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > limits.most_bytes:
        raise WebRefused("too_large", sent=True)
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if status == 200 and limits.types is not None and not kind.startswith(limits.types):
        raise WebRefused("content_type", sent=True)
