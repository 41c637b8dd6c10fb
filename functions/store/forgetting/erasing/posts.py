"""Erases what is counted of a person's own posts, before the posts by which it is found."""

from collections.abc import Iterator, Sequence

from model.fields import KEY, ORDER
from store.forgetting.erasing.counted import delete_counted
from store.forgetting.erasing.eraser import Eraser
from store.forgetting.erasing.item_class import RETENTION, ItemClass, Turn
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.erasing.rows import OwnRows
from store.insights.places import ENTRY, place_row
from store.insights.rows import PlaceRow


class OwnPosts(Eraser):
    """Erases the engagement with what a person wrote."""

    def __init__(self, rows: OwnRows) -> None:
        self._rows = rows

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes it, page by page."""
        for ids in self._rows.leaving_ids(who):
            yield from delete_counted(who, _counts_of(who.brand, ids), "posts")

    def count_left(self, who: Leaver) -> int:
        """Returns of how many of their posts something is counted."""
        return sum(len(_counts_of(who.brand, ids)) for ids in self._rows.leaving_ids(who))


def _counts_of(brand: str, ids: Sequence[str]) -> list[PlaceRow]:
    keys = [(place_row(brand, item).pk, ENTRY) for item in dict.fromkeys(ids)]
    return list(PlaceRow.batch_get(keys, consistent_read=True)) if keys else []


POSTS = ItemClass(
    "posts",
    Turn.COUNTED,
    (PlaceRow,),
    ("posts",),
    lambda context: OwnPosts(
        OwnRows(context.stores.vault, context.stores.feed, context.stores.conversations)
    ),
    exported=frozenset("comments reactions shares told".split()),
    withheld={
        "pk": KEY,
        "sk": KEY,
        "rev": ORDER,
        "platform": "stands with the post, which is exported",
        "account": "as platform",
        "members": "counted of groups, which are nobody's; who joined is an interaction",
        "told_at": ORDER,
        "history": "what was told before what is exported",
        "sealed": "a group's name, under the account's key",
        "negative": "what the texts of others were counted as",
        "due_pk": RETENTION,
        "due_sk": RETENTION,
    },
    register={
        "PlaceRow": ("posts and groups", "how often people reacted, wrote, shared and joined; opaque ids"),
    },
)
