"""A file that an agent uploaded so that it goes along with something: what it is, its parts, and how long it is there.

Times are epoch milliseconds. The file and its name are personal: they are only ever kept sealed.
"""

from dataclasses import dataclass

from model import raw_objects

MOST_BYTES = 25_000_000
PART_BYTES = 4_000_000
"""Bytes of each part but the last: as base64 they fit into one request to a function."""
USABLE_MS = 86_400_000
"""How long something can be sent with it; what is late is given up a day later, and the file is gone then."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Holds one file. `person` is whose key seals it ("" for the account's)."""

    id: str
    brand: str
    platform: str
    account: str
    person: str
    agent: str
    mime: str
    size: int
    name: str
    created_at: int

    @property
    def parts(self) -> int:
        """Returns of how many parts it is."""
        return -(-self.size // PART_BYTES)

    @property
    def usable_until(self) -> int:
        """Returns until when something can be sent with it."""
        return self.created_at + USABLE_MS

    @property
    def keys(self) -> list[str]:
        """Returns where its parts lie in the bucket, in their order."""
        return [self._name_key(raw_objects.FILES, f"{self.id}-{part}") for part in range(self.parts)]

    @property
    def link_key(self) -> str:
        """Returns where it lies in the clear while a platform fetches it."""
        return self._name_key(raw_objects.LINKS, self.id)

    def count_bytes(self, part: int) -> int:
        """Returns how many bytes a part has."""
        return PART_BYTES if part < self.parts - 1 else self.size - part * PART_BYTES

    def _name_key(self, prefix: str, name: str) -> str:
        return raw_objects.key(prefix, self.platform, self.created_at, name)
