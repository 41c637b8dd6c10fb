"""Knows where simulated platforms live on the machine of who tries Rapport; nothing that deploys says so."""

import json
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Simulated:
    """Maps hosts that are asked at another place, `{host: (address, port, whether by TLS)}`, and whose roots
    are trusted.
    """

    hosts: dict[str, tuple[str, int, bool]] = field(default_factory=dict)
    roots: str | None = None

    @classmethod
    def from_text(cls, text: str | None) -> "Simulated":
        """Returns what a setting says: `{"hosts": {"api.example": "http://127.0.0.1:4999"}, "roots": "a file"}`."""
        if not text:
            return cls()
        record = json.loads(text)
        return cls({host: _read_place(place) for host, place in record["hosts"].items()}, record.get("roots"))


def _read_place(place: str) -> tuple[str, int, bool]:
    scheme, _, rest = place.partition("://")
    address, _, port = rest.rpartition(":")
    return address, int(port), scheme == "https"
