"""Signs requests to AWS: Signature Version 4, over headers that are there already.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from hmac import digest


@dataclass(frozen=True, slots=True)
class AwsSigner:
    """Says whose request it is, and of which service in which region."""

    access_key: str
    secret_key: str
    region: str
    service: str

    def sign_request(self, path: str, headers: Mapping[str, str], body: bytes) -> str:
        """Returns the header `authorization` of a POST; `headers` are lower-case, in their order, with x-amz-date."""
        now = headers["x-amz-date"]
        names, scope = ";".join(headers), f"{now[:8]}/{self.region}/{self.service}/aws4_request"
        lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
        request = f"POST\n{path}\n\n{lines}\n{names}\n{sha256(body).hexdigest()}"
        signed = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{sha256(request.encode()).hexdigest()}"
        signature = digest(_derive_key(self.secret_key, scope), signed.encode(), "sha256").hex()
        return f"AWS4-HMAC-SHA256 Credential={self.access_key}/{scope}, SignedHeaders={names}, Signature={signature}"


@lru_cache(maxsize=8)
def _derive_key(secret: str, scope: str) -> bytes:
    key = b"AWS4" + secret.encode()
    for part in scope.split("/"):
        key = digest(key, part.encode(), "sha256")
    return key
