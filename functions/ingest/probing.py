"""Tries an endpoint from the inside: what it would answer to a signed delivery, and to a forged one.

The webhook alone may read its secrets, so it signs the probe itself. The signed one goes the whole way, through the
queue, where `intake` drops it unread.
"""

import os
from collections.abc import Callable, Mapping
from typing import Any

from model.http import Answer, Request
from platforms.base import Platform
from platforms.proof import Signed

PROBE = "probe"
"""The source of such a delivery, and the field by which the webhook is asked for one."""
BODY = b'{"rapport":"probe"}'

Ask = Callable[[Request], Answer]


def read_probe(event: Mapping[str, Any]) -> tuple[str, str] | None:
    """Returns the platform and endpoint to try; None for a request from outside, which API Gateway describes."""
    wanted = event.get(PROBE)
    if "requestContext" in event or not isinstance(wanted, Mapping):
        return None
    return str(wanted.get("platform")), str(wanted.get("endpoint"))


def try_endpoint(
    platform: Platform, secrets: Mapping[str, str] | None, now: int, ask: Ask
) -> dict[str, int | None]:
    """Returns the statuses that a signed and a forged request get; None where only the platform can sign."""
    forged = _sign(platform, platform.make_up_secrets(os.urandom(32)), now) or Signed()
    signed = None if secrets is None else _sign(platform, secrets, now)
    return {
        "signed": None if signed is None else ask(_request(signed)).status,
        "forged": ask(_request(forged)).status,
    }


def _sign(platform: Platform, secrets: Mapping[str, str], now: int) -> Signed | None:
    try:
        return platform.sign(BODY, secrets, now)
    except Exception:  # noqa: BLE001 - whatever is missing: a private key that only the platform has
        return None


def _request(signed: Signed) -> Request:
    return Request.of("POST", signed.headers, signed.query, signed.body or BODY)
