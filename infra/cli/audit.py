"""`rapport audit verify`: whether the audit log and the chain of receipts are what was signed.

`--head` is the fingerprint of a receipt that you noted earlier: a chain cut off at its end is sound in itself.
"""

import argparse
import json
import sys
import time
from typing import TYPE_CHECKING, Any

from infra.cli import aws_stack

if TYPE_CHECKING:
    from store.stores import Stores


def add_to(subparsers: Any) -> None:
    """Registers `audit`."""
    parser = subparsers.add_parser("audit", help="who read or changed what, signed", description=__doc__)
    verbs = parser.add_subparsers(metavar="verify|receipts", required=True)
    verifying = verbs.add_parser("verify", help="notice a dropped, altered or re-ordered row")
    verifying.add_argument("--head", help="the fingerprint of a receipt noted earlier")
    verifying.set_defaults(run=run_verify)
    receipts = verbs.add_parser("receipts", help="the chain as JSON lines, the public key first")
    receipts.set_defaults(run=run_receipts)
    for each in (verifying, receipts):
        aws_stack.add_options(each)


def run_verify(arguments: argparse.Namespace) -> int:
    """Exits with 0 when all of it holds, 1 when not."""
    stores, brand = stores_of(arguments)
    found = faults(stores, brand, int(time.time() * 1000), arguments.head)
    for fault in found:
        print(fault, file=sys.stderr)
    last = stores.ledger.find_last_receipt(brand)
    count, head = (last.number, last.fingerprint()) if last else (0, "none")
    print(f"{count} receipts, {len(found)} faults; note the head: {head}")
    return 1 if found else 0


def faults(stores: "Stores", brand: str, now_ms: int, head: str | None = None) -> list[str]:
    """Returns, in words, everything that is not as it was signed."""
    from privacy import audit_trail
    from privacy.receipts import verify_chain

    chain = list(stores.ledger.list_receipts(brand))
    broken = verify_chain(chain, stores.ledger.public_key(brand), head)
    gaps = audit_trail.verify(stores.audit, brand, chain, now_ms)
    return [
        *(f"receipt {fault.number}: {fault.reason}" for fault in broken),
        *(f"audit log from {gap.start} to {gap.end}: {gap.reason}" for gap in gaps),
    ]


def run_receipts(arguments: argparse.Namespace) -> int:
    """Exits with 0."""
    stores, brand = stores_of(arguments)
    print(json.dumps({"brand": brand, "public_key": stores.ledger.public_key(brand).hex()}))
    for each in stores.ledger.list_receipts(brand):
        print(json.dumps(each.to_ledger_record()))
    return 0


def stores_of(arguments: argparse.Namespace) -> "tuple[Stores, str]":
    """Returns the stores of the stack in use, and the brand."""
    brand = aws_stack.operate(arguments).brand
    from aws import kms
    from store.stores import Stores

    return Stores(kms), brand
