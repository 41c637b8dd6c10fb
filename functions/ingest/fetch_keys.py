"""Fetches the keys that a platform publishes, and stores them where the webhook reads them."""

import json
from typing import Any, Protocol

from aws import observe
from ingest.clock import Clock
from ingest.key_sets import JUST_S, name_object, read_stored
from ingest.ports import Objects
from model.errors import Malformed, Unavailable
from model.http import Call
from platforms.base import Platform
from platforms.token_proof import read_key_set
from web.client import Limits, WebAnswer
from web.failures import WebFailed, WebRefused

LIMITS = Limits(seconds=10.0, most_bytes=500_000, redirects=0)
KEPT = ("kid", "kty", "alg", "use", "n", "e", "endorsements")
"""What is stored of a key: no certificate, and nothing that is not public."""


class KeyAsker(Protocol):
    """Does what `web.client.WebClient` does."""

    def ask(self, call: Call, limits: Limits | None = None) -> WebAnswer:
        """Raises WebRefused and WebFailed."""
        ...


class KeyFetcher:
    """Asks at the one address that a platform declares: nothing that anybody sends can change it."""

    def __init__(self, client: KeyAsker, objects: Objects, clock: Clock) -> None:
        self._client, self._objects, self._clock = client, objects, clock

    def refresh_keys(self, platform: Platform) -> None:
        """Stores what the platform publishes now, where that was not done minutes ago, or for another account.

        Raises Malformed when what comes is no key set: the one before stays. Raises Unavailable, WebFailed, WebRefused.
        """
        address, now = platform.find_key_address(), int(self._clock.wall())
        if address is None or self._is_new(platform.name, now):
            return
        answer = self._client.ask(Call("GET", address, {"accept": "application/json"}), LIMITS)
        if answer.status != 200:
            raise Malformed(f"status_{answer.status}")
        keys = [_keep(key) for key in read_key_set(answer.body) if key.get("kty") == "RSA" and key.get("kid")]
        if not keys:
            raise Malformed("no_key_set")
        stored = json.dumps({"fetched_at": now, "keys": keys}, separators=(",", ":"))
        self._objects.put(name_object(platform.name), stored.encode())

    def take_wanted(self, platform: Platform) -> None:
        """Does the same for whoever asked by the queue; what failed is asked for again by the next who lacks a key."""
        try:
            self.refresh_keys(platform)
        except (Malformed, Unavailable, WebFailed, WebRefused) as error:
            observe.metric("keys_unfetched", platform=platform.name, reason=error.code)

    def _is_new(self, name: str, now: int) -> bool:
        try:
            stored = read_stored(self._objects.get(name_object(name)))
        except Unavailable:  # also where there is none: roles may not list
            return False
        return stored is not None and 0 <= now - stored.fetched_at < JUST_S


def _keep(key: dict[str, Any]) -> dict[str, Any]:
    return {name: key[name] for name in KEPT if name in key}
