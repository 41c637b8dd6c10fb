"""Keeps what people talk about, by channel and hour: one small row a batch while the hour lasts, then one an hour.

The same row holds what the batch counts (`open_counts`). Terms are sealed under the channel's key and the retention
bucket of the interactions they come from, so that they end with those. Until an hour is closed they may be what one
person wrote; of a closed one only what several did is kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from model import policy
from model.errors import Erased, Purged
from model.interaction import account_owner
from model.policy import DAY_S
from model.trends import EARLIER_DAYS, KEPT_TERMS, Pulse, Tally, merged, term_of, term_record
from store.dynamo.rows import OpsRow
from store.dynamo.writes import put_if
from store.insights import keys as insight_keys
from store.insights.counts import Count
from store.insights.hour_keys import HourKeys, unlock
from store.insights.open_counts import MARK_DAYS, Place, list_counts, record_counts
from store.vault.sealed import SealedPlace, bucket_of
from store.vault.vault import Vault


class Pulses:
    """Keeps and reads pulses of one brand at a time."""

    def __init__(self, vault: Vault, fold: Callable[[str, Iterable[Count]], None]) -> None:
        """Makes the store; `fold` adds what was counted of a brand's hour, once."""
        self._vault = vault
        self._fold = fold
        self._keys = HourKeys()

    def keep_pulses(
        self,
        brand: str,
        batch: str,
        pulses: Iterable[tuple[Pulse, int]],
        now_s: int,
        counted: Mapping[Place, Sequence[Count]] | None = None,
    ) -> None:
        """Keeps what a batch adds to its hours, each with a time of receipt (epoch ms), and what it counts of them.

        What was kept by an earlier try stays as it is.
        """
        told = {(pulse.account, pulse.hour): (pulse, received_at) for pulse, received_at in pulses}
        counts = counted or {}
        until = now_s + MARK_DAYS * DAY_S
        for place in {**told, **counts}:
            account, hour = place
            pk = insight_keys.pulse(brand, hour[:8])
            sk = insight_keys.pulse_batch(hour[8:], account, batch)
            row = None
            if place in told:
                pulse, received_at = told[place]
                bucket = policy.bucket_of(pulse.platform, account, policy.INTERACTION, received_at)
                key = self._keys.make_key(brand, hour, now_s)
                row = self._row(brand, pk, sk, pulse.trimmed(KEPT_TERMS), bucket, until, key)
            if place in counts:
                row = row or _bare_row(pk, sk, counts[place][0].platform, place, until)
                row.entry = {**row.entry, "counts": record_counts(counts[place])}
            if row is not None:
                _put_first(row)

    def _row(
        self, brand: str, pk: str, sk: str, pulse: Pulse, bucket: str, until: int, key: bytes | None = None
    ) -> OpsRow | None:
        terms: Any = [term_record(*each) for each in pulse.terms.items()]
        record = {"terms": terms if key is None else self._keys.lock(key, terms)}
        try:
            owner = account_owner(pulse.account)
            sealed = self._vault.seal(brand, SealedPlace("ops", pk, sk), owner, bucket, record)
        except (Erased, Purged):
            return None
        row = _bare_row(pk, sk, pulse.platform, (pulse.account, pulse.hour), until)
        posts = {post: _tally(tally) for post, tally in pulse.posts.items()}
        row.entry, row.sealed = {**row.entry, "all": _tally(pulse.all), "posts": posts}, sealed
        return row

    def read_open_hour(self, brand: str, hour: str) -> dict[str, Pulse]:
        """Returns what came so far in an hour that is not closed, by account."""
        key = self._keys.find_key(brand, hour)
        rows = [row for row in _rows(brand, hour) if row.sealed is not None] if key else []
        found = merged(self._read(brand, rows, key))
        return {account: pulse for (account, _), pulse in found.items()}

    def close_hour(self, brand: str, hour: str) -> int:
        """Adds up what batches counted of an hour and keeps what stays of their words; returns how many rows had any.

        Nobody may keep anything of that hour any more. The rows stay as marks of their batches for a while; their words
        go with the hour's key.
        """
        every = list(_rows(brand, hour, consistent=True))
        self._fold(brand, list_counts(every))
        key = self._keys.find_key(brand, hour)
        rows = [row for row in every if row.sealed is not None] if key else []
        buckets = {row.entry["account"]: bucket_of(bytes(row.sealed)) for row in rows}
        for (account, _), pulse in merged(self._read(brand, rows, key)).items():
            pk, sk = insight_keys.topics(brand, hour[:8]), insight_keys.topic_hour(hour[8:], account)
            received = policy.read_bucket(buckets[account])
            until = received.due(policy.rule_for(pulse.platform)) if received else 0
            row = self._row(brand, pk, sk, pulse.closed(), buckets[account], until)
            if row is not None:
                _put_first(row)
        if key is not None:
            self._keys.destroy_key(brand, hour)
        return len(rows)

    def list_closed_hours(self, brand: str, day: str) -> list[Pulse]:
        """Returns the closed hours of a day (`YYYYMMDD`)."""
        return list(self._read(brand, list(OpsRow.query(insight_keys.topics(brand, day)))))

    def list_earlier_hours(self, brand: str, account: str, hour: str) -> list[Pulse]:
        """Returns the same hour of the days before, as far as they are known."""
        moment = datetime.strptime(hour, "%Y%m%d%H").replace(tzinfo=UTC)
        days = [(moment - timedelta(days=each)).strftime("%Y%m%d") for each in range(1, EARLIER_DAYS + 1)]
        wanted = [
            (insight_keys.topics(brand, day), insight_keys.topic_hour(hour[8:], account)) for day in days
        ]
        return [_header(row) for row in OpsRow.batch_get(wanted)]

    def _read(self, brand: str, rows: Sequence[OpsRow], key: bytes | None = None) -> Iterator[Pulse]:
        self._vault.load_salts(brand, [bytes(row.sealed) for row in rows])
        for row in rows:
            pulse = _header(row)
            place = SealedPlace("ops", row.pk, row.sk)
            terms = self._vault.read_sealed(brand, place, bytes(row.sealed), partial(_terms, key)).value
            if terms is None:
                yield pulse
                continue
            yield Pulse(pulse.account, pulse.platform, pulse.hour, pulse.all, pulse.posts, terms)


def _terms(key: bytes | None, record: Mapping[str, Any]) -> dict[str, Any]:
    terms = record["terms"] if key is None else unlock(key, record["terms"])
    return dict(term_of(each) for each in terms)


def _rows(brand: str, hour: str, consistent: bool = False) -> Iterable[OpsRow]:
    of_hour = OpsRow.sk.startswith(insight_keys.pulse_hour(hour[8:]))
    return OpsRow.query(insight_keys.pulse(brand, hour[:8]), of_hour, consistent_read=consistent)


def _bare_row(pk: str, sk: str, platform: str, place: Place, until: int) -> OpsRow:
    account, hour = place
    return OpsRow(pk, sk, platform=platform, entry={"account": account, "hour": hour}, expires_at=until)


def _put_first(row: OpsRow) -> None:
    put_if(row, OpsRow.pk.does_not_exist())


def _tally(tally: Tally) -> list[int]:
    return [tally.n, tally.negative, tally.people]


def _header(row: OpsRow) -> Pulse:
    entry = row.entry
    posts = {post: Tally(*numbers) for post, numbers in entry["posts"].items()}
    return Pulse(entry["account"], row.platform, entry["hour"], Tally(*entry["all"]), posts)
