"""Keeps what became of public posts: one conditional row for each account, so that a crash never posts a second
time.
"""

from dataclasses import replace
from typing import Any

from pynamodb.exceptions import DoesNotExist

from model import policy
from model.broadcast import PublicPost, RecipientState
from model.errors import Conflict
from store.outbox import keys as outbox_keys
from store.outbox.broadcasts import KEPT_DAYS
from store.outbox.rows import PostRow

TOLD = ("platform", "code", "prepared", "native_id")
COUNTED = ("at", "attempts", "attempt_at")


class PublicPosts:
    """Keeps the posts of public broadcasts, of one brand at a time."""

    def find_post(self, brand: str, broadcast: str, account: str) -> PublicPost | None:
        """Returns what became of a post; None where nothing was begun."""
        try:
            row = PostRow.get(outbox_keys.posted(brand, broadcast), account, consistent_read=True)
        except DoesNotExist:
            return None
        return _read_post(brand, row)

    def list_posts(self, brand: str, broadcast: str) -> dict[str, PublicPost]:
        """Returns the posts that were begun, by account."""
        rows = PostRow.query(outbox_keys.posted(brand, broadcast), consistent_read=True)
        return {row.sk: _read_post(brand, row) for row in rows}

    def keep_post(self, after: PublicPost) -> PublicPost:
        """Keeps a post in the place of the one it was made from (`rev` 0: of none). Raises Conflict."""
        values: dict[str, Any] = {name: getattr(after, name) or None for name in (*TOLD, *COUNTED)}
        values |= {
            "state": after.state.value,
            "rev": after.rev + 1,
            "expires_at": after.at // 1000 + KEPT_DAYS * policy.DAY_S,
        }
        row = PostRow(outbox_keys.posted(after.brand, after.broadcast), after.account)
        if not row.update_at(values, after.rev or None):
            raise Conflict("somebody else is posting it")
        return replace(after, rev=after.rev + 1)


PUBLIC_POSTS = PublicPosts()
"""The one store of them: it seals nothing, and so needs no keys."""


def _read_post(brand: str, row: PostRow) -> PublicPost:
    values: dict[str, Any] = {name: getattr(row, name) or "" for name in TOLD}
    values |= {name: int(getattr(row, name) or 0) for name in COUNTED}
    broadcast = row.pk.rpartition("#")[2]
    return PublicPost(
        brand=brand,
        broadcast=broadcast,
        account=row.sk,
        state=RecipientState(row.state),
        rev=int(row.rev),
        **values,
    )
