"""The `keys` table: salts of people and retention buckets, and what remains of them."""

from collections.abc import Iterable

from pynamodb.exceptions import PutError

from store.tables import SaltRow
from store.vault import Salt


class Salts:
    """Reads and creates salts. Destroying them is `privacy`'s business."""

    def read(self, keys: Iterable[str], consistent: bool) -> dict[str, Salt]:
        """The rows that exist, in batched reads."""
        rows = SaltRow.batch_get(list(dict.fromkeys(keys)), consistent_read=consistent)
        return {row.pk: _salt(row) for row in rows}

    def create(self, key: str, value: bytes, due: int | None) -> Salt:
        """Put unless there is one (or its tombstone); the winner either way."""
        row = SaltRow(key, salt=value, due=due)
        try:
            row.save(SaltRow.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return _salt(SaltRow.get(key, consistent_read=True))
        return _salt(row)


def _salt(row: SaltRow) -> Salt:
    return Salt(row.salt, None if row.erased_at is None else int(row.erased_at))
