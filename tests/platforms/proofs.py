"""How each platform proves a request, as data: what the contract suite holds every platform against.

One file a platform in `golden/`, named after it, with the fields of `Proof`. It is kept here and not in the platforms,
so that no platform can excuse itself. The golden requests were signed with openssl, not with our own code.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from model.http import Request
from platforms import registry
from platforms.proof import NoDeliveries

NOW = 1_760_000_000


@dataclass(frozen=True, slots=True)
class Golden:
    """A request that must be accepted at NOW with `secrets`."""

    secrets: dict[str, str]
    headers: dict[str, str]
    body: bytes
    query: dict[str, str] = field(default_factory=dict)

    def request(self, body: bytes | None = None, /, **changed: str | None) -> Request:
        """The request, with another body or headers (`_` for `-`); None takes a header away."""
        headers = {**self.headers, **{name.replace("_", "-"): value for name, value in changed.items()}}
        present = {name: value for name, value in headers.items() if value is not None}
        return Request.of("POST", present, self.query, self.body if body is None else body)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a platform's proof covers; `header` carries it."""

    header: str
    golden: Golden
    body_covered: bool = True
    signed_time: str | None = None
    """The header with the time that is signed; the window is 300 s to both sides."""
    covered_headers: tuple[str, ...] = ()
    many_signatures: bool = False
    """The header is a list by definition: the same signature twice is not broken."""
    others: tuple[Golden, ...] = field(default=())
    """Golden requests of further schemes of the same platform."""
    get_is_handshake: bool = False


def _golden(record: dict[str, Any]) -> Golden:
    return Golden(record["secrets"], record["headers"], record["body"].encode(), record.get("query", {}))


def _proof(path: Path) -> Proof:
    record = json.loads(path.read_text(encoding="utf-8"))
    others = tuple(map(_golden, record.pop("others", ())))
    golden, covered = _golden(record.pop("golden")), tuple(record.pop("covered_headers", ()))
    return Proof(golden=golden, covered_headers=covered, others=others, **record)


DELIVERING = tuple(
    name for name in registry.names() if not isinstance(registry.platform(name).proof, NoDeliveries)
)
"""Platforms that call us; the others are asked, or imported, and have nothing to prove."""

PROOFS = {path.stem: _proof(path) for path in sorted((Path(__file__).parent / "golden").glob("*.json"))}
