"""Receipts: what was forgotten, held or audited, each bound to the one before it.

A receipt holds counts, times and opaque ids; `plain` refuses what could be anything else.
"""

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

VERSION = "0.1.0"
"""Of the code that writes receipts; a test compares it with the project's."""

GENESIS = "0" * 64
"""What the first receipt of a brand names as its predecessor."""

ERASURE, PURGE, AUDIT, HOLD, RELEASE, RESTORE = "erasure", "purge", "audit", "hold", "release", "restore"
REVOCATION = "revocation"
"""Kinds of receipts; more may come."""

_PLAIN = re.compile(r"[A-Za-z0-9 _.,:;#/()+-]{0,200}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Holds one link of a brand's chain. `number` counts from 1, `at` is epoch ms, `previous` a fingerprint."""

    brand: str
    number: int
    id: str
    kind: str
    at: int
    previous: str
    body: dict[str, Any]
    code: str = VERSION
    signature: bytes = b""

    def signed(self) -> bytes:
        """Returns the bytes the signature is over: all but itself, in one fixed order."""
        record = {name: getattr(self, name) for name in self.__slots__ if name != "signature"}
        return json.dumps(record, sort_keys=True, separators=(",", ":")).encode()

    def fingerprint(self) -> str:
        """Returns what the next receipt names as its predecessor: SHA-256 of everything, signature included."""
        return sha256(self.signed() + self.signature).hexdigest()

    def to_ledger_record(self) -> dict[str, Any]:
        """Returns the fields for a file that an auditor takes along; bytes as hex."""
        record = {name: getattr(self, name) for name in self.__slots__}
        return record | {"signature": self.signature.hex()}

    @classmethod
    def from_ledger_record(cls, record: dict[str, Any]) -> "Receipt":
        """Reads what `to_ledger_record` wrote."""
        return cls(**(record | {"signature": bytes.fromhex(record["signature"])}))


def plain(value: Any) -> None:
    """Raises ValueError for what may not stand in a receipt: free text, addresses, floats that would not repeat."""
    if isinstance(value, dict):
        for name, each in value.items():
            plain(name)
            plain(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            plain(each)
    elif isinstance(value, str):
        if not _PLAIN.fullmatch(value):
            raise ValueError("a receipt holds ids, counts and fixed words only")
    elif value is not None and not isinstance(value, int):
        raise ValueError(f"a receipt holds no {type(value).__name__}")
