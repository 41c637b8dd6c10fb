"""HTTP as data: what comes in, what we answer, what is to be called, and what came of it."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


def lower_names(headers: Mapping[str, str]) -> dict[str, str]:
    """Lowers names of headers, which have no case; the first of two names that differ in case only wins."""
    lowered: dict[str, str] = {}
    for name, value in headers.items():
        lowered.setdefault(name.lower(), value)
    return lowered


@dataclass(frozen=True, slots=True)
class Request:
    """Holds a request as a platform sent it: `body` holds the exact bytes, header names are lower case."""

    method: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    part: str = ""
    """The last part of the path behind an endpoint's own address; empty at the address itself."""
    target: str = ""
    """Path and query as they were sent, for proofs that cover them."""

    @classmethod
    def of(
        cls,
        method: str,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        body: bytes = b"",
        part: str = "",
        target: str = "",
    ) -> "Request":
        """Returns a request from headers in any case."""
        return cls(method.upper(), lower_names(headers or {}), dict(query or {}), body, part, target)


@dataclass(frozen=True, slots=True)
class Answer:
    """Holds what we answer to a platform."""

    status: int
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    """Further headers, lower case."""

    @classmethod
    def json(cls, value: object, status: int = 200) -> "Answer":
        """Returns a JSON answer."""
        return cls(status, json.dumps(value, separators=(",", ":")), "application/json")


@dataclass(frozen=True, slots=True)
class Delivery:
    """Holds one authentic raw thing a platform handed over.

    `source` is "webhook", "page" (a polled answer or feed, `url` is its address) or "archive". `self_ids` are
    the native ids of the connected account; empty means: take the account named in the payload.
    `received_at` is epoch milliseconds, stamped once by whoever accepted the delivery. `fetched` is
    `{source, target, status}` where the body is a page fetched for a webmention. `part` is the last part of the path
    where the platform registers several addresses at one endpoint.
    """

    platform: str
    body: bytes
    headers: Mapping[str, str]
    received_at: int
    source: str = "webhook"
    url: str | None = None
    self_ids: tuple[str, ...] = ()
    fetched: Mapping[str, object] | None = None
    part: str = ""

    @classmethod
    def from_base64(cls, platform: str, body_base64: str, **more: object) -> "Delivery":
        """Returns a delivery whose body travels as base64. Raises ValueError when it is not base64."""
        return cls(platform, base64.b64decode(body_base64, validate=True), **more)  # type: ignore[arg-type]  # the named fields above


@dataclass(frozen=True, slots=True)
class Call:
    """Holds a request we are to make; the one guarded transport carries it out."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Result(StrEnum):
    """Names what became of a send."""

    SENT = "sent"
    RETRY = "retry"
    REFUSED = "refused"
    TOKEN_DEAD = "token_dead"  # noqa: S105 - a result's name, not a secret
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Holds what a platform's answer to a `Call` means."""

    result: Result
    native_id: str | None = None
    retry_after_s: float | None = None
    code: str | None = None
    detail: str | None = None
