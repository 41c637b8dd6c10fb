"""Keeps the views that agents saved, in `core`: one row each, filters and never words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pynamodb.exceptions import DoesNotExist

from model.errors import Conflict
from store.brand import keys as brand_keys
from store.brand.rows import DeskRow


@dataclass(frozen=True, slots=True)
class StoredView:
    """Holds a view that the agent `by` saved; `rev` counts its changes, `at` is epoch ms."""

    id: str
    brand: str
    by: str
    title: str
    filters: Mapping[str, Any]
    shared: bool = False
    at: int = 0
    rev: int = 0


class SavedViews:
    """Reads and keeps views."""

    def list_views(self, brand: str, agent: str) -> list[StoredView]:
        """Returns an agent's own views and those that are shared."""
        prefix = brand_keys.view("")
        rows = DeskRow.query(brand_keys.desk(brand), DeskRow.sk.startswith(prefix), consistent_read=True)
        found = (_read(brand, row) for row in rows)
        return [each for each in found if each.shared or each.by == agent]

    def find_view(self, brand: str, view_id: str, agent: str) -> StoredView | None:
        """Returns one that the agent may see, None where there is none."""
        try:
            row = DeskRow.get(brand_keys.desk(brand), brand_keys.view(view_id), consistent_read=True)
        except DoesNotExist:
            return None
        found = _read(brand, row)
        return found if found.shared or found.by == agent else None

    def keep_view(self, view: StoredView) -> StoredView:
        """Keeps one in the place of the one it was made from (`rev` 0: of none). Raises Conflict."""
        row = DeskRow(brand_keys.desk(view.brand), brand_keys.view(view.id))
        values = {"title": view.title, "filters": dict(view.filters), "shared": view.shared}
        changed = {"values": values, "by": view.by, "at": view.at, "rev": view.rev + 1}
        if not row.update_at(changed, view.rev or None):
            raise Conflict("it was changed by somebody else")
        return replace(view, rev=view.rev + 1)

    def drop_view(self, view: StoredView) -> None:
        """Deletes one."""
        DeskRow(brand_keys.desk(view.brand), brand_keys.view(view.id)).delete()


def _read(brand: str, row: DeskRow) -> StoredView:
    kept = row.values or {}
    return StoredView(
        row.sk.partition("#")[2],
        brand,
        row.by,
        kept.get("title", ""),
        kept.get("filters", {}),
        bool(kept.get("shared")),
        int(row.at or 0),
        int(row.rev or 0),
    )
