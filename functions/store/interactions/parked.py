"""Deliveries that could not be read: kept sealed with a reason until they expire, replayable."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from model import policy
from model.messages import Envelope
from store.dynamo import keys as row_keys
from store.dynamo.rows import OpsRow
from store.dynamo.writes import delete_if
from store.interactions import keys as interaction_keys
from store.vault import keys as vault_keys
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

EXHAUSTED = "exhausted"
"""Why a delivery is parked whose storing failed until we gave up, or ended the process."""

UNKNOWN_ACCOUNT = "unknown_account"
"""Why a delivery is parked with events for an account that the brand never connected: its id may be mistyped."""

OWNER = "account.parked"
"""Nobody has read them yet, so they have no person's key; their bucket's key goes after at most 8 days."""


@dataclass(frozen=True, slots=True)
class Parked:
    """Holds a parked delivery: `message` is the envelope as it came from the queue, `at` epoch ms."""

    id: str
    day: str
    platform: str
    endpoint: str
    reason: str
    at: int
    message: str | None = None
    accounts: tuple[str, ...] = ()
    """Native ids of the accounts that no row knows; empty where none is named, or that is not the reason."""

    @property
    def received_at(self) -> int:
        """Returns when it was received (epoch ms)."""
        return int(self.id.partition("#")[0])


class ParkedDeliveries:
    """Parks, lists and releases."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def park_delivery(
        self, envelope: Envelope, reason: str, now_ms: int, accounts: Sequence[str] = ()
    ) -> str | None:
        """Keeps `envelope` until it may be kept no longer, with the native ids of `accounts` that nobody knows.

        Parking it twice keeps it once. Returns the id under which it is kept; None when its time is over.
        """
        envelope = replace(envelope, alone=False)
        until = policy.parked_until(envelope.platform, envelope.received_at)
        if until * 1000 <= now_ms:
            return None
        day = _day(envelope.received_at)
        bucket = policy.bucket_of(envelope.platform, "", policy.PARKED, envelope.received_at)
        due = envelope.received_at // 1000 + policy.PARKED_S + policy.DAY_S
        self._vault.prepare_salts(envelope.brand, [OWNER], {bucket: due})
        pk, sk = interaction_keys.parked(envelope.brand, day), self._name(envelope)
        record: dict[str, Any] = {"message": envelope.to_json()}
        if accounts:
            record["accounts"] = list(accounts)
        sealed = self._vault.seal(envelope.brand, SealedPlace("ops", pk, sk), OWNER, bucket, record)
        OpsRow(
            pk,
            sk,
            at=now_ms,
            expires_at=until,
            reason=reason,
            platform=envelope.platform,
            endpoint=envelope.endpoint,
            bucket=bucket,
            sealed=sealed,
        ).save()
        return sk

    def _name(self, envelope: Envelope) -> str:
        same = vault_keys.hid(
            self._vault.index_key(envelope.brand),
            envelope.brand,
            envelope.platform,
            "parked",
            envelope.endpoint,
            envelope.to_json(),
        )
        return row_keys.at(envelope.received_at, same)

    def list_parked(self, brand: str, now_ms: int, after: str = "") -> Iterator[Parked]:
        """Yields what is parked, opened, the longest received first; `after` is the id of the last one known."""
        first = "" if not after else _day(int(after.partition("#")[0]))
        for age in range(policy.PARKED_S // policy.DAY_S, -1, -1):
            day = _day(now_ms - age * policy.DAY_S * 1000)
            if day < first:
                continue
            later = OpsRow.sk > after if after else None
            for row in OpsRow.query(interaction_keys.parked(brand, day), later):
                if row.expires_at * 1000 > now_ms:
                    yield self._opened(brand, day, row)

    def _opened(self, brand: str, day: str, row: OpsRow) -> Parked:
        place = SealedPlace("ops", row.pk, row.sk)
        record = self._vault.read_sealed(brand, place, bytes(row.sealed), dict).value or {}
        accounts = tuple(record.get("accounts", ()))
        message = record.get("message")
        return Parked(row.sk, day, row.platform, row.endpoint, row.reason, int(row.at), message, accounts)

    def release_delivery(self, brand: str, parked: Parked) -> None:
        """Forgets a parked delivery that is on the queue again, unless it was parked once more since."""
        delete_if(OpsRow(interaction_keys.parked(brand, parked.day), parked.id), OpsRow.at == parked.at)

    def find_parked(self, brand: str, parked_id: str, now_ms: int) -> Parked | None:
        """Returns one parked delivery, opened; None when there is none (any more)."""
        day = _day(int(parked_id.partition("#")[0]))
        for row in OpsRow.query(interaction_keys.parked(brand, day), OpsRow.sk == parked_id):
            return self._opened(brand, day, row) if row.expires_at * 1000 > now_ms else None
        return None


def _day(epoch_ms: int) -> str:
    return datetime.fromtimestamp(epoch_ms / 1000, UTC).strftime("%Y%m%d")
