"""API tokens of tools and AI: `rpt_{id}_{secret}`. Only a hash of the secret is kept.

The id finds the row, 256 random bits prove the caller; a plain SHA-256 is enough for a secret nobody chose.
"""

import base64
import re
from hashlib import sha256
from typing import NamedTuple

PREFIX = "rpt_"
ID_BYTES = 10
SECRET_BYTES = 32
_SHAPE = re.compile(r"rpt_([a-z2-7]{16})_([A-Za-z0-9_-]{43})")


class ApiToken(NamedTuple):
    """Holds the parts of a token."""

    id: str
    secret: str

    @property
    def text(self) -> str:
        """Returns what its holder sends; it is shown once, when it is made."""
        return f"{PREFIX}{self.id}_{self.secret}"

    @property
    def secret_hash(self) -> bytes:
        """Returns the hash that is kept of the secret."""
        return sha256(self.secret.encode()).digest()


def new(id_bytes: bytes, secret_bytes: bytes) -> ApiToken:
    """Returns the token made of 10 and 32 bytes from a cryptographic random source; else ValueError."""
    if (len(id_bytes), len(secret_bytes)) != (ID_BYTES, SECRET_BYTES):
        raise ValueError(f"a token needs {ID_BYTES} and {SECRET_BYTES} random bytes")
    secret = base64.urlsafe_b64encode(secret_bytes).decode().rstrip("=")
    return ApiToken(base64.b32encode(id_bytes).decode().lower(), secret)


def parse(text: str) -> ApiToken | None:
    """Returns the token in `text`, None when it has another shape."""
    found = _SHAPE.fullmatch(text)
    return ApiToken(*found.groups()) if found else None
