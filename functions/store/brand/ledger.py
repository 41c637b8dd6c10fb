"""The chain of receipts of a brand in `core`: rows are only ever put, each signed and bound to the one before."""

import secrets
from collections.abc import Callable, Iterator
from hashlib import sha256
from hmac import digest
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from model.errors import Conflict
from model.receipt import GENESIS, Receipt, plain
from store.brand import keys as brand_keys
from store.brand.rows import ReceiptRow
from store.dynamo.writes import attempt, put_if, retrying

PURPOSE = b"rapport receipts v1"

Also = Callable[[TransactWrite, Receipt], None]
"""Adds writes to the transaction that appends a receipt."""


class Ledger:
    """Appends to a brand's chain and reads it."""

    def __init__(self, seed: Callable[[str], bytes]) -> None:
        """Takes `seed`, which gives a brand's secret for signing; no rotation changes that."""
        self._seed = seed

    def append_receipt(
        self, brand: str, kind: str, body: dict[str, Any], now_ms: int, also: Also | None = None
    ) -> Receipt:
        """Appends a receipt to the chain and returns it. `body` is JSON of ids, whole numbers and fixed words.

        Several at once stand one behind the other. `also` adds writes that happen with the receipt or not at
        all, so that a task which notes its end this way has exactly one. Raises ValueError for a body with free
        text, Conflict when others were faster again and again, or when a write of `also` was refused.
        """
        plain(body)
        again = retrying("the chain of receipts", "growing under us")
        while again():
            receipt = self._signed(brand, kind, body, now_ms)
            if _put(receipt, also):
                return receipt

    def put_back_receipt(self, receipt: Receipt) -> None:
        """Puts back a receipt that a backup did not hold; an existing receipt of that number stays as it is."""
        _put(receipt, None)

    def list_receipts(self, brand: str, after: int = 0) -> Iterator[Receipt]:
        """Yields the chain in its order, from the receipt behind number `after`."""
        condition = ReceiptRow.sk > _position(after)
        for row in ReceiptRow.query(brand_keys.receipts(brand), condition, consistent_read=True):
            yield _from_row(brand, row)

    def find_last_receipt(self, brand: str) -> Receipt | None:
        """Returns the newest receipt."""
        rows = ReceiptRow.query(
            brand_keys.receipts(brand), scan_index_forward=False, limit=1, consistent_read=True
        )
        return next((_from_row(brand, row) for row in rows), None)

    def public_key(self, brand: str) -> bytes:
        """Returns 32 bytes (Ed25519) that anyone may have: with them the chain is checked without access to
        anything.
        """
        return self._key(brand).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def _key(self, brand: str) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(digest(self._seed(brand), PURPOSE, sha256))

    def _signed(self, brand: str, kind: str, body: dict[str, Any], now_ms: int) -> Receipt:
        last = self.find_last_receipt(brand)
        number, previous = (last.number + 1, last.fingerprint()) if last else (1, GENESIS)
        unsigned = Receipt(brand, number, secrets.token_hex(16), kind, now_ms, previous, body)
        return Receipt.from_ledger_record(
            unsigned.to_ledger_record() | {"signature": self._key(brand).sign(unsigned.signed()).hex()}
        )


def _position(number: int) -> str:
    return f"{number:012d}"


def _put(receipt: Receipt, also: Also | None) -> bool:
    row = ReceiptRow(
        brand_keys.receipts(receipt.brand),
        _position(receipt.number),
        receipt=receipt.id,
        kind=receipt.kind,
        at=receipt.at,
        code=receipt.code,
        previous=receipt.previous,
        body=receipt.body,
        signature=receipt.signature,
    )
    if also is None:
        return put_if(row, ReceiptRow.pk.does_not_exist())
    with attempt() as together:
        together.save(row, condition=ReceiptRow.pk.does_not_exist())
        also(together, receipt)
    if together.refused is not None and _refused_with(together.refused):
        raise Conflict("what belongs to the receipt was done already") from together.refused
    return together.done


def _refused_with(error: TransactWriteError) -> bool:
    """Tells whether it was not the chain that moved, but a condition of what was to be written along."""
    reasons = error.cancellation_reasons
    return any(reason is not None and "Conditional" in reason.code for reason in reasons[1:])


def _from_row(brand: str, row: ReceiptRow) -> Receipt:
    return Receipt(
        brand,
        int(row.sk),
        row.receipt,
        row.kind,
        int(row.at),
        row.previous,
        row.body,
        row.code,
        bytes(row.signature),
    )
