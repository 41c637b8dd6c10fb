"""What people talk about, by channel and hour: one small row a batch while the hour lasts, then one an hour.

Terms are sealed under the channel's key and the retention bucket of the interactions they come from, so that they end
with those. Until an hour is closed they may be what one person wrote; of a closed one only what several did is kept.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from model import policy
from model.errors import Erased, Purged
from model.interaction import account_owner
from model.policy import DAY_S
from model.trends import EARLIER_DAYS, KEPT_TERMS, Pulse, Tally, merged, term_of, term_record
from store.dynamo.rows import OpsRow
from store.dynamo.writes import put_if
from store.insights import keys as insight_keys
from store.vault.sealed import SealedPlace, bucket_of
from store.vault.vault import Vault

OPEN_DAYS = 2
"""A batch's row lives no longer, should nobody close its hour."""


class Pulses:
    """Keeps and reads pulses of one brand at a time."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def keep_pulses(self, brand: str, batch: str, pulses: Iterable[tuple[Pulse, int]], now_s: int) -> None:
        """Keeps what a batch adds to its hours, each with a time of receipt (epoch ms); again, the same rows."""
        for pulse, received_at in pulses:
            pk, sk = insight_keys.pulse(brand, pulse.hour), f"{pulse.account}#{batch}"
            bucket = policy.bucket_of(pulse.platform, pulse.account, policy.INTERACTION, received_at)
            row = self._row(brand, pk, sk, pulse.trimmed(KEPT_TERMS), bucket, now_s + OPEN_DAYS * DAY_S)
            if row is not None:
                row.save()

    def _row(self, brand: str, pk: str, sk: str, pulse: Pulse, bucket: str, until: int) -> OpsRow | None:
        record = {"terms": [term_record(*each) for each in pulse.terms.items()]}
        try:
            owner = account_owner(pulse.account)
            sealed = self._vault.seal(brand, SealedPlace("ops", pk, sk), owner, bucket, record)
        except (Erased, Purged):
            return None
        entry = {
            "account": pulse.account,
            "hour": pulse.hour,
            "all": _tally(pulse.all),
            "posts": {post: _tally(tally) for post, tally in pulse.posts.items()},
        }
        return OpsRow(pk, sk, platform=pulse.platform, entry=entry, sealed=sealed, expires_at=until)

    def read_open_hour(self, brand: str, hour: str) -> dict[str, Pulse]:
        """Returns what came so far in an hour that is not closed, by account."""
        rows = list(OpsRow.query(insight_keys.pulse(brand, hour)))
        found = merged(self._read(brand, rows))
        return {account: pulse for (account, _), pulse in found.items()}

    def close_hour(self, brand: str, hour: str) -> int:
        """Keep what stays of an hour and delete its batches' rows; how many. What comes later is not counted."""
        rows = list(OpsRow.query(insight_keys.pulse(brand, hour), consistent_read=True))
        buckets = {row.entry["account"]: bucket_of(bytes(row.sealed)) for row in rows}
        for (account, _), pulse in merged(self._read(brand, rows)).items():
            pk, sk = insight_keys.topics(brand, hour[:8]), insight_keys.topic_hour(hour[8:], account)
            received = policy.read_bucket(buckets[account])
            until = received.due(policy.rule_for(pulse.platform)) if received else 0
            row = self._row(brand, pk, sk, pulse.closed(), buckets[account], until)
            if row is not None:
                _put_first(row)
        with OpsRow.batch_write() as together:
            for row in rows:
                together.delete(OpsRow(row.pk, row.sk))
        return len(rows)

    def list_closed_hours(self, brand: str, day: str) -> list[Pulse]:
        """The closed hours of a day (`YYYYMMDD`)."""
        return list(self._read(brand, list(OpsRow.query(insight_keys.topics(brand, day)))))

    def list_earlier_hours(self, brand: str, account: str, hour: str) -> list[Pulse]:
        """The same hour of the days before, as far as they are known."""
        moment = datetime.strptime(hour, "%Y%m%d%H").replace(tzinfo=UTC)
        days = [(moment - timedelta(days=each)).strftime("%Y%m%d") for each in range(1, EARLIER_DAYS + 1)]
        wanted = [
            (insight_keys.topics(brand, day), insight_keys.topic_hour(hour[8:], account)) for day in days
        ]
        return [_header(row) for row in OpsRow.batch_get(wanted)]

    def _read(self, brand: str, rows: Sequence[OpsRow]) -> Iterator[Pulse]:
        self._vault.load_salts(brand, [bytes(row.sealed) for row in rows])
        for row in rows:
            pulse = _header(row)
            place = SealedPlace("ops", row.pk, row.sk)
            terms = self._vault.read_sealed(brand, place, bytes(row.sealed), _terms).value
            if terms is None:
                yield pulse
                continue
            yield Pulse(pulse.account, pulse.platform, pulse.hour, pulse.all, pulse.posts, terms)


def _terms(record: Mapping[str, Any]) -> dict[str, Any]:
    return dict(term_of(each) for each in record["terms"])


def _put_first(row: OpsRow) -> None:
    put_if(row, OpsRow.pk.does_not_exist())


def _tally(tally: Tally) -> list[int]:
    return [tally.n, tally.negative, tally.people]


def _header(row: OpsRow) -> Pulse:
    entry = row.entry
    posts = {post: Tally(*numbers) for post, numbers in entry["posts"].items()}
    return Pulse(entry["account"], row.platform, entry["hour"], Tally(*entry["all"]), posts)
