"""Keys of salts, of a brand's own keys and of legal holds; and the ids that stand in all keys.

Keys hold no personal data: what names a person or an item is a `hid`, a keyed hash of the native id.
"""

import base64
import hmac
from functools import lru_cache

HID_BYTES = 20


def hid(index_key: bytes, brand: str, platform: str, realm: str, scope: str, native_id: str) -> str:
    """Returns 32 base32 letters (160 bits) that stand for a native id within one brand.

    `realm` keeps people, items and threads apart where a platform numbers them alike (a Telegram chat and
    its user). Inputs are length-prefixed, so that no two lists of parts read the same.
    """
    message = _place(brand, platform, realm, scope) + _measured(native_id)
    digest = hmac.digest(index_key, message, "sha256")[:HID_BYTES]
    return base64.b32encode(digest).decode().lower()


@lru_cache(maxsize=1024)  # the same few for all that comes from one channel
def _place(*parts: str) -> bytes:
    return b"".join(map(_measured, parts))


def _measured(part: str) -> bytes:
    raw = part.encode("utf-8", "surrogatepass")
    return len(raw).to_bytes(4, "big") + raw


def person_salt(brand: str, owner: str) -> str:
    """keys: the salt of one person (or of an account, which owns what no person owns)."""
    return f"person#{brand}#{owner}"


def bucket_salt(brand: str, bucket: str) -> str:
    """keys: the salt of one retention bucket."""
    return f"bucket#{brand}#{bucket}"


def owner_of_salt(key: str) -> tuple[str, str] | None:
    """Returns (brand, owner) of a person's salt; None for another."""
    kind, brand, name = (*key.split("#", 2), "", "")[:3]
    return (brand, name) if kind == "person" else None


def bucket_of_salt(key: str) -> tuple[str, str] | None:
    """Returns (brand, bucket) of a bucket's salt; None for another."""
    kind, brand, name = (*key.split("#", 2), "")[:3]
    return (brand, name) if kind == "bucket" else None


def brand_root(brand: str) -> str:
    """keys: the newest of a brand's wrapped roots."""
    return f"root#{brand}"


def earlier_root(brand: str, version: int) -> str:
    """keys: a root that was the newest before."""
    return f"root#{brand}#{version}"


def brand_index(brand: str) -> str:
    """keys: the wrapped key that makes a brand's ids."""
    return f"index#{brand}"


def brand_receipts(brand: str) -> str:
    """keys: the wrapped secret that signs a brand's receipts."""
    return f"signing#{brand}"


def open_buckets(brand: str) -> str:
    """ops: the retention buckets of a brand whose keys were not destroyed yet, one row each."""
    return f"buckets#{brand}"


def in_bucket(brand: str, bucket: str) -> str:
    """feed, index `expiry`: the rows of a bucket, where they have to be deleted one by one."""
    return f"{brand}#{bucket}"


def holds(brand: str) -> str:
    """core: a brand's legal holds, one row a person, and the gate."""
    return f"holds#{brand}"


def hold_name(hold: str) -> str:
    """Returns owner and bucket of everything that is sealed under a legal hold."""
    return f"hold.{hold}"


def hold_of(bucket: str) -> str:
    """Returns the hold whose bucket this is."""
    return bucket.removeprefix("hold.")


def is_hold(bucket: str) -> bool:
    """Tells whether a bucket is that of a legal hold."""
    return bucket.startswith("hold.")
