"""Encodes cursors: where a list goes on. They are opaque, and good for the same question of the same brand only.

They are not signed: a position is checked for its shape and only ever narrows a list whose key holds the brand.
"""

import base64
import binascii
import re
from hashlib import sha256

from respond.denied import Denied, deny_unreadable

VERSION = "1"
_TAG_LETTERS = 12


def encode_cursor(question: str, position: str) -> str:
    """Returns the cursor behind `position` in the list that `question` (brand, route and filters) asks for."""
    plain = f"{VERSION}.{_tag(question)}.{position}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def decode_cursor(question: str, cursor: str, shape: str) -> str:
    """Returns the position in `cursor`, which must match the pattern `shape`. Raises Denied."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        plain = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, UnicodeError):
        raise _refused() from None
    version, _, rest = plain.partition(".")
    tag, _, position = rest.partition(".")
    if version != VERSION or tag != _tag(question) or not re.fullmatch(shape, position):
        raise _refused()
    return position


def _tag(question: str) -> str:
    return sha256(question.encode()).hexdigest()[:_TAG_LETTERS]


def _refused() -> Denied:
    return deny_unreadable("bad_cursor", "The cursor is not one of this list with these filters.")
