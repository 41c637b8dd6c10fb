"""Checks what can be checked of a request by an unknown key, says where the key lies, and later whether it signed.

https://docs.joinmastodon.org/spec/security/#http-verify
"""

import base64
from collections.abc import Iterator, Mapping

from model.errors import Malformed
from model.http import Call, Request
from model.want import Unproven
from platforms.activitypub.proof import speaks_for
from platforms.families.activitystreams import is_same_host
from platforms.families.http_signature import Claim, is_signed_with, read_claim
from platforms.reading.payload import Json, ident, obj, objects, read_object, text

MOST_BODY, MOST_ADDRESS = 65_536, 2048
ACCEPTS = 'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"'


def find_unproven(request: Request, now: int) -> Unproven | None:
    """Returns the claim of a request whose digest, date and host are right and whose key lies at its actor's host."""
    claim = read_claim(request, now) if len(request.body) <= MOST_BODY else None
    if claim is None or not claim.key_id.startswith("https://") or len(claim.key_id) > MOST_ADDRESS:
        return None
    if not speaks_for(claim.key_id, request.body):
        return None
    host = claim.key_id.removeprefix("https://").partition("/")[0].lower()
    content, signature = (base64.b64encode(each).decode() for each in (claim.content, claim.signature))
    return Unproven(host, {"key_id": claim.key_id, "content": content, "signature": signature})


def ask_key(claimed: Mapping[str, str]) -> Call:
    """Returns the request for the document in which the key stands."""
    return Call("GET", claimed["key_id"].partition("#")[0], {"accept": ACCEPTS})


def is_proved(claimed: Mapping[str, str], url: str, body: bytes) -> bool:
    """Returns whether the document that was fetched from `url` holds the key, and the key signed what is claimed."""
    key_id = claimed["key_id"]
    content, signature = (base64.b64decode(claimed[name]) for name in ("content", "signature"))
    try:
        document = read_object(body)
    except Malformed:
        return False
    if not is_same_host(url, key_id):  # a redirect led elsewhere: another host cannot speak for this one
        return False
    return any(is_signed_with(key, Claim(key_id, content, signature)) for key in _list_keys(document, key_id))


def _list_keys(document: Json, key_id: str) -> Iterator[str]:
    """Yields the keys of that name which belong to somebody at its host."""
    for each in (document, obj(document.get("publicKey")), *objects(document.get("publicKey"))):
        owner, pem = (
            ident(each.get("owner")) or ident(document.get("id")) or "",
            text(each.get("publicKeyPem")),
        )
        if pem and ident(each.get("id")) == key_id and is_same_host(owner, key_id):
            yield pem
