"""What an inbox takes: a signed request whose key belongs to the host of the actor that it tells of.

https://docs.joinmastodon.org/spec/security/#http
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from model.errors import Malformed
from model.http import Request
from platforms.families.activitystreams import find_id, is_same_host
from platforms.families.http_signature import Claim, is_signed_with, read_claim
from platforms.key_proof import make_rsa_pair
from platforms.proof import Signed
from platforms.reading.payload import Json, obj, read_json, read_object, text
from platforms.secret import SecretRefused
from platforms.signing import Records

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

COVERED = ("(request-target)", "host", "date", "digest")
ANYBODY = "https://people.example/users/nobody"


class InboxProof:
    """A signature whose time and digest are right, by a key that is known.

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
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        digest = "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()
        date = format_datetime(datetime.fromtimestamp(now, UTC), usegmt=True)
        headers = {"host": secrets.get("request_host", "hooks.example"), "date": date, "digest": digest}
        target = f"post {secrets.get('request_target', '')}"
        lines = [f"{COVERED[0]}: {target}", *(f"{name}: {headers[name]}" for name in COVERED[1:])]
        made = _load_key(secrets["private_key"]).sign("\n".join(lines).encode(), PKCS1v15(), SHA256())
        key_id = f"{_read_actor(body) or ANYBODY}#main-key"
        signature = base64.b64encode(made).decode()
        told = (
            f'keyId="{key_id}",algorithm="rsa-sha256",headers="{" ".join(COVERED)}",signature="{signature}"'
        )
        return Signed({**headers, "content-type": "application/activity+json", "signature": told})

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


@lru_cache(maxsize=4)  # whoever simulates signs much, and reading a private key checks all of it
def _load_key(pem: str) -> "RSAPrivateKey":
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    return cast("RSAPrivateKey", load_pem_private_key(pem.encode(), None))
