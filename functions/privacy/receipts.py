"""Checking a chain of receipts with nothing but the receipts and the brand's public key."""

from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from model.receipt import GENESIS, Receipt


@dataclass(frozen=True, slots=True)
class Fault:
    """Says what is wrong with a receipt: `missing` (one before it was dropped), `order`, `altered`, `broken_link`."""

    number: int
    reason: str


def verify_chain(receipts: Iterable[Receipt], public_key: bytes, head: str | None = None) -> list[Fault]:
    """Returns everything wrong with a brand's whole chain, oldest first; empty when it is sound.

    A chain cut off at its end is sound in itself: `head`, the fingerprint of a receipt noted elsewhere, shows that.
    """
    key = Ed25519PublicKey.from_public_bytes(public_key)
    faults: list[Fault] = []
    expected, previous, seen = 1, GENESIS, {GENESIS}
    for receipt in receipts:
        if receipt.number != expected:
            faults.append(Fault(receipt.number, "missing" if receipt.number > expected else "order"))
        elif receipt.previous != previous:
            faults.append(Fault(receipt.number, "broken_link"))
        if not _signed_by(key, receipt):
            faults.append(Fault(receipt.number, "altered"))
        expected, previous = receipt.number + 1, receipt.fingerprint()
        seen.add(previous)
    if head is not None and head not in seen:
        faults.append(Fault(expected, "missing"))
    return faults


def _signed_by(key: Ed25519PublicKey, receipt: Receipt) -> bool:
    try:
        key.verify(receipt.signature, receipt.signed())
    except InvalidSignature:
        return False
    return True
