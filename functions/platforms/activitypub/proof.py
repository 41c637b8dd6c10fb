"""Proves what an inbox takes: a signed request whose key belongs to the host of the actor that it tells of.

https://docs.joinmastodon.org/spec/security/#http
"""

import json
from collections.abc import Iterator, Mapping

from model.errors import Malformed
from model.http import Request
from platforms.families.activitystreams import find_id, is_same_host
from platforms.families.http_signature import (
    Claim,
    SigningKey,
    is_signed_with,
    read_claim,
    sign_request,
)
from platforms.key_proof import make_rsa_pair
from platforms.proof import Signed
from platforms.reading.payload import Json, obj, read_json, read_object, text
from platforms.secret import SecretRefused
from platforms.signing import Records

ANYBODY = "https://people.example/users/nobody"


class InboxProof:
    """Proves by a signature whose time and digest are right, by a key that is known.

    A key is known where the record tells it: `{host: PEM}`, or one PEM alone, which was fetched for this request.
    """

    private = "private_key"

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """See `platforms.proof.Proof`."""
        return any(self._is_good(request, record, now) for record in secrets)

    def _is_good(self, request: Request, record: Mapping[str, str], now: int) -> bool:
        strict = not record.get("policy", "").startswith("signature only")
        claim = read_claim(request, now, strict=strict)
        if claim is None or (strict and not speaks_for(claim.key_id, request.body)):
            return False
        return any(is_signed_with(key, claim) for key in _list_keys(record, claim))

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:
        """See `platforms.proof.Proof`. `request_host` and `request_target` among `secrets` say where it goes."""
        host, target = secrets.get("request_host", "hooks.example"), secrets.get("request_target", "")
        key = SigningKey(f"{_read_actor(body) or ANYBODY}#main-key", secrets["private_key"])
        made = sign_request(Request("POST", {"host": host}, {}, body, target=target), key, now)
        return Signed({"content-type": "application/activity+json", **made})

    def make_up_pair(self, random: bytes) -> dict[str, str]:  # noqa: ARG002 - keys of this kind draw their own
        """Returns a key pair by the names of its secrets: a server's public key, and its private one."""
        private, public = make_rsa_pair()
        return {"public_keys": json.dumps({"people.example": public}), "private_key": private}


def speaks_for(key_id: str, body: bytes) -> bool:
    """Returns whether a key lies at the host of the actor that a body tells of."""
    actor = _read_actor(body)
    return actor is None or is_same_host(key_id, actor)


def _read_actor(body: bytes) -> str | None:
    try:
        activity = read_object(body)
    except Malformed:
        return None
    return find_id(activity.get("actor", activity.get("attributedTo")))


def _list_keys(record: Mapping[str, str], claim: Claim) -> Iterator[str]:
    told = record.get("public_keys", "").strip()
    if not told.startswith("{"):
        yield told
        return
    for host, key in _read_keys(told).items():
        if is_same_host(claim.key_id, f"https://{host}"):
            yield text(key) or ""


def _read_keys(told: str) -> Json:
    try:
        return obj(read_json(told.encode()))
    except Malformed:
        return {}


def check_keys(cleaned: str) -> str:
    """Returns keys by host, as JSON. Raises SecretRefused."""
    keys = _read_keys(cleaned)
    if not keys or not all(text(key) for key in keys.values()):
        raise SecretRefused(
            'public_keys is no JSON object such as {"social.example": "-----BEGIN PUBLIC KEY-----…"}'
        )
    return cleaned
