"""Keys of objects that hold people's data for a while: whose platform it is, and since when, can be read off them.

`{prefix}{day}/{hour}/{platform}/{epoch ms}-{name}.json`: sorted by the hour, so that whoever brings them back takes the
oldest first, and whoever deletes them stops at the first that is too young for any platform.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

FALLBACK = "fallback/"
"""Envelopes no queue took; `ingest/sweep` brings them back."""

CLAIMS = "claims/"
"""Bodies too large for a queue; an envelope names its own."""

EXPORTS = "exports/"
"""Copies that people asked for of their data."""

IMPORTS = "imports/"
"""Files of history that were uploaded; each goes when it is imported."""

FILES = "files/"
"""Sealed parts of what agents uploaded to send it along."""

LINKS = "links/"
"""Such a file in the clear, while a platform fetches it by its address."""

PREFIXES = (FALLBACK, CLAIMS, EXPORTS, IMPORTS, FILES, LINKS)

LONGEST_S = {FILES: 2 * 86_400, LINKS: 2 * 86_400}
"""Seconds after which an object goes, where that is earlier than its platform's terms want it."""

_KEY = re.compile(r"([a-z]+/)\d{4}-\d\d-\d\d/\d\d/([a-z0-9_]+)/(\d{1,16})-[A-Za-z0-9_-]+\.json", re.ASCII)


@dataclass(frozen=True, slots=True)
class Raw:
    """Holds what an object's key says: `at` is epoch ms."""

    platform: str
    at: int
    prefix: str = ""


def key(prefix: str, platform: str, at: int, name: str) -> str:
    """Returns the key of an object from then (epoch ms); `name` keeps two of one millisecond apart."""
    return f"{hour(prefix, at)}/{platform}/{at}-{name}.json"


def hour(prefix: str, at: int) -> str:
    """Returns the beginning of all keys of that hour."""
    return f"{prefix}{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d/%H}"


def parse_name(name: str) -> Raw | None:
    """Returns the inverse of `key`; None for another object."""
    found = _KEY.fullmatch(name)
    return None if found is None else Raw(found[2], int(found[3]), found[1])
