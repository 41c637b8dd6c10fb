"""Proves and opens deliveries of WeChat: words in the address, and in safe mode an encrypted body.

https://developers.weixin.qq.com/doc/oplatform/en/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping

from model.http import Request
from platforms.proof import Signed
from platforms.signing import Records, epoch, fresh, keys, proved

PLAIN = "plain-mode-only"
"""Stands for the key of an account that is not in safe mode."""

BLOCK, RANDOM, LENGTH = 32, 16, 4
_HIDDEN = re.compile(rb"<Encrypt>\s*(?:<!\[CDATA\[)?([A-Za-z0-9+/=]+)(?:\]\]>)?\s*</Encrypt>")


class WeChatProof:
    """Proves by a hash over token, time and a random word; in safe mode over the encrypted body as well."""

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """See `platforms.proof.Proof`. Where the key of safe mode is known, nothing else is taken."""
        sent_at = epoch(request.query.get("timestamp", "").encode("utf-8", "surrogatepass"))
        if not fresh(sent_at, now):
            return False
        return any(self._is_good(request, record) for record in secrets)

    def _is_good(self, request: Request, record: Mapping[str, str]) -> bool:
        hidden = find_encrypted(request.body)
        if not request.body:  # only the address is tried
            return is_greeting(request, [record])
        if read_aes_key(record) is None:
            return (
                _matches(request, record, "msg_signature", hidden)
                if hidden
                else is_greeting(request, [record])
            )
        return (
            bool(hidden)
            and _matches(request, record, "msg_signature", hidden)
            and decrypt(hidden, record) is not None
        )

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:
        """See `platforms.proof.Proof`."""
        stamp, nonce = str(now), hashlib.sha256(body).hexdigest()[:10]
        query = {"timestamp": stamp, "nonce": nonce, "signature": _hash(secrets["token"], stamp, nonce)}
        hidden = find_encrypted(body)
        if hidden:
            signature = _hash(secrets["token"], stamp, nonce, hidden.decode())
            query |= {"encrypt_type": "aes", "msg_signature": signature}
        return Signed({"content-type": "text/xml"}, query)


def is_greeting(request: Request, secrets: Records) -> bool:
    """Returns whether the address holds the hash over token, time and random word."""
    return any(_matches(request, record, "signature") for record in secrets)


def _matches(request: Request, record: Mapping[str, str], name: str, hidden: bytes = b"") -> bool:
    query = request.query
    stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    if not stamp or not nonce or not (stamp + nonce).isascii():
        return False
    wanted = [
        _hash(token.decode(), stamp, nonce, *([hidden.decode()] if hidden else [])).encode()
        for token in keys([record], "token")
    ]
    return proved(query.get(name, "").encode("utf-8", "surrogatepass"), wanted)


def _hash(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def find_encrypted(body: bytes) -> bytes:
    """Returns the encrypted part of a body; empty where there is none, or more than one."""
    found = _HIDDEN.findall(body)
    return found[0] if len(found) == 1 else b""


def read_aes_key(record: Mapping[str, str]) -> bytes | None:
    """Returns the key of safe mode; None where the account is not in it."""
    written = record.get("encoding_aes_key", "")
    return base64.b64decode(written + "=") if re.fullmatch("[A-Za-z0-9]{43}", written) else None


def decrypt(hidden: bytes, record: Mapping[str, str]) -> bytes | None:
    """Returns the message in an encrypted part; None where it is not for this key and application."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    key = read_aes_key(record)
    try:
        sealed = base64.b64decode(hidden, validate=True)
    except ValueError:
        return None
    if key is None or not sealed or len(sealed) % 16:
        return None
    reader = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    clear = reader.update(sealed) + reader.finalize()
    padding = clear[-1]
    if not 1 <= padding <= BLOCK or clear[-padding:] != bytes([padding]) * padding:
        return None
    clear = clear[:-padding]
    end = RANDOM + LENGTH + int.from_bytes(clear[RANDOM : RANDOM + LENGTH])
    wanted = record.get("app_id", "").encode()
    return clear[RANDOM + LENGTH : end] if wanted and hmac.compare_digest(clear[end:], wanted) else None


def encrypt(message: bytes, record: Mapping[str, str], random: bytes) -> bytes:
    """Returns a message as safe mode sends it, base64; `random` are 16 bytes."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    key = read_aes_key(record) or b""
    clear = random + len(message).to_bytes(LENGTH) + message + record["app_id"].encode()
    padding = BLOCK - len(clear) % BLOCK
    writer = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(writer.update(clear + bytes([padding]) * padding) + writer.finalize())
