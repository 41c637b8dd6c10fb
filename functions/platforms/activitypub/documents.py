"""Answers what others ask of an actor of ours: its document with inbox and key, and the handle it is found by.

https://www.w3.org/TR/activitypub/#actor-objects, https://www.rfc-editor.org/rfc/rfc7033,
https://docs.joinmastodon.org/spec/webfinger/, https://docs.joinmastodon.org/spec/activitypub/#publicKey
"""

import re
from typing import Any
from urllib.parse import urlsplit

from model.public_name import PublicName

ACTORS = "/actors/"
ACTOR_TYPE, HANDLE_TYPE = "application/activity+json", "application/jrd+json"
FOLLOWERS = "followers"
COLLECTIONS = ("outbox", FOLLOWERS, "following")
CONTEXT = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"]
NAME = re.compile(r"[a-z0-9_]{1,30}")


def read_name(address: str, base: str) -> str | None:
    """Returns the name of an actor whose address is at `base`, which is ours; None for any other address."""
    place, name = f"{base}{ACTORS}", address.rpartition("/")[2]
    return name if address == f"{place}{name}" and NAME.fullmatch(name) else None


def read_resource(resource: str, base: str) -> str | None:
    """Returns the name that somebody looks up: by handle (`acct:name@host`) or address."""
    if not resource.startswith("acct:"):
        return read_name(resource, base)
    name, _, host = resource.removeprefix("acct:").removeprefix("@").lower().partition("@")
    return name if host == _host(base) and NAME.fullmatch(name) else None


def make_actor(told: PublicName) -> dict[str, Any]:
    """Returns the actor. Whoever follows is confirmed without being asked about."""
    lists = {each: f"{told.native_id}/{each}" for each in COLLECTIONS}
    return {
        "@context": CONTEXT,
        "id": told.native_id,
        "type": "Organization",
        "preferredUsername": told.name,
        "name": told.title or told.name,
        "url": told.native_id,
        "inbox": told.inbox,
        **lists,
        "manuallyApprovesFollowers": False,
        "publicKey": {
            "id": told.key_id,
            "owner": told.native_id,
            "publicKeyPem": told.public_key,
        },
    }


def make_collection(told: PublicName, which: str) -> dict[str, Any]:
    """Returns a list of the actor's: empty, for we publish and follow nothing here; who follows is not told."""
    shown = {} if which == FOLLOWERS else {"totalItems": 0, "orderedItems": []}
    native = f"{told.native_id}/{which}"
    return {"@context": CONTEXT[0], "id": native, "type": "OrderedCollection", **shown}


def make_webfinger(told: PublicName, base: str) -> dict[str, Any]:
    """Returns where the actor with this handle is."""
    link = {"rel": "self", "type": ACTOR_TYPE, "href": told.native_id}
    return {
        "subject": f"acct:{told.name}@{_host(base)}",
        "aliases": [told.native_id],
        "links": [link],
    }


def _host(base: str) -> str:
    return urlsplit(base).netloc.lower()
