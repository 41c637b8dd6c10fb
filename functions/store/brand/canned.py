"""A brand's canned replies, or its macros, in `core`: one row each."""

from collections.abc import Callable
from dataclasses import replace

from pynamodb.exceptions import DoesNotExist

from model.canned import Canned
from model.errors import Conflict
from store.brand.rows import CannedRow

WORDS = ("title", "text", "way", "status", "assignee", "created_by")


class CannedTexts:
    """Reads and keeps canned replies, or macros. `partition` gives a brand's key."""

    def __init__(self, partition: Callable[[str], str]) -> None:
        self._partition = partition

    def list_texts(self, brand: str) -> list[Canned]:
        """Returns all of a brand, by id."""
        return [_read(brand, row) for row in CannedRow.query(self._partition(brand), consistent_read=True)]

    def find_text(self, brand: str, text_id: str) -> Canned | None:
        """Returns one, None where there is none."""
        try:
            return _read(brand, CannedRow.get(self._partition(brand), text_id, consistent_read=True))
        except DoesNotExist:
            return None

    def keep_text(self, text: Canned) -> Canned:
        """Keeps one in the place of the one it was made from (`rev` 0: of none). Raises Conflict."""
        values = {name: getattr(text, name) or None for name in WORDS}
        row = CannedRow(self._partition(text.brand), text.id)
        whole = values | {
            "rev": text.rev + 1,
            "tags": list(text.tags) or None,
            "created_at": text.created_at,
        }
        if not row.update_at(whole, text.rev or None):
            raise Conflict("it was changed by somebody else")
        return replace(text, rev=text.rev + 1)

    def drop_text(self, text: Canned) -> None:
        """Deletes one."""
        CannedRow(self._partition(text.brand), text.id).delete()


def _read(brand: str, row: CannedRow) -> Canned:
    return Canned(
        row.sk,
        brand,
        tags=tuple(str(tag) for tag in row.tags or ()),
        created_at=int(row.created_at or 0),
        rev=int(row.rev or 0),
        **{name: getattr(row, name) or "" for name in WORDS},
    )
