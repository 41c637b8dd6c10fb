"""Lists and reads posts and groups as they are counted. A post's words are an interaction and stand there.

What a group is called is sealed under the key of the account through which it is known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from model import policy
from model.errors import Erased, Purged
from model.interaction import account_owner
from model.place import COUNTERS, NEGATIVE, CountedPlace, PlaceKind, TellingOfPlace
from store.contacts.directory import due_page
from store.dynamo import keys as row_keys
from store.dynamo.writes import retrying, update_if
from store.insights import keys as insight_keys
from store.insights.places import ENTRY, place_row
from store.insights.rows import PlaceRow
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

Position = tuple[str, str]
"""Where a walk is: (day, place)."""

HISTORY_DAYS = 31


class Places:
    """Reads places of one brand at a time, and keeps what platforms tell of them."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def page_places(
        self, brand: str, kind: PlaceKind, platform: str, after: Position | None, limit: int
    ) -> list[Position]:
        """Returns up to `limit` places of a platform behind `after`, where something happened last first."""
        return due_page(
            brand, kind.value, platform, after, limit, newest_first=True, key_of=insight_keys.place
        )

    def read_places(self, brand: str, ids: Iterable[str]) -> dict[str, CountedPlace]:
        """Returns those of which something is counted or told."""
        keys = [(place_row(brand, each).pk, ENTRY) for each in dict.fromkeys(ids)]
        rows = list(PlaceRow.batch_get(keys)) if keys else []
        self._vault.load_salts(brand, [bytes(row.sealed) for row in rows if row.sealed])
        return {place.id: place for place in (_read_place(row, self._name(brand, row)) for row in rows)}

    def _name(self, brand: str, row: PlaceRow) -> str | None:
        if not row.sealed:
            return None
        where = SealedPlace("core", row.pk, ENTRY)
        return self._vault.read_sealed(brand, where, bytes(row.sealed), _group_name).value

    def keep_tellings(self, brand: str, told: Iterable[TellingOfPlace]) -> None:
        """Keeps the newest of what is told of each place; what is known already is not written again."""
        latest: dict[str, list[TellingOfPlace]] = {}
        for each in sorted(told, key=lambda each: each.at):
            latest.setdefault(each.place, []).append(each)
        for place, tellings in latest.items():
            self._keep(brand, place, tellings)

    def _keep(self, brand: str, place: str, tellings: list[TellingOfPlace]) -> None:
        again = retrying("what is told of a place")
        key = place_row(brand, place)
        while again():
            row = next(iter(PlaceRow.batch_get([(key.pk, ENTRY)], consistent_read=True)), key)
            changed: dict[str, Any] = {}
            for each in tellings:
                changed |= _figures(row, each, changed.get("told_at", row.told_at or 0), changed)
            named = next((each for each in reversed(tellings) if each.name is not None), None)
            if named is not None and self._name(brand, row) != named.name:
                changed |= self._sealed_name(brand, key.pk, named)
            if not changed:
                return
            last = tellings[-1]
            changed |= {
                "platform": last.platform,
                "account": row.account or last.account,
                "due_pk": insight_keys.listed_places(brand, last.kind.value, last.platform),
                "due_sk": max(row.due_sk or "", _day(last.received_at)),
            }
            same = (
                PlaceRow.told_at == row.told_at
                if row.told_at is not None
                else PlaceRow.told_at.does_not_exist()
            )
            same &= PlaceRow.sealed == row.sealed if row.sealed else PlaceRow.sealed.does_not_exist()
            if update_if(key, [getattr(PlaceRow, name).set(value) for name, value in changed.items()], same):
                return

    def _sealed_name(self, brand: str, pk: str, told: TellingOfPlace) -> dict[str, Any]:
        bucket = policy.bucket_of(told.platform, told.account, policy.INTERACTION, told.received_at)
        due = policy.bucket_due(told.platform, policy.INTERACTION, told.received_at)
        owner = account_owner(told.account)
        try:
            self._vault.prepare_salts(brand, [owner], {bucket: due})
            place = SealedPlace("core", pk, ENTRY)
            return {"sealed": self._vault.seal(brand, place, owner, bucket, {"name": told.name})}
        except (Erased, Purged):
            return {}


def _figures(
    row: PlaceRow, told: TellingOfPlace, known_at: int, changed: Mapping[str, Any]
) -> dict[str, Any]:
    if told.figures is None or told.at <= known_at:
        return {}
    figures = {name: number for name, number in asdict(told.figures).items() if number is not None}
    before, day = {**(row.history or {}), **changed.get("history", {})}, _day(told.at)
    if before.get(day) == figures and all((row.told or {}).get(name) == n for name, n in figures.items()):
        return {}  # asked again and again, a post that nobody looks at any more costs nothing
    history = {**before, day: figures}
    kept = dict(sorted(history.items())[-HISTORY_DAYS:])
    return {"told": {**(row.told or {}), **figures}, "told_at": told.at, "history": kept}


def _day(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y%m%d")


def _group_name(record: Mapping[str, Any]) -> str:
    return str(record["name"])


def _read_place(row: PlaceRow, name: str | None) -> CountedPlace:
    counters = (*COUNTERS.values(), NEGATIVE)
    # Of what was counted before a row ended, some may be taken back from the one that came after it.
    counts = {each: max(0, int(getattr(row, each) or 0)) for each in counters}
    return CountedPlace(
        row_keys.item_of(row.pk),
        PlaceKind(row.due_pk.split("#")[1]),
        row.platform,
        row.account,
        row.due_sk,
        counts,
        row.told or {},
        int(row.told_at or 0),
        row.history or {},
        name,
    )
